"""Signing in by SAML, with a provider on this machine. Needs the extra `saml`, and is passed over without it.

pip install python3-saml==1.16.0 xmlsec==1.3.17 lxml==6.1.3
SAML=True pytest tests/accounts/test_saml.py
"""

import base64
import threading
import uuid
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_municipality, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not settings.SAML, reason="SAML is an extra and is not installed here"),
]
DOMAIN = "koping.example"
ENTITY = "https://idp.koping.example/metadata"
OURS = f"http://localhost/konto/saml/{DOMAIN}"
NAMES = (
    'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" '
    'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Provider:
    """A key, its certificate, and what is signed with it."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        certificate = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(
            now + timedelta(days=9)
        )
        self.certificate = certificate.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        self.key = key.private_bytes(serialization.Encoding.PEM, pkcs8, plain)

    def metadata(self) -> bytes:
        body = b"".join(self.certificate.splitlines()[1:-1]).decode()
        return (
            f'<md:EntityDescriptor {NAMES} entityID="{ENTITY}"><md:IDPSSODescriptor '
            'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">'
            f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            '</md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
            'Location="https://idp.koping.example/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        ).encode()

    def answer(self, asked: str, email: str, *, signed: bool = True) -> str:
        """The form field that the browser brings back."""
        from onelogin.saml2.utils import OneLogin_Saml2_Utils

        now = datetime.now(UTC)
        soon, before = _stamp(now + timedelta(minutes=5)), _stamp(now - timedelta(minutes=1))
        assertion = (
            f'<saml:Assertion {NAMES} ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{_stamp(now)}">'
            f"<saml:Issuer>{ENTITY}</saml:Issuer><saml:Subject>"
            '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">7f2c</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData '
            f'InResponseTo="{asked}" NotOnOrAfter="{soon}" Recipient="{OURS}/acs/"/></saml:SubjectConfirmation>'
            f'</saml:Subject><saml:Conditions NotBefore="{before}" NotOnOrAfter="{soon}"><saml:AudienceRestriction>'
            f"<saml:Audience>{OURS}/metadata/</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{_stamp(now)}" SessionIndex="1"><saml:AuthnContext>'
            "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>"
            "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute "
            'Name="urn:oid:0.9.2342.19200300.100.1.3"><saml:AttributeValue>'
            f"{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"
        )
        if signed:
            made = OneLogin_Saml2_Utils.add_sign(assertion, self.key.decode(), self.certificate.decode())
            assertion = made.decode() if isinstance(made, bytes) else made
        response = (
            f'<samlp:Response {NAMES} ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{_stamp(now)}" '
            f'Destination="{OURS}/acs/" InResponseTo="{asked}"><saml:Issuer>{ENTITY}</saml:Issuer><samlp:Status>'
            '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{assertion}</samlp:Response>"
        )
        return base64.b64encode(response.encode()).decode()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Its metadata is fetched over HTTP, and the municipality uses it."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(made.metadata())

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    cache.clear()
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        make_municipality("Köping", code="1983")
        where = f"http://127.0.0.1:{server.server_port}"
        call_command(
            "single_sign_on", DOMAIN, municipality="1983", server_url=where, client_id=ENTITY, saml=True
        )
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def user(provider: Provider) -> User:
    user = make_user(Role.COORDINATOR, make_municipality("Arboga"))
    User.objects.filter(pk=user.pk).update(email=f"samordnare@{DOMAIN}")
    return User.objects.get(pk=user.pk)


def go(client: Client, provider: Provider, email: str, **how: bool) -> Any:
    """To the provider and back, as a browser does. The last answer."""
    sent = urlsplit(client.get(f"/konto/saml/{DOMAIN}/login/?next=/granskning").headers["Location"])
    request = zlib.decompress(base64.b64decode(parse_qs(sent.query)["SAMLRequest"][0]), -15).decode()
    asked = request.partition('ID="')[2].partition('"')[0]
    answer = {"SAMLResponse": provider.answer(asked, email, **how), "RelayState": ""}
    return client.get(client.post(f"/konto/saml/{DOMAIN}/acs/", answer).headers["Location"])


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def test_an_invited_person_is_let_in_to_where_they_were_going(browser, provider, user):
    assert go(browser, provider, user.email).headers["Location"] == "/granskning"
    assert browser.get("/granskning").status_code == 200


def test_what_nobody_has_signed_opens_nothing(browser, provider, user):
    assert go(browser, provider, user.email, signed=False).headers["Location"] == "/konto/logga-in"
    assert browser.get("/granskning").status_code == 302


def test_no_account_outside_the_domain_is_opened(browser, provider):
    other = make_user(Role.ADMINISTRATOR, make_municipality("Arboga"))
    assert go(browser, provider, other.email).headers["Location"] == "/konto/logga-in"
    assert browser.get("/").status_code == 302


def test_the_front_door_shows_the_way_and_the_metadata_is_there(browser, provider):
    assert f'href="/konto/saml/{DOMAIN}/login/' in browser.get("/konto/logga-in").content.decode()
    assert OURS in browser.get(f"/konto/saml/{DOMAIN}/metadata/").content.decode()
