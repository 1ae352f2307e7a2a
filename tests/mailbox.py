"""A mail server for the tests: real SMTP on the address in the settings, which can be told to refuse."""

import email
import email.policy
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as current
from pytest_django import Settings


@dataclass
class Mailbox:
    """What has arrived, in order, and whom to turn away."""

    messages: list[EmailMessage] = field(default_factory=list)
    #: Address → the server's answer, as "550 No such user" or "451 Try again later".
    refusals: dict[str, str] = field(default_factory=dict)

    def to(self, address: str) -> list[EmailMessage]:
        """Messages the envelope addressed to that recipient."""
        return [message for message in self.messages if message["X-Envelope-To"] == address]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Receive mail over SMTP, from this process as from others."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    controller = Controller(box, hostname=current.EMAIL_HOST, port=current.EMAIL_PORT)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
