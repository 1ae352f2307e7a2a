"""Mail leaves the house at least once and never silently, whatever the server on the other side does."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts import outbox
from accounts.models import MailState, OutgoingMail
from tests.factories import NOW, make_municipality
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail() -> OutgoingMail:
    return outbox.enqueue(
        municipality=make_municipality(), to="polis@example.com", subject="Ämne", body="Läs.", at=NOW
    )


def send(mail: OutgoingMail, *, at=NOW) -> OutgoingMail:
    outbox.send(mail.pk, at=at)
    mail.refresh_from_db()
    return mail


def test_an_accepted_message_is_sent_once(mail, mailbox: Mailbox):
    assert send(mail).state == MailState.SENT
    assert outbox.send(mail.pk, at=NOW + timedelta(hours=1)) is False
    assert [message["Message-ID"] for message in mailbox.to("polis@example.com")] == [mail.message_id]


def test_the_pdf_comes_along(mailbox: Mailbox):
    name = default_storage.save("prov/prov.pdf", ContentFile(b"%PDF-1.7 prov"))
    mail = outbox.enqueue(
        municipality=make_municipality(),
        to="polis@example.com",
        subject="Ämne",
        body="Läs.",
        body_html="<p>Läs.</p>",
        at=NOW,
        attachment=name,
        attachment_name="Lagesbild.pdf",
    )
    send(mail)
    [attachment] = mailbox.messages[0].iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("Lagesbild.pdf", b"%PDF-1.7 prov")


@pytest.mark.parametrize("answer", ["421 Closing", "450 Busy", "451 Local error", "452 Full"])
def test_a_passing_refusal_is_tried_again_after_a_minute(mail, mailbox: Mailbox, answer: str):
    mailbox.refusals["polis@example.com"] = answer
    refused = send(mail)
    assert (refused.state, refused.due_at, refused.attempts) == (
        MailState.QUEUED,
        NOW + timedelta(minutes=1),
        1,
    )
    assert refused.answer[:3] == answer[:3]
    mailbox.refusals.clear()
    assert send(mail, at=NOW + timedelta(seconds=59)).state == MailState.QUEUED
    assert send(mail, at=NOW + timedelta(minutes=1)).state == MailState.SENT


def test_attempts_grow_further_apart(mail, mailbox: Mailbox):
    mailbox.refusals["polis@example.com"] = "450 Busy"
    at, waits = NOW, []
    for _ in range(7):
        due_at = send(mail, at=at).due_at
        waits.append((due_at - at) // timedelta(minutes=1))
        at = due_at
    assert waits == [1, 5, 15, 30, 60, 60, 60]


def test_after_a_day_of_refusals_it_is_given_up(mail, mailbox: Mailbox):
    mailbox.refusals["polis@example.com"] = "450 Busy"
    assert send(mail, at=NOW + timedelta(hours=24)).state == MailState.FAILED


@pytest.mark.parametrize("answer", ["550 No such user", "552 Too large", "554 Refused"])
def test_a_final_refusal_is_final_and_shown(mail, mailbox: Mailbox, answer: str):
    mailbox.refusals["polis@example.com"] = answer
    refused = send(mail)
    assert (refused.state, refused.answer) == (MailState.FAILED, answer)


def test_a_failed_message_can_be_sent_again_by_hand(mail, mailbox: Mailbox):
    mailbox.refusals["polis@example.com"] = "550 No such user"
    send(mail)
    mailbox.refusals.clear()
    outbox.requeue(mail, at=NOW)
    assert send(mail).state == MailState.SENT
    assert [message["Message-ID"] for message in mailbox.messages] == [mail.message_id]


def test_a_server_that_is_down_is_tried_again(mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    unreachable = send(mail)
    assert (unreachable.state, unreachable.maybe_twice) == (MailState.QUEUED, False)


def test_what_a_dead_process_left_in_flight_is_sent_with_a_warning(mail, mailbox: Mailbox):
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.IN_FLIGHT, in_flight_at=NOW, attempts=1)
    assert send(mail, at=NOW + timedelta(minutes=4)).state == MailState.IN_FLIGHT
    late = send(mail, at=NOW + timedelta(minutes=6))
    assert (late.state, late.maybe_twice) == (MailState.SENT, True)


def test_one_bad_address_does_not_hold_up_the_others(mailbox: Mailbox):
    municipality = make_municipality()
    mailbox.refusals["fel@example.com"] = "550 No such user"
    mails = [
        outbox.enqueue(municipality=municipality, to=to, subject="Ämne", body="Läs.", at=NOW)
        for to in ("fel@example.com", "vaktare@example.com", "polis@example.com")
    ]
    assert [send(mail).state for mail in mails] == [MailState.FAILED, MailState.SENT, MailState.SENT]


def test_a_server_without_tls_gets_nothing_where_tls_is_required(mail, mailbox: Mailbox, settings):
    settings.EMAIL_USE_TLS = True
    unsent = send(mail)
    assert (unsent.state, unsent.answer.partition(":")[0]) == (MailState.QUEUED, "SMTPNotSupportedError")
    assert mailbox.messages == []


def test_no_word_of_a_subject_becomes_a_header_of_its_own(mailbox: Mailbox):
    words = "Vandring\r\nBcc: alla@example.com\n i parken"
    town = make_municipality()
    send(outbox.enqueue(municipality=town, to="polis@example.com", subject=words, body="Läs.", at=NOW))
    [message] = mailbox.messages
    assert (message["Subject"], message["Bcc"]) == ("Vandring Bcc: alla@example.com i parken", None)


def test_a_pdf_that_is_not_the_one_that_was_made_is_not_sent(mailbox: Mailbox):
    made = b"%PDF-1.7 prov"
    name = default_storage.save("prov/prov.pdf", ContentFile(made))
    words = {"to": "polis@example.com", "subject": "Ämne", "body": "Läs.", "at": NOW, "attachment": name}
    words |= {"attachment_name": "prov.pdf", "attachment_sha256": hashlib.sha256(made).hexdigest()}
    town = make_municipality()
    assert send(outbox.enqueue(municipality=town, **words)).state == MailState.SENT
    with default_storage.open(name, "wb") as file:
        file.write(b"%PDF-1.7 annan")
    assert send(outbox.enqueue(municipality=town, **words)).state == MailState.FAILED
    assert len(mailbox.messages) == 1
