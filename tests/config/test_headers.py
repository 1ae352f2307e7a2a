"""What each answer tells the browser, as the real web server with production's settings gives it, on every address."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from config.front_door import PERMISSIONS
from tests.factories import make_municipality, make_user
from tests.processes import Live
from tests.test_access import ROWS
from tests.world import World

PASSWORD = "ett-langt-losenord-2026"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
#: On every answer of the application's.
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
#: What may be kept, and by whom; nobody keeps anything else.
KEPT = {
    **dict.fromkeys(("public", "public_edition", "public_pdf"), "public, max-age=300"),
    **dict.fromkeys(("robots_txt", "security_txt"), "public, max-age=86400"),
    **dict.fromkeys(
        ("explore", "explore_picture", "explore_heat", "explore_table", "photo"), "private, no-cache"
    ),
    **dict.fromkeys(("explore_year", "explore_three_ways", "explore_repeats"), "private, no-cache"),
    **dict.fromkeys(
        ("edition_pdf", "strategic_edition_pdf", "paper_pdf", "purge_record_pdf"), "private, no-cache"
    ),
    "map_layers": "private, max-age=3600",
}
NOBODYS = "private, no-store"
#: What allauth says besides.
NEVER_CACHED = {"max-age=0", "no-cache", "must-revalidate"}


def policy(header: str) -> dict[str, str]:
    """A content security policy, by directive."""
    return {
        name: rest
        for name, _space, rest in (part.strip().partition(" ") for part in header.split(";"))
        if name
    }


@dataclass
class Browser:
    """Speaks to the web server as the proxy does, and keeps the cookies it is given."""

    port: int
    cookies: dict[str, str]
    given: list[str]

    def ask(
        self, path: str, form: Mapping[str, str] | None = None, scheme: str = "https"
    ) -> http.client.HTTPResponse:
        """One request; redirects are not followed."""
        head = {"Host": "samlad.example", "X-Forwarded-Proto": scheme, "Referer": "https://samlad.example/"}
        head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            head["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET" if form is None else "POST", path, body, head)
        answer = connection.getresponse()
        self.read = answer.read().decode(errors="replace")
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.given.append(cookie)
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


@pytest.fixture
def browser(live: Live) -> Browser:
    live.start("web", SITE_URL="https://samlad.example", ALLOWED_HOSTS="samlad.example")
    return Browser(urlsplit(live.url).port or 0, {}, [])


def test_production_signs_in_with_host_cookies_and_says_all_it_should(browser: Browser):
    user = make_user(Role.REPORTER, make_municipality(), password=PASSWORD)
    door = browser.ask("/konto/logga-in")
    assert {name: door.headers[name] for name in ALWAYS} == ALWAYS
    assert policy(door.headers["Content-Security-Policy"]) == POLICY
    token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', browser.read)[0]
    form = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.ask("/konto/logga-in", form).status == 302
    home = browser.ask("/")
    assert (home.status, home.headers["Cache-Control"]) == (200, "private, no-store")
    for cookie in browser.given:
        parts = {part.strip() for part in cookie.split(";")}
        assert cookie.startswith("__Host-") and {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts, (
            cookie
        )
        assert "Domain" not in cookie


def test_whoever_comes_without_tls_is_sent_to_it(browser: Browser):
    answer = browser.ask("/konto/logga-in", scheme="http")
    assert (answer.status, answer.headers["Location"]) == (301, "https://samlad.example/konto/logga-in")
    other = browser.ask("//elsewhere.example/x", scheme="http")
    assert urlsplit(other.headers["Location"]).netloc == "samlad.example"


def test_files_of_ours_cannot_be_used_by_another_site(browser: Browser):
    answer = browser.ask("/static/css/app.css")
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, None)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_is_kept_by_the_browser_or_found_by_a_search_engine_unless_it_is_meant_to_be(world: World):
    clients: dict[Role | None, Client] = {None: Client()}
    for role, user in world.cast.items():
        clients[role] = Client()
        clients[role].force_login(user)
    found = {}
    for row in ROWS:
        if "GET" in row.methods:
            openers = sorted(role for role in row.openers if role)
            answer = clients[openers[-1] if openers else None].get(world.path(row.key))
            b"".join(answer)
            kept = set(re.split(", *", answer["Cache-Control"]))
            expected = KEPT.get(row.name, NOBODYS) if answer.status_code == 200 else NOBODYS
            assert kept - (NEVER_CACHED if "no-store" in kept else set()) == set(expected.split(", ")), (
                row.key
            )
            assert ("X-Robots-Tag" in answer) is ("public" not in kept), row.key
            found[row.key] = answer["Permissions-Policy"], answer["Cross-Origin-Resource-Policy"]
    assert set(found.values()) == {(PERMISSIONS, "same-origin")}


def test_a_page_of_no_address_is_kept_by_nobody(client: Client):
    assert client.get("/finns/inte")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_signing_out_has_the_browser_forget_what_it_kept(client: Client):
    client.force_login(make_user(Role.REPORTER, make_municipality()))
    assert client.post("/konto/logga-ut")["Clear-Site-Data"] == '"cache"'


@pytest.mark.django_db
def test_a_request_larger_than_any_form_is_refused_unread(client: Client):
    for length in (str(settings.LARGEST_REQUEST + 1), "9" * 5000):
        answer = client.post("/konto/logga-in", b"", content_type="text/plain", CONTENT_LENGTH=length)
        assert (answer.status_code, "Det är för stort" in answer.content.decode()) == (413, True)
    assert (
        client.post("/konto/logga-in", b"x", content_type="text/plain", CONTENT_LENGTH="a").status_code == 400
    )
    assert client.post("/konto/logga-in", b"x", content_type="text/plain").status_code == 200


@pytest.mark.django_db
def test_a_hole_in_the_security_can_be_reported(client: Client, settings):
    settings.CONTACT_EMAIL, settings.SITE_URL = "", "https://samlad.example"
    settings.DEFAULT_FROM_EMAIL = "Samlad <samlad@example.com>"
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert lines["Contact"] == "mailto:samlad@example.com"
    assert lines["Canonical"] == "https://samlad.example/.well-known/security.txt"
    ahead = datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert timedelta(days=100) < ahead < timedelta(days=365)
    settings.CONTACT_EMAIL = "drift@example.com"
    assert "mailto:drift@example.com" in client.get("/.well-known/security.txt").content.decode()


@pytest.mark.django_db
def test_robots_are_shown_what_is_published_and_nothing_else(client: Client):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /oppet/",
        "Disallow: /",
    ]
