"""An acknowledged report is stored, whole and once, whatever dies meanwhile: real processes, killed for real."""

import hashlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.models import EventLog, OutgoingMail, User
from accounts.roles import Role
from incidents.models import Decision, Incident, Photo, Submission, Text
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests import factories
from tests.faults.cluster import Cluster, children_of, is_running
from tests.faults.phones import Phone, signed_in
from tests.mailbox import Mailbox
from tests.processes import Live, wait_until

pytestmark = [pytest.mark.long, pytest.mark.alone]

PHONES = 4
ROUNDS = 3
#: Reports in all, at least, of the test that kills everything.
ENOUGH = 200
#: Seconds between two kills, for the phones to get through with something.
BREATH = 0.5
#: Seconds that a request would take which waited for a silent Redis: far more than on the busiest machine without.
BROKER_TIMEOUT = 10


def make_phones(reporter: User) -> list[Phone]:
    category = factories.category(reporter.memberships.get().municipality).pk
    return [Phone(f"Telefon {number}", signed_in(reporter), category) for number in range(1, PHONES + 1)]


@contextmanager
def reporting(phones: list[Phone]) -> Iterator[None]:
    """Let the phones report at the same time as the test goes on; in the end each finishes what it has begun."""
    enough = threading.Event()
    with ThreadPoolExecutor(len(phones)) as hands:
        busy = [hands.submit(phone.report_until, enough) for phone in phones]
        try:
            yield
        finally:
            enough.set()
        for hand in busy:
            hand.result(timeout=60)


def all_that_is_logged(table: str) -> Counter[str]:
    """How often the event log says that each row was made, by its key."""
    return Counter(EventLog.objects.filter(table=table, action="insert").values_list("row_id", flat=True))


def stored() -> dict[UUID, list[Any]]:
    """Of each submission its events: their words, their decisions, and how often the log names event and words."""
    incidents = all_that_is_logged("incidents_incident")
    texts = all_that_is_logged("incidents_text")
    found: dict[UUID, list[Any]] = {key: [] for key in Submission.objects.values_list("key", flat=True)}
    rows = Incident.objects.select_related("submission").prefetch_related("texts", "decisions")
    for incident in rows.order_by("pk"):
        found[incident.submission.key].append(
            (
                [text.body for text in incident.texts.all()],
                [decision.move for decision in incident.decisions.all()],
                incidents[str(incident.pk)],
                [texts[str(text.pk)] for text in incident.texts.all()],
            )
        )
    return found


def expected(phones: list[Phone]) -> dict[UUID, list[Any]]:
    """The same of the reports whose receipts were seen."""
    return {
        key: [([text], ["submit"], 1, [1]) for text in words]
        for phone in phones
        for key, words in phone.acknowledged.items()
    }


def assert_whole_and_once(phones: list[Phone], *, faults: str) -> None:
    """Every acknowledged report is there once with all that belongs to it, and nothing else is there."""
    promised, present = expected(phones), stored()
    lost = promised.keys() - present.keys()
    doubled = [key for key in promised.keys() & present.keys() if len(present[key]) > len(promised[key])]
    failures = sum((phone.failures for phone in phones), Counter[str]())
    told = (
        f"{len(promised)} acknowledged, {len(lost)} lost, {len(doubled)} doubled, {len(present)} stored; "
        f"{faults}; attempts that failed: {dict(failures)}"
    )
    print(told)
    assert present == promised, told
    events = sum(map(len, promised.values()))
    rows = [model.objects.count() for model in (Incident, Decision, Text)]
    logged = [all_that_is_logged(f"incidents_{name}").total() for name in ("incident", "text")]
    assert (rows, logged) == ([events] * 3, [events] * 2), f"{events} events were acknowledged; {told}"
    with_photo = sum(number % 5 == 0 for phone in phones for number in range(1, len(phone.acknowledged) + 1))
    whole = [photo for photo in Photo.objects.all() if sha256_of(photo) == photo.sha256]
    assert (len(whole), Photo.objects.count()) == (with_photo, with_photo), (
        f"{with_photo} photos came; {told}"
    )


def sha256_of(photo: Photo) -> str:
    with photo.file.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kill_a_web_worker(live: Live) -> None:
    """One of gunicorn's; its master starts another."""
    os.kill(children_of(live.running["web"].pid)[0], signal.SIGKILL)


def kill_the_web_master(live: Live) -> None:
    """gunicorn's master alone; its workers answer until they notice, and hold the port as long."""
    process = live.running.pop("web")
    workers = children_of(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: not any(map(is_running, workers)))
    live.start("web")


def kill_and_start(live: Live, name: str) -> None:
    live.stop(name, by=signal.SIGKILL)
    live.start(name, SWEEP_SECONDS="1")


def kill_and_empty_redis(live: Live) -> None:
    live.stop("redis", by=signal.SIGKILL)
    for leftover in live.folder.glob("appendonlydir/*"):
        leftover.unlink()
    live.start("redis")


def crash_and_start(cluster: Cluster) -> None:
    cluster.crash()
    cluster.start()


def test_no_acknowledged_report_is_lost_or_doubled_whatever_is_killed(cluster: Cluster, live: Live):
    live.start("web", "worker", "beat", SWEEP_SECONDS="1")
    phones = make_phones(factories.make_user(Role.REPORTER, factories.make_municipality()))
    faults: dict[str, Callable[[], None]] = {
        "a web worker": partial(kill_a_web_worker, live),
        "the web master": partial(kill_the_web_master, live),
        "the whole web server": partial(kill_and_start, live, "web"),
        "the Celery worker": partial(kill_and_start, live, "worker"),
        "beat": partial(kill_and_start, live, "beat"),
        "Redis and its queue": partial(kill_and_empty_redis, live),
        "PostgreSQL": partial(crash_and_start, cluster),
    }
    with reporting(phones):
        for number in range(ROUNDS * len(faults)):
            time.sleep(BREATH)
            list(faults.values())[number % len(faults)]()
        wait_until(lambda: sum(len(phone.acknowledged) for phone in phones) >= ENOUGH, seconds=120)
    assert_whole_and_once(phones, faults=f"{ROUNDS} × killed: {', '.join(faults)}")


def test_a_database_that_crashes_again_and_again_keeps_every_acknowledged_report(
    cluster: Cluster, live: Live
):
    live.start("web")
    phones = make_phones(factories.make_user(Role.REPORTER, factories.make_municipality()))
    crashes = 4
    with reporting(phones):
        for _ in range(crashes):
            time.sleep(3 * BREATH)
            crash_and_start(cluster)
    assert_whole_and_once(phones, faults=f"{crashes} × PostgreSQL killed")


@pytest.mark.parametrize("broker", ["stopped", "silent"])
def test_without_redis_reports_come_in_at_once_and_the_mails_go_out_when_it_is_back(
    live: Live, mailbox: Mailbox, broker: str
):
    now = timezone.now()
    # Digests wait for a decent hour, so this municipality lies where it is noon.
    municipality = factories.make_municipality(time_zone=f"Etc/GMT{now.hour - 12:+d}")
    reporter, reviewer, administrator = (
        factories.make_user(role, municipality) for role in (Role.REPORTER, Role.REVIEWER, Role.ADMINISTRATOR)
    )
    if broker == "silent":
        live.start("redis")
        live.running["redis"].send_signal(signal.SIGSTOP)
    live.start("web", BROKER_TIMEOUT=str(BROKER_TIMEOUT))
    phones = make_phones(reporter)
    with reporting(phones):
        wait_until(lambda: Submission.objects.count() >= 20)
    began = time.monotonic()
    office = Phone("Kontoret", signed_in(administrator), 0)
    assert office.ask("POST", f"/installningar/personer/{reviewer.pk}/paminn")[0] == 302
    slowest = max(time.monotonic() - began, *(phone.slowest for phone in phones))
    assert_whole_and_once(phones, faults=f"Redis {broker}; the slowest answer took {slowest:.2f} s")
    assert slowest < BROKER_TIMEOUT, f"the slowest answer took {slowest:.2f} s with Redis {broker}"
    assert (OutgoingMail.objects.count(), mailbox.messages) == (1, [])

    question = Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Vilken port?")
    decide(Incident.objects.earliest("pk").pk, question, by=reviewer, at=now - timedelta(hours=3))
    if broker == "silent":
        live.running["redis"].send_signal(signal.SIGCONT)
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(lambda: len(mailbox.messages) >= 2, seconds=60)
    time.sleep(3)
    received = Counter(message["X-Envelope-To"] for message in mailbox.messages)
    assert received == Counter([reporter.email, reviewer.email]), f"received with Redis back: {received}"
