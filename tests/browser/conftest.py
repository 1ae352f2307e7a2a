"""The demo municipality behind a real web server, for tests that look at the site as its users see it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from accounts.models import Municipality, User
from accounts.roles import Role
from config.demo.editions import print_pdfs
from config.demo.loading import load
from incidents import retention
from incidents.models import Incident
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from promises import documents
from promises.models import Document, DocumentKind, DocumentState
from tests.database import as_default, new_database
from tests.mailbox import Mailbox
from tests.processes import Live
from tests.signing_in import give_app, give_passkey

#: Set when the README's pictures are to be made anew: the demo is then the one that ./bin/run shows.
UPDATE_IMAGES = os.environ.get("UPDATE_IMAGES") == "1"
SCALE = 1.0 if UPDATE_IMAGES else 0.2


@pytest.fixture(scope="session")
def demo_database(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The name of a database with the demo in it, loaded once; tests read it and leave it as it is."""
    name = f"test_samlad_{os.getpid()}_demo"
    with new_database(name):
        with django_db_blocker.unblock(), as_default(name):
            now = timezone.now()
            print_pdfs(load(password="", now=now, scale=SCALE).edition, now=now)
            block_one(at=now)
            hold_one(at=now)
            import_some(tmp_path_factory.mktemp("import"))
            propose_anew(at=now)
            give_second_steps()
        yield name


def give_second_steps() -> None:
    """Nobody of the demo signs in in two steps; here they can, for the pages on which they do."""
    for user in User.objects.all():
        give_app(user)
        give_passkey(user)


def block_one(*, at: datetime) -> None:
    """No report of the demo is blocked; here one is, for the page on which it is masked."""
    koping = Municipality.objects.get(code="1983")
    reviewer = koping.memberships.filter(role=Role.REVIEWER).select_related("user").earliest("pk").user
    report = Incident.objects.in_municipality(koping).awaiting_decision().latest("pk")
    decide(report.pk, Choice(Move.BLOCK, report.version, Reason.PERSONAL_DATA), by=reviewer, at=at)


def hold_one(*, at: datetime) -> None:
    """Nothing of the demo is held; here one report is, for the page on which its hold is lifted."""
    koping = Municipality.objects.get(code="1983")
    coordinator = koping.memberships.filter(role=Role.COORDINATOR).select_related("user").earliest("pk").user
    report = Incident.objects.in_municipality(koping).earliest("pk")
    retention.place(municipality=koping, motive="Tvist om en ruta.", report=report.pk, by=coordinator, at=at)


def propose_anew(*, at: datetime) -> None:
    """The demo's documents are all adopted; here the plan and the promises are being written anew."""
    koping = Municipality.objects.get(code="1983")
    coordinator = koping.memberships.filter(role=Role.COORDINATOR).select_related("user").earliest("pk").user
    in_force = Document.objects.in_municipality(koping).filter(state=DocumentState.ADOPTED)
    for kind in (DocumentKind.ACTION_PLAN, DocumentKind.PROMISES):
        documents.revise(in_force.filter(kind=kind).latest("first_on", "pk"), by=coordinator, at=at)


def import_some(folder: Path) -> None:
    """The demo has imported nothing; here a file of reports waits to be approved."""
    rows, mapping = folder / "klotter.csv", folder / "mapping.toml"
    rows.write_text("when,lon,lat\n" + "2026-02-03 14:30,15.993,59.513\n" * 3)
    mapping.write_text(
        '[file]\nx = "lon"\ny = "lat"\n[organisation]\nname = "KBAB"\n'
        '[time]\nfrom = "when"\nformats = ["%Y-%m-%d %H:%M"]\n[category]\ndefault = "SKA-10"\n'
    )
    call_command("import_incidents", rows, municipality="1983", map=mapping)


@pytest.fixture(scope="module")
def koping(
    demo_database: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Municipality]:
    """The demo's first municipality, with the site up and running for all tests of the file."""
    processes = Live(database=demo_database, mailbox=Mailbox(), folder=tmp_path_factory.mktemp("web"))
    with django_db_blocker.unblock(), as_default(demo_database):
        try:
            processes.start("web")
            yield Municipality.objects.get(code="1983")
        finally:
            processes.stop("web")


@pytest.fixture
def page_of(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page on which somebody has signed in, or nobody: `page_of(user, PHONE)`."""

    def page_of(user: User | None, *arguments: tuple[int, int], **options: bool) -> Page:
        page = new_page(*arguments, **options)
        if user is None:
            return page
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        return page

    return page_of
