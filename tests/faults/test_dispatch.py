"""An adopted edition reaches every recipient once, whatever dies on the way: real processes, killed for real."""

import signal
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.models import MailState, OutgoingMail
from accounts.roles import Role
from lagesbild import document
from lagesbild.models import Edition, EditionState, Level, Rendition, RenditionState
from tests import factories
from tests.faults.cluster import Cluster
from tests.mailbox import Mailbox
from tests.processes import Live, wait_until

pytestmark = [pytest.mark.long, pytest.mark.alone]

ADDRESSES = ["polis@example.com", "ungdom@example.com", "vaktare@example.com"]


def adopt() -> Edition:
    """An edition with three recipients, adopted while nothing else runs."""
    municipality = factories.make_municipality()
    coordinator = factories.make_user(Role.COORDINATOR, municipality)
    reporter = factories.make_user(Role.REPORTER, municipality)
    now = timezone.now()
    period = document.latest_period(municipality, at=now)
    moment = period.bounds(municipality.zone)[0] + timedelta(hours=20)
    for _ in range(5):
        factories.make_approved(reporter, coordinator, at=now, started_at=moment, ended_at=moment)
    for address in ADDRESSES:
        level = Level.FULL if address.startswith("polis") else Level.GENERALISED
        factories.make_recipient(municipality, address, level=level)
    return document.adopt(document.draft(municipality, period, at=now), by=coordinator, at=now)


def all_sent() -> bool:
    states = OutgoingMail.objects.filter(delivery__isnull=False).values_list("state", flat=True)
    return list(states) == [MailState.SENT] * len(ADDRESSES)


def received(mailbox: Mailbox) -> Counter[str]:
    return Counter(message["X-Envelope-To"] for message in mailbox.messages)


class LastStraw(list[EmailMessage]):
    """Messages received; the first kills the database before anybody can write down that it was sent."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.cluster = cluster

    def append(self, message: EmailMessage) -> None:
        super().append(message)
        if len(self) == 1:
            self.cluster.crash()


def twice(mailbox: Mailbox) -> set[str]:
    """To whom a message came again: never a second message, but the same one by its Message-ID."""
    came = Counter((message["X-Envelope-To"], message["Message-ID"]) for message in mailbox.messages)
    assert len(came) == len(ADDRESSES), f"{len(came)} different messages came to {len(ADDRESSES)} recipients"
    return {address for (address, _message_id), times in came.items() if times > 1}


def marked_as_sent_twice() -> set[str]:
    """Whose message the dispatch log says may have come twice, and did not say so of anybody else's."""
    return set(OutgoingMail.objects.filter(maybe_twice=True).values_list("to", flat=True))


def make_time_pass(minutes: int) -> None:
    """Move what is under way into the past, as if nobody had looked for a while."""
    past = timezone.now() - timedelta(minutes=minutes)
    Rendition.objects.filter(state=RenditionState.RENDERING).update(started_at=past)
    OutgoingMail.objects.filter(state=MailState.IN_FLIGHT).update(in_flight_at=past)
    OutgoingMail.objects.filter(state=MailState.QUEUED).update(due_at=past)


def test_what_was_adopted_while_broker_and_worker_were_down_is_sent_when_they_come(
    live: Live, mailbox: Mailbox
):
    adopt()
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(all_sent, seconds=60)
    assert received(mailbox) == Counter(ADDRESSES)


@pytest.mark.parametrize("moment", [RenditionState.QUEUED, RenditionState.RENDERING])
def test_a_worker_killed_on_the_way_leaves_one_pdf_and_one_mail_each(live: Live, mailbox: Mailbox, moment):
    edition = adopt()
    live.start("worker", "beat", SWEEP_SECONDS="1")
    if moment == RenditionState.RENDERING:
        wait_until(lambda: edition.renditions.filter(state=moment).exists(), seconds=60)
    live.stop("worker", by=signal.SIGKILL)
    make_time_pass(minutes=10)
    live.start("worker", SWEEP_SECONDS="1")
    wait_until(all_sent, seconds=60)
    assert set(edition.renditions.values_list("state", flat=True)) == {RenditionState.READY}
    assert received(mailbox) == Counter(ADDRESSES)


def test_redis_killed_and_emptied_loses_nothing(live: Live, mailbox: Mailbox):
    adopt()
    live.start("redis")
    live.start("worker", "beat", SWEEP_SECONDS="1")
    live.stop("redis", by=signal.SIGKILL)
    for leftover in live.folder.glob("appendonlydir/*"):
        leftover.unlink()
    live.start("redis")
    make_time_pass(minutes=10)
    wait_until(all_sent, seconds=120)
    assert received(mailbox) == Counter(ADDRESSES)


@pytest.mark.parametrize("moment", [RenditionState.QUEUED, RenditionState.RENDERING, RenditionState.READY])
def test_a_database_that_crashes_after_the_adoption_forgets_neither_pdf_nor_mail(
    cluster: Cluster, live: Live, mailbox: Mailbox, moment
):
    edition = adopt()
    live.start("worker", "beat", SWEEP_SECONDS="1")
    if moment != RenditionState.QUEUED:
        wait_until(lambda: edition.renditions.filter(state=moment).exists(), seconds=60)
    cluster.crash()
    cluster.start()
    make_time_pass(minutes=10)
    wait_until(all_sent, seconds=60)
    assert Edition.objects.get().state == EditionState.ADOPTED
    assert set(edition.renditions.values_list("state", flat=True)) == {RenditionState.READY}
    assert set(received(mailbox)) == set(ADDRESSES), f"crashed while {moment}: {received(mailbox)} received"
    assert twice(mailbox) <= marked_as_sent_twice(), f"crashed while {moment}: {received(mailbox)} received"


def test_a_database_that_crashes_when_the_mail_server_has_just_answered_costs_one_repeat_that_says_so(
    cluster: Cluster, live: Live, mailbox: Mailbox
):
    adopt()
    mailbox.messages = LastStraw(cluster)
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(lambda: mailbox.messages and cluster.process is None, seconds=60)
    cluster.start()
    make_time_pass(minutes=10)
    wait_until(all_sent, seconds=60)
    first = mailbox.messages[0]["X-Envelope-To"]
    assert received(mailbox) == Counter([first, *ADDRESSES]), f"{received(mailbox)} received"
    assert twice(mailbox) == marked_as_sent_twice() == {first}


def test_two_timetables_and_every_sweep_at_once_send_one_mail_each(live: Live, mailbox: Mailbox):
    adopt()
    live.start("worker", "beat", SWEEP_SECONDS="0.2")
    first = live.running.pop("beat")
    live.start("beat", SWEEP_SECONDS="0.2")
    live.running["first beat"] = first
    wait_until(all_sent, seconds=60)
    assert received(mailbox) == Counter(ADDRESSES)


def test_a_mail_server_that_is_down_gets_everything_later(live: Live, mailbox: Mailbox):
    adopt()
    mailbox.refusals |= dict.fromkeys(ADDRESSES, "451 Try again later")
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(lambda: OutgoingMail.objects.filter(answer__startswith="451").count() == 3, seconds=60)
    mailbox.refusals.clear()
    make_time_pass(minutes=10)
    wait_until(all_sent, seconds=60)
    assert received(mailbox) == Counter(ADDRESSES)
