"""A recipient without login: a mail that tells nothing, a link that opens one PDF for a while, and who knows of it."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import EventLog, MailState, Municipality, OutgoingMail
from accounts.roles import Role
from lagesbild import document, links, recipients
from lagesbild.models import (
    USUAL_MODE,
    Delivery,
    DeliveryLink,
    DeliveryMode,
    Edition,
    Level,
    LinkEvent,
    LinkEventKind,
    Recipient,
    RecipientDecision,
    RecipientKind,
)
from tests import factories
from tests.factories import NOW
from tests.lagesbild.test_pages import WEEKS_7_8
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db

ADDRESS = "ledning@vaktarbolaget.example"
SECRETS = ("Ankdammen", "Krossad", "Gå förbi stationen", "Mer klotter", "2026:01", "Glaskross")
LAST_DAY = timedelta(days=30)


@pytest.fixture(autouse=True)
def tuesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality(contact_email="trygghet@koping.example")


@pytest.fixture
def recipient(municipality) -> Recipient:
    return factories.make_recipient(
        municipality,
        ADDRESS,
        kind=RecipientKind.SECURITY_COMPANY,
        level=Level.GENERALISED,
        mode=DeliveryMode.LINK,
    )


@pytest.fixture
def coordinator(municipality):
    return factories.make_user(Role.COORDINATOR, municipality)


@pytest.fixture
def edition(municipality, coordinator) -> Edition:
    """Adopted, with words and a place in it."""
    reporter, reviewer = (factories.make_user(role, municipality) for role in (Role.REPORTER, Role.REVIEWER))
    place, at = factories.make_place(municipality, "Ankdammen"), NOW - timedelta(days=20)
    factories.make_approved(reporter, reviewer, place=place, started_at=at, ended_at=at)
    draft = document.draft(municipality, WEEKS_7_8, at=NOW)
    directions = {"police": "Gå förbi stationen."}
    document.edit(draft, outlook="worse", summary="Mer klotter.", directions=directions)
    return draft


@pytest.fixture
def delivery(recipient, edition, coordinator) -> Delivery:
    """Adopted and printed: the mail with the link waits in the outbox."""
    document.adopt(edition, by=coordinator, at=NOW)
    row = Delivery.objects.get(recipient=recipient)
    document.render(row.rendition_id, at=NOW)
    row.refresh_from_db()
    return row


def path_in(mail: OutgoingMail) -> str:
    """Where the link in the mail leads."""
    [url] = re.findall(r"http\S+", mail.body)
    return urlsplit(url).path


def fetched(delivery: Delivery) -> int:
    return LinkEvent.objects.filter(link__delivery=delivery, kind=LinkEventKind.FETCHED).count()


def adopted_at_home(client: Client):
    return client.get(reverse("home")).context["editions"]["adopted"]


def test_the_mail_tells_only_period_sender_and_link(delivery, mailbox: Mailbox):
    path = path_in(delivery.mail)
    outbox.send(delivery.mail_id, at=NOW)
    [message] = mailbox.to(ADDRESS)
    assert list(message.iter_attachments()) == []
    assert message["Subject"] == "Köping: lägesbild vecka 7–8 2026"
    text = message.get_body(("plain",)).get_content()
    assert (
        text.split()
        == (
            "Köping har skickat dig lägesbilden för vecka 7–8 2026 (9–22 februari 2026). Hämta den här: "
            f"{settings.SITE_URL}{path} "
            "Länken gäller till och med 2 april 2026. Den är din: skicka den inte vidare. "
            "Frågor: trygghet@koping.example."
        ).split()
    )
    told = message["Subject"] + text + message.get_body(("html",)).get_content()
    assert [secret for secret in SECRETS if secret in told] == []


def test_the_page_says_what_it_is_and_until_when_and_leads_to_the_pdf_of_its_level_alone(client, delivery):
    path = path_in(delivery.mail)
    page = client.get(path)
    said = page.content.decode()
    assert (page.status_code, [secret for secret in SECRETS if secret in said]) == (200, [])
    assert "Länken gäller till och med 2 april 2026." in said
    assert re.findall(r'(?:href|action)="(/(?!static)[^"]*)"', said) == [
        f"{path}/pdf",
        "/om/tillganglighet",
        "/om/personuppgifter",
    ]
    file = client.post(f"{path}/pdf")
    with delivery.rendition.file.open() as printed:
        assert b"".join(file) == printed.read()
    assert delivery.rendition.level == Level.GENERALISED
    assert file["Content-Disposition"].startswith("attachment; ")


def test_no_answer_is_kept_nor_told_of_nor_found_by_searching(client, delivery):
    path = path_in(delivery.mail)
    for answer in (client.get(path), client.post(f"{path}/pdf"), client.get(f"{path}x")):
        b"".join(answer)
        assert {name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }
        assert not answer.cookies


def test_whoever_is_signed_in_is_not_asked_who_they_are(client, coordinator, delivery):
    path = path_in(delivery.mail)
    as_stranger = client.get(path).content
    client.force_login(coordinator)
    assert client.get(path).content == as_stranger


def test_only_fetching_the_pdf_counts_and_not_what_a_scanner_of_mail_does(client, delivery):
    path = path_in(delivery.mail)
    client.get(path)
    client.head(path)
    assert (client.get(f"{path}/pdf").status_code, client.head(f"{path}/pdf").status_code) == (405, 405)
    assert fetched(delivery) == 0
    b"".join(client.post(f"{path}/pdf"))
    assert fetched(delivery) == 1


def test_the_button_works_though_the_browser_does_not_say_whence_it_comes(delivery):
    strict = Client(enforce_csrf_checks=True, HTTP_ORIGIN="null")
    answer = strict.post(f"{path_in(delivery.mail)}/pdf")
    assert b"".join(answer)[:5] == b"%PDF-"


@pytest.mark.parametrize("end", ["expired", "revoked", "replaced", "recipient", "address"])
def test_what_opens_no_more_answers_as_what_never_was(client, coordinator, recipient, delivery, end):
    path = path_in(delivery.mail)
    never = client.get(f"/utskick/{delivery.municipality.code}/fel")
    at = NOW
    match end:
        case "expired":
            at = NOW + LAST_DAY + timedelta(hours=12)
        case "revoked":
            links.revoke(delivery.links.all(), by=coordinator, at=NOW)
        case "replaced":
            links.send(delivery, by=coordinator, at=NOW)
        case "recipient":
            recipient.is_active = False
            recipients.save(recipient, by=coordinator, at=NOW)
        case "address":
            recipient.email = "ny@vaktarbolaget.example"
            recipients.save(recipient, by=coordinator, at=NOW)
    with time_machine.travel(at, tick=False):
        gone, file = client.get(path), client.post(f"{path}/pdf")
    assert (gone.status_code, file.status_code, never.status_code) == (404, 404, 404)
    assert gone.content == file.content == never.content
    assert "trygghet@koping.example" in gone.content.decode()
    assert fetched(delivery) == 0


def test_a_link_opens_to_the_end_of_its_last_day(client, municipality, delivery):
    path = path_in(delivery.mail)
    midnight = datetime(2026, 4, 3, tzinfo=municipality.zone)
    for at, status in ((midnight - timedelta(seconds=1), 200), (midnight, 404)):
        with time_machine.travel(at, tick=False):
            assert client.get(path).status_code == status


def test_a_link_lasts_as_long_as_the_municipality_has_set(
    client, municipality, recipient, edition, coordinator
):
    Municipality.objects.filter(pk=municipality.pk).update(link_days=2)
    edition = Edition.objects.get(pk=edition.pk)
    document.adopt(edition, by=coordinator, at=NOW)
    row = Delivery.objects.get(recipient=recipient)
    document.render(row.rendition_id, at=NOW)
    assert row.links.get().last_on.isoformat() == "2026-03-05"


def test_a_link_opens_nothing_under_another_municipalitys_name(client, delivery):
    arboga = factories.make_municipality("Arboga")
    path = path_in(delivery.mail).replace(delivery.municipality.code, arboga.code)
    assert client.get(path).status_code == 404


def test_somebody_who_asks_too_often_is_told_to_wait_and_may_then_go_on(client, delivery):
    path = path_in(delivery.mail)
    tried = [client.get(f"/utskick/{delivery.municipality.code}/fel{number}") for number in range(30)]
    assert {answer.status_code for answer in tried} == {404}
    assert (client.get(path).status_code, client.post(f"{path}/pdf").status_code) == (429, 429)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert client.get(path).status_code == 200


def test_neither_table_nor_letter_nor_log_keeps_the_key(delivery, mailbox: Mailbox):
    key = path_in(delivery.mail).rpartition("/")[2]
    outbox.send(delivery.mail_id, at=NOW)
    mail = OutgoingMail.objects.get(pk=delivery.mail_id)
    assert (mail.state, mail.body, mail.body_html) == (MailState.SENT, "", "")
    assert key not in str([*DeliveryLink.objects.values(), *EventLog.objects.values()])


def test_a_letter_that_could_not_be_sent_is_erased_and_replaced_by_a_new_link(
    client, coordinator, delivery, mailbox: Mailbox
):
    mailbox.refusals[ADDRESS] = "550 No such user"
    outbox.send(delivery.mail_id, at=NOW)
    failed = OutgoingMail.objects.get(pk=delivery.mail_id)
    assert (failed.state, failed.body) == (MailState.FAILED, "")
    outbox.requeue(failed, at=NOW)
    assert OutgoingMail.objects.get(pk=failed.pk).state == MailState.FAILED
    client.force_login(coordinator)
    assert [edition.is_troubled for edition, *_ in adopted_at_home(client)] == [True]
    client.post(reverse("delivery_link", args=[delivery.pk]))
    [first, second] = delivery.links.order_by("pk")
    assert (first.mail, second.mail.state) == (failed, MailState.QUEUED)
    assert client.get(path_in(second.mail)).status_code == 200
    assert [edition.is_troubled for edition, *_ in adopted_at_home(client)] == [False]
    assert client.get(delivery.edition.get_absolute_url()).content.decode().count("550 No such user") == 0


def test_links_and_what_becomes_of_them_are_never_changed(delivery, coordinator):
    links.revoke(delivery.links.all(), by=coordinator, at=NOW)
    for rows in (DeliveryLink.objects.all(), LinkEvent.objects.all()):
        for change in (lambda: rows.update(municipality=None), rows.delete):  # noqa: B023
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_revoking_twice_is_revoking_once(delivery, coordinator):
    rows = delivery.links.all()
    assert [links.revoke(rows, by=coordinator, at=NOW) for _ in range(2)] == [1, 0]


def test_the_coordinator_sees_fetchings_and_revokes_and_sends_anew(client, coordinator, delivery):
    path, page = path_in(delivery.mail), delivery.edition.get_absolute_url()
    client.force_login(coordinator)
    assert "Inte hämtad än." in client.get(page).content.decode()
    b"".join(client.post(f"{path}/pdf"))
    said = client.get(page).content.decode()
    assert (
        "Hämtad en gång, 3 mar kl. 12.00" in said,
        "Länken gäller till och med 2 april 2026." in said,
    ) == (
        True,
        True,
    )
    client.post(reverse("delivery_revoke", args=[delivery.pk]))
    assert "Länken återkallades 3 mars 2026 kl. 12.00." in client.get(page).content.decode()
    client.post(reverse("delivery_link", args=[delivery.pk]))
    said = client.get(page).content.decode()
    assert ("Länken gäller till och med" in said, "Hämtad en gång" in said) == (True, True)
    revoked = LinkEvent.objects.get(kind=LinkEventKind.REVOKED)
    assert (revoked.by, delivery.links.count()) == (coordinator, 2)


def test_who_gets_no_editions_gets_no_new_link(client, coordinator, recipient, delivery):
    recipient.is_active = False
    recipients.save(recipient, by=coordinator, at=NOW)
    client.force_login(coordinator)
    client.post(reverse("delivery_link", args=[delivery.pk]))
    assert delivery.links.count() == 1


def test_the_dispatch_costs_no_more_for_three_links_than_for_one(
    client, municipality, recipient, edition, coordinator, django_assert_num_queries
):
    for number in range(2):
        factories.make_recipient(municipality, f"vakt{number}@example.com", mode=DeliveryMode.LINK)
    document.adopt(edition, by=coordinator, at=NOW)
    rows = list(Delivery.objects.select_related("recipient"))
    for rendition in edition.renditions.all():
        document.render(rendition.pk, at=NOW)
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            assert len(links.standings(some, at=NOW)) == len(some)


def test_a_private_company_gets_a_link_unless_somebody_decides_otherwise():
    assert [kind for kind, mode in USUAL_MODE.items() if mode == DeliveryMode.LINK] == ["security_company"]
    assert set(USUAL_MODE) == set(RecipientKind)


@pytest.mark.parametrize(
    ("kind", "chosen", "mode", "sentence"),
    [
        (RecipientKind.SECURITY_COMPANY, "usual", "link", 0),
        (RecipientKind.SECURITY_COMPANY, "attachment", "attachment", 1),
        (RecipientKind.POLICE, "usual", "attachment", 1),
        (RecipientKind.YOUTH_COACHES, "link", "link", 0),
    ],
)
def test_a_new_recipient_gets_what_is_usual_for_its_sort_or_what_was_chosen(
    client, coordinator, kind, chosen, mode, sentence
):
    client.force_login(coordinator)
    path = reverse("recipient_create")
    sent = {"name": "Vakten", "kind": kind, "email": ADDRESS, "level": "generalised", "mode": chosen}
    form = client.post(path, sent).context["form"]
    assert (
        form.sentences[1]
        == [
            "Mejlet säger bara vilken period det gäller, och har en länk som slutar gälla och kan återkallas.",
            "PDF:en bifogas mejlet.",
        ][sentence]
    )
    client.post(path, sent | {"seen": form.digest})
    decision = RecipientDecision.objects.get()
    assert (decision.mode, decision.recipient.mode) == (mode, mode)


def test_whoever_ends_a_recipient_reads_that_its_links_end_too(client, coordinator, recipient, delivery):
    client.force_login(coordinator)
    sent = {"name": recipient.name, "kind": recipient.kind, "email": ADDRESS, "level": recipient.level}
    form = client.post(reverse("recipient", args=[recipient.pk]), sent | {"mode": "link"}).context["form"]
    assert form.sentences[:2] == [
        "Mottagaren får inga fler lägesbilder.",
        "Länkar som redan är skickade slutar gälla.",
    ]


def test_a_corrected_edition_says_so_where_it_is_fetched(client, delivery, coordinator):
    path = path_in(delivery.mail)
    correction = document.draft_correction(delivery.edition, note="Fel antal.", at=NOW)
    document.adopt(correction, by=coordinator, at=NOW)
    assert "ersatt av en rättelse" in client.get(path).content.decode()


def test_the_police_get_the_pdf_as_before(municipality, edition, coordinator):
    police = factories.make_recipient(municipality)
    document.adopt(edition, by=coordinator, at=NOW)
    row = Delivery.objects.get(recipient=police)
    document.render(row.rendition_id, at=NOW)
    row.refresh_from_db()
    assert (row.mode, bool(row.mail.attachment), row.links.count()) == ("attachment", True, 0)
