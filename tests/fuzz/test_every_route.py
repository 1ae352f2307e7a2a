"""Nothing that a client can send to any address breaks the site: over 10,000 requests, at least 50 to each route.

The routes are read from the resolver and their forms from the site's own pages, so a new page is here without being
listed. Whoever may enter sends most of it, with a sound token and a form that was sound before it was tampered with;
everybody else, strangers too, knocks as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.roles import Role
from tests.factories import NOW
from tests.fuzz.nonsense import CURSED, FORM, Pairs, encoded, examples, received, tampered
from tests.fuzz.routes import ROUTES, Form, Site, address, parameters
from tests.world import World

pytestmark = pytest.mark.long

EACH = 65
TOKEN = "q" * 32
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get")
BOUNDARY = "gräns".encode().hex()
#: Bodies that are nobody's form.
JUNK = (
    *(b"", b"\x00" * 300, b"\xff\xfe=\xff", b"=", b"&" * 3000, b"a=1&" * 1100, b"text=" + b"a" * 200_000),
    *(b"%", b"%zz=%u0041&%00=%ff", b'{"a": ' * 3000, b"[" * 20_000, b'{"text": "\\ud800", "text": NaN}', b"null"),
    b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: form-data; name=text",
    b"--" + BOUNDARY.encode() + b'--\r\n\r\nContent-Disposition: form-data; name="\x00"; filename="../../x"\r\n\r\nx',
    b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
)  # fmt: skip
SORTS = (
    *(FORM, f"multipart/form-data; boundary={BOUNDARY}", "application/json", "text/plain", "", "multipart/form-data"),
    *("multipart/form-data; boundary=" + "x" * 300, f"{FORM}; charset=utf-16", f"{FORM}; charset=nonsense", ";"),
    *("a/b/c", "text/xml; charset=utf-8", "image/svg+xml", "multipart/mixed; boundary=å", f"{FORM};;;"),
)  # fmt: skip
FILES = (
    *(
        b"",
        b"GIF89a",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"PK\x03\x04",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ),
    *(b"\x1f\x8b" + b"\x00" * 50, b"Region;2026\n\x00;1\n", b"\xef\xbb\xbfRegion;Brott\n", b"x" * 100_000),
)
DATES = (
    "Mon, 99 Foo 2026 25:61:61 GMT",
    "0",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Mon, 02 Mar 9999 00:00:00 GMT",
    "\xff",
)
#: What may be said in the head of a request, truly or not.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "ACCEPT_LANGUAGE": ("en", "sv;q=9", "*-", ",,,;q=", "x" * 5000, "en-GB;q=0.8,sv;q=nan", "zh-hant,\xff"),
    "HX_REQUEST": ("true", "false", "\xff"),
    "HX_TARGET": ("rapport", "'\"><script>", "å" * 500),
    "HX_TRIGGER": ("x", "{", "[" * 999),
    "HX_CURRENT_URL": ("http://[", "/%00", "http://testserver/granskning?sida=²", "javascript:alert(1)"),
    "HX_CURRENT_URL_URI_AUTOENCODED": ("true",),
    "HX_HISTORY_RESTORE_REQUEST": ("true",),
    "X_FORWARDED_FOR": ("203.0.113.9", "::1, x", ", ,", "9" * 3000, "\xff", "1.2.3.4\x00"),
    "X_FORWARDED_PROTO": ("https", "gopher"),
    "X_FORWARDED_HOST": ("elsewhere.example", "\xff"),
    "HOST": ("elsewhere.example", "testserver:99999999", "[", "x" * 300),
    "ORIGIN": ("null", "http://[", "http://elsewhere.example"),
    "REFERER": ("http://[", "http://testserver/", "\xff"),
    "COOKIE": (
        "messages=[[",
        f"{settings.LANGUAGE_COOKIE_NAME}=../en",
        "a",
        "=;=;",
        "samlad=x",
        "x=" + "y" * 9000,
    ),
    "ACCEPT": ("application/xml", "*/*;q=x", "text/html;level=", "image/svg+xml"),
    "IF_NONE_MATCH": ("*", '"', 'W/"x", ,'),
    "IF_MODIFIED_SINCE": DATES,
    "RANGE": ("bytes=0-", "bytes=9-1", "bytes=-99999999999999999999", "rader=1"),
    "USER_AGENT": ("", "\x00", "y" * 9000),
    "CONTENT_LENGTH": ("-1", "0", "7", "9" * 30, "a", ""),
    "TRANSFER_ENCODING": ("chunked",),
    "CONTENT_ENCODING": ("gzip",),
}


#: Hypothesis is fond of zero, so chances are said as what is picked from.
rarely = st.sampled_from([False] * 11 + [True])
sometimes = st.sampled_from([False] * 2 + [True])


@dataclass
class Message:
    """A request as it goes over the wire."""

    method: str
    path: str
    body: bytes = b""
    sort: str = ""
    head: dict[str, str] = field(default_factory=dict)
    has_token: bool = True


@pytest.fixture(autouse=True)
def _hashing_takes_no_time(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def _a_week_later(tuesday_noon: None) -> Iterator[None]:
    """When the world's edition is open to all."""
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        yield


@pytest.fixture(scope="module")
def site(world: World) -> Site:
    return Site(world)


def multipart(pairs: Pairs, files: Pairs) -> bytes:
    """As a browser sends files; names and contents go as they are."""
    parts = []
    for name, value in [*pairs, *files]:
        raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        named = f'form-data; name="{received(name)}"' + (
            '; filename="a.jpg"' if (name, value) in files else ""
        )
        parts.append(f"--{BOUNDARY}\r\nContent-Disposition: {named}\r\n\r\n".encode("utf-8", "replace") + raw)
    return b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


@st.composite
def paths(draw: st.DrawFn, site: Site, name: str, by: Role | None) -> str:
    """Mostly an address that leads somewhere."""
    if not parameters(name) or not draw(rarely):
        return draw(st.sampled_from([urlsplit(path).path for path in site.paths(name, by)]))
    texts = st.sampled_from(CURSED) | st.integers().map(str) | st.text(max_size=9)
    return address(name, {key: received(draw(texts)) for key in parameters(name)})


@st.composite
def bodies(draw: st.DrawFn, form: Form, names: list[str]) -> tuple[bytes, str]:
    """A form tampered with, as one kind of body or another, or something else altogether; and what it is said to be."""
    kind = draw(st.sampled_from(["form"] * 5 + ["multipart", "multipart", "mislabelled", "junk"]))
    if kind == "junk":
        return draw(st.sampled_from(JUNK) | st.binary(max_size=99)), draw(st.sampled_from(SORTS))
    pairs = draw(tampered(form.sound or [("text", "x")], names))
    if kind == "form":
        return encoded(pairs).encode(), FORM
    files: Pairs = [(file, draw(st.sampled_from(FILES) | st.binary(max_size=99))) for file in form.files]
    body = multipart(pairs, files)
    return body, draw(st.sampled_from(SORTS)) if kind == "mislabelled" else SORTS[1]


@st.composite
def messages(draw: st.DrawFn, site: Site, name: str, by: Role | None) -> Message:
    """Something of theirs for the route: a question, a form, or what nobody expects."""
    forms = site.forms.get(name, [])
    asked = [form for form in forms if form.method == "GET"]
    sent = [form for form in forms if form.method == "POST"]
    usual = ["GET"] * (1 + 2 * bool(asked)) + ["POST"] * (1 + 3 * bool(sent))
    method = draw(st.sampled_from(METHODS if draw(rarely) else usual))
    path = draw(paths(site, name, by))
    names = sorted({key for form in forms for key in form.pairs} | {"next", "sida", "q", "sprak", "format"})
    if draw(sometimes) or (method == "GET" and asked):
        question = draw(st.sampled_from(asked)).sound if asked else []
        path += "?" + encoded(draw(tampered(question, names)))
    body, sort = b"", ""
    if method == "POST" or (method in METHODS and draw(sometimes)):
        body, sort = draw(bodies(draw(st.sampled_from(sent)) if sent else Form("POST", path), names))
    said = (
        draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=4, unique=True)) if draw(sometimes) else []
    )
    head = {header: draw(st.sampled_from(HEADERS[header])) for header in said}
    return Message(method, path, body, sort, head, has_token=not draw(rarely))


def answer(client: Client, message: Message) -> Any:
    """Send it, read the whole answer, and keep nothing of what it did; an exception in the site is raised here."""
    kept = dict(client.cookies)
    head = {
        key if key.startswith("CONTENT_L") else f"HTTP_{key}": value for key, value in message.head.items()
    }
    if message.has_token:
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        head["HTTP_X_CSRFTOKEN"] = TOKEN
    if "HTTP_COOKIE" in head:
        sound = [f"{cookie.key}={cookie.coded_value}" for cookie in client.cookies.values()]
        head["HTTP_COOKIE"] = "; ".join([*sound, head["HTTP_COOKIE"]])
    client.handler.enforce_csrf_checks = True
    caches["process"].clear()  # or the later ones would only be asked to wait
    try:
        with transaction.atomic():
            # A server hands over what has come, however long the client said that it would be.
            response: Any = client.generic(
                message.method,
                message.path,
                message.body,
                content_type=message.sort,
                **{"wsgi.input": BytesIO(message.body), **head},
            )
            b"".join(response)
            transaction.set_rollback(True)
    finally:
        client.cookies.clear()
        client.cookies.update(kept)
    return response


def breaks_nothing(response: Any) -> None:
    """Any answer will do but a fault, and one that sends the browser to somebody else."""
    assert response.status_code < 500
    leads_to = response.get("Location", "/").replace("\\", "/")  # as browsers read it
    assert urlsplit(urljoin("http://testserver/a/b", leads_to))[:2] == ("http", "testserver"), leads_to


def gets_in(response: Any) -> bool:
    """Past sign-in and token: neither led to the door, nor refused, nor told that nothing is there."""
    return response.status_code not in (403, 404) and "/logga-in?next" not in response.get("Location", "")


def test_over_ten_thousand_requests_are_made():
    assert EACH >= 50 and EACH * len(ROUTES) > 10_000


def test_every_route_is_found_by_its_name():
    assert {resolve(path).url_name for path in ("/", "/livez", "/konto/logga-in", "/sok")} <= set(ROUTES)


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_answers_whatever_it_is_sent(site, name):
    insiders = site.insiders(name)
    sent: list[bool] = []

    @examples(EACH)
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(insiders))
        response = answer(site.clients[by], data.draw(messages(site, name, by)))
        breaks_nothing(response)
        sent.append(gets_in(response))

    holds()
    assert len(sent) >= EACH
    assert sum(sent) > EACH / 2, f"{sum(sent)} of {len(sent)} got in"
    for client in site.clients.values():
        breaks_nothing(answer(client, Message("POST", site.paths(name, insiders[0])[0], b"text=%00", FORM)))


@pytest.mark.parametrize("name", ROUTES)
def test_each_part_of_a_question_may_be_cursed(site, name):
    names, by = site.questions(name), site.insiders(name)[0]
    for curse in CURSED if names else ():
        message = Message("GET", f"{site.paths(name, by)[0]}?{encoded([(each, curse) for each in names])}")
        breaks_nothing(answer(site.clients[by], message))
