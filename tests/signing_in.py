"""Who has signed in, and how far: for tests of anything, wholly; for tests of signing in, step by step.

`client.force_login(user)` stands for somebody who has taken every step there is. What allauth would have noted of it is
noted in the session, so that nothing of what guards the pages is left out.
"""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from playwright.sync_api import Page

from accounts.models import User

#: A Tuesday on which sessions begin.
MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
PASSWORD = "ett-ganska-langt-losenord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@receiver(user_logged_in)
def take_every_step(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A request without a path is `force_login`'s own."""
    if not request.path:
        record_authentication(request, user, method="mfa", type="totp")


def sign_in(client: Client, user: User, password: str = PASSWORD, **headers: str) -> Any:
    """Send the form of the front door."""
    return client.post("/konto/logga-in", {"login": user.email, "password": password}, **headers)


def give_app(user: User, secret: str = SECRET) -> Authenticator:
    """Let the person have an app and recovery codes."""
    RecoveryCodes.activate(user)
    return TOTP.activate(user, secret).instance


def recovery_code(email: str) -> str:
    """One that has not been used; unlike an app's code it can be had twice in half a minute."""
    codes = Authenticator.objects.get(user__email=email, type="recovery_codes")
    return str(codes.wrap().get_unused_codes()[0])


def take_second_step(page: Page, email: str) -> None:
    """In a browser, after the password; nothing where that was enough."""
    page.wait_for_url(re.compile(r"^[^?]*/(konto/logga-in/kod)?$"))
    if page.url.endswith("/kod"):
        page.get_by_label("Engångskod").fill(recovery_code(email))
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(re.compile(r"^[^?]*\d/$"))


def give_passkey(user: User, name: str = "Jobbtelefonen") -> Authenticator:
    """Let the person have a passkey that no device holds: enough for pages, not for signing in."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), user.pk.to_bytes(16), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, held)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key_id = websafe_encode(held.credential_id)
    credential = {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}
    return WebAuthn.add(user, name, credential).instance


def code_now(secret: str = SECRET, *, later: int = 0) -> str:
    """What the app shows, or will show some periods of thirty seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def later() -> Callable[..., AbstractContextManager[Any]]:
    """Let it be so long after MORNING: `with later(minutes=16): …`."""
    return lambda **since: time_machine.travel(MORNING + timedelta(**since), tick=False)
