"""The one door for mail: put a message in the outbox, send what is due, try again when the server says so.

At least once, never silently: a message is `in_flight` in the database before the server is spoken to, `sent` only
after it answered 250, and a repeat carries the same Message-ID. 4xx and broken connections are tried again for 24
hours, 5xx is final. One message has one recipient, so a bad address holds up nobody.
"""

import hashlib
import logging
import smtplib
import uuid
from datetime import datetime, timedelta
from unicodedata import category
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import MailState, Municipality, OutgoingMail

#: Minutes until the next attempt; the last one repeats until `GIVE_UP` has passed.
BACK_OFF = (1, 5, 15, 30, 60)
GIVE_UP = timedelta(hours=24)
#: Control signs, invisible ones, halves of a sign, line and paragraph breaks.
CONTROLS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: An in-flight message older than this was left behind by a process that died.
STUCK = timedelta(minutes=5)

logger = logging.getLogger(__name__)


class Altered(Exception):
    """The file in the storage is not the one that was to be sent."""


def enqueue(
    *,
    municipality: Municipality,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    body_html: str = "",
    attachment: str = "",
    attachment_name: str = "",
    attachment_sha256: str = "",
    is_secret: bool = False,
) -> OutgoingMail:
    """Put a message in the outbox, in the caller's transaction. `attachment` is a name in the default storage.

    With its checksum the attachment is sent only as long as it is the file that was made.
    What is secret, since it holds a key to something, is kept no longer than it takes to send it.
    """
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    return OutgoingMail.objects.create(
        municipality=municipality,
        to=to,
        subject=one_line(subject),
        body=body,
        body_html=body_html,
        attachment=attachment,
        attachment_name=one_line(attachment_name),
        attachment_sha256=attachment_sha256,
        is_secret=is_secret,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
        created_at=at,
        due_at=at,
    )


def one_line(text: str) -> str:
    """The text as a header may hold it: without line breaks and other controls, which could begin another header."""
    return " ".join("".join(" " if category(sign) in CONTROLS else sign for sign in text).split())


def requeue(mail: OutgoingMail, *, at: datetime) -> None:
    """Send a failed message again by hand: a fresh day of attempts, the same Message-ID. Not a secret or purged one."""
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED, is_secret=False, erased_at=None).update(
        state=MailState.QUEUED, attempts=0, created_at=at, due_at=at, finished_at=None
    )


def due(*, at: datetime) -> QuerySet[OutgoingMail]:
    """Messages to send now: queued and due, or left in flight by a process that died."""
    waiting = Q(state=MailState.QUEUED, due_at__lte=at)
    stuck = Q(state=MailState.IN_FLIGHT, in_flight_at__lt=at - STUCK)
    return OutgoingMail.objects.filter(waiting | stuck).order_by("due_at", "pk")


def send(pk: int, *, at: datetime) -> bool:
    """Send one message if nobody else does; whether this call spoke to the mail server."""
    mail = _claim(pk, at=at)
    if mail is None:
        return False
    try:
        with get_connection() as connection:
            connection.send_messages([_message(mail)])
    except Altered as altered:
        _finish(mail, MailState.FAILED, str(altered), at=at)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _refused(mail, code, words, at=at)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        _later(mail, f"{type(error).__name__}: {error}", at=at)  # our set-up is wrong, not the address
    except smtplib.SMTPResponseException as answer:
        _refused(mail, answer.smtp_code, answer.smtp_error, at=at)
    except (
        OSError
    ) as error:  # includes smtplib.SMTPException: connection refused, dropped, timed out, bad certificate
        _later(
            mail,
            f"{type(error).__name__}: {error}",
            at=at,
            maybe_twice=_text_was_sent(error),
        )
    else:
        _finish(mail, MailState.SENT, "250", at=at)
    return True


def _claim(pk: int, *, at: datetime) -> OutgoingMail | None:
    with transaction.atomic():
        mail = due(at=at).filter(pk=pk).select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        mail.maybe_twice = mail.maybe_twice or mail.state == MailState.IN_FLIGHT
        mail.state = MailState.IN_FLIGHT
        mail.in_flight_at = at
        mail.attempts += 1
        mail.save(update_fields=["state", "in_flight_at", "attempts", "maybe_twice"])
    return mail


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.body_html:
        message.attach_alternative(mail.body_html, "text/html")
    if mail.attachment:
        message.attach(mail.attachment_name, _attached(mail), "application/pdf")
    return message


def _attached(mail: OutgoingMail) -> bytes:
    with default_storage.open(mail.attachment) as file:
        document: bytes = file.read()
    if mail.attachment_sha256 not in ("", hashlib.sha256(document).hexdigest()):
        logger.error("%s is not the file that was made; %s is not sent", mail.attachment, mail)
        raise Altered("the attachment is not the file that was made")
    return document


def _text_was_sent(error: OSError) -> bool:
    return isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError)


def _refused(mail: OutgoingMail, code: int, words: bytes | str, *, at: datetime) -> None:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    if 400 <= code < 500:
        _later(mail, f"{code} {text}", at=at)
    else:
        _finish(mail, MailState.FAILED, f"{code} {text}", at=at)


def _later(mail: OutgoingMail, answer: str, *, at: datetime, maybe_twice: bool = False) -> None:
    if at - mail.created_at >= GIVE_UP:
        _finish(mail, MailState.FAILED, answer, at=at)
        return
    mail.state = MailState.QUEUED
    mail.due_at = at + timedelta(minutes=BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1])
    mail.answer = answer[:300]
    mail.maybe_twice = mail.maybe_twice or maybe_twice
    mail.save(update_fields=["state", "due_at", "answer", "maybe_twice"])


def _finish(mail: OutgoingMail, state: MailState, answer: str, *, at: datetime) -> None:
    mail.state = state
    mail.answer = answer[:300]
    mail.finished_at = at
    if mail.is_secret:
        mail.body = mail.body_html = ""
    mail.save(update_fields=["state", "answer", "finished_at", "body", "body_html"])
