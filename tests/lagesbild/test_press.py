"""What may be printed: our own static files, and nothing that a page could be tricked into fetching or embedding."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from lagesbild.pdf import PrintRefused, render
from lagesbild.press import BASE_URL, static_file

CANARY = b"CANARY-7f3a9c"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>En karta</title>{}</svg>'

# WEB is a server that remembers who called, FILE a file that must not leave the machine.
REFUSED = [
    '<img alt="x" src="FILE">',
    '<img alt="x" src="WEB/a.png">',
    '<img alt="x" src="http://169.254.169.254/latest/meta-data/">',
    '<img alt="x" src="HTTP://169.254.169.254/">',
    '<img alt="x" src="FTP://127.0.0.1/a.png">',
    '<img alt="x" src="gopher://127.0.0.1/">',
    '<img alt="x" src="data:image/svg+xml,<svg/>">',
    '<img alt="x" src="//127.0.0.1/a.png">',
    '<img alt="x" src="../../etc/passwd">',
    '<img alt="x" src="/static/../config/settings.py">',
    '<img alt="x" src="/static/..%2f..%2fmanage.py">',
    '<img alt="x" src="https://static.invalid@127.0.0.1/static/css/print.css">',
    '<img alt="x" src="https://static.invalid.example/static/a.png">',
    '<base href="FOLDER/"><img alt="x" src="secret.png">',
    '<base href="WEB/"><img alt="x" src="a.png">',
    '<link rel="stylesheet" href="WEB/a.css">',
    '<link rel="stylesheet" href="FILE">',
    '<link rel="attachment" href="FILE">',
    '<link rel="attachment" href="WEB/a">',
    '<a rel="attachment" href="FILE">bilaga</a>',
    '<a rel="attachment" href="WEB/a">bilaga</a>',
    '<style>@import "WEB/a.css";</style>',
    '<style>@import url("FILE");</style>',
    '<style>@font-face { font-family: X; src: url("WEB/a.woff2") }</style>',
    '<style>@font-face { font-family: X; src: url("FILE") }</style>',
    '<style>@font-face { font-family: X; src: local("DejaVu Sans") }</style>',
    '<style>@color-profile --x { src: url("FILE") }</style>',
    '<style>body { background: url("WEB/a.png") }</style>',
    '<style>h1::before { content: url("FILE") }</style>',
    '<ul style="list-style-image: url(FILE)"><li>x</li></ul>',
    '<p style="border-image: url(WEB/a.png) 3 / 3px">x</p>',
    '<style>@page { background: url("FILE") }</style>',
    '<style>@import "data:text/css,@import%20%22WEB/a.css%22;";</style>',
    '<object data="FILE">x</object>',
    '<object data="WEB/a.svg" type="image/svg+xml">x</object>',
    '<embed src="FILE">',
    SVG.format('<image href="WEB/a.png" width="9" height="9"/>'),
    SVG.format('<image href="FILE" width="9" height="9"/>'),
    SVG.format('<style>@import "WEB/a.css";</style><rect width="9" height="9"/>'),
]
IGNORED = [
    SVG.format('<use href="WEB/a.svg#a"/>'),
    SVG.format('<rect width="9" height="9" fill="url(WEB/a.svg#a)"/>'),
    SVG.format('<filter id="f"><feImage href="FILE"/></filter><rect width="9" height="9" filter="url(#f)"/>'),
    '<picture><source srcset="WEB/a.png"></picture>',
    '<style>p { list-style: url("WEB/a.png"); content: url("FILE") }</style><p>x</p>',
    '<iframe src="FILE"></iframe>',
    '<iframe src="WEB/a"></iframe>',
    '<video src="WEB/a" poster="WEB/b"></video>',
    '<audio src="WEB/a"></audio>',
    '<input type="image" src="WEB/a">',
    '<script src="WEB/a.js"></script>',
    '<link rel="icon" href="WEB/a.ico">',
    '<meta http-equiv="refresh" content="0;url=WEB/">',
    '<?xml-stylesheet href="WEB/a.css"?>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "FILE">]>&e;',
]


class Web:
    """A web server on this machine that notes every call and answers it with the canary."""

    def __init__(self) -> None:
        calls: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(CANARY)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.calls = calls
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web()
    thread = threading.Thread(target=web.server.serve_forever)
    thread.start()
    yield web
    web.server.shutdown()
    thread.join()
    web.server.server_close()


@pytest.fixture
def page(web: Web, tmp_path: Path):
    """Makes a printable page of a fragment."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(CANARY)

    def of(fragment: str) -> str:
        web.calls.clear()
        fragment = fragment.replace("WEB", web.url).replace("FILE", secret.as_uri())
        fragment = fragment.replace("FOLDER", tmp_path.as_uri())
        return f"<html lang=sv><head><title>Prov</title></head><body><h1>Prov</h1>{fragment}</body></html>"

    return of


def contents(pdf: bytes) -> bytes:
    """All objects and all streams unpacked."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        parts = [each.read_bytes() if isinstance(each, pikepdf.Stream) else b"" for each in opened.objects]
        return b"".join([*parts, *(each.unparse() for each in opened.objects)])


@pytest.mark.parametrize("fragment", REFUSED)
def test_a_page_that_reaches_for_something_is_not_printed_and_nothing_is_fetched(
    fragment: str, page, web: Web
):
    with pytest.raises(PrintRefused):
        render(page(fragment), identifier="x")
    assert web.calls == []


@pytest.mark.parametrize("fragment", IGNORED)
def test_what_is_no_part_of_a_printed_page_is_neither_fetched_nor_embedded(fragment: str, page, web: Web):
    pdf = contents(render(page(fragment), identifier="x"))
    assert (web.calls, CANARY in pdf, b"EmbeddedFile" in pdf) == ([], False, False)


def test_the_canary_would_be_found(web: Web, page):
    with pikepdf.new() as pdf:
        pdf.Root.Canary = pdf.make_stream(CANARY)
        pdf.save(saved := BytesIO())
    assert CANARY in contents(saved.getvalue())


@pytest.mark.parametrize(
    "name",
    ["css/print.css?v=1", "css/print.css#x", "inter/web/Inter-Regular.woff2", "css/../css/print.css"],
)
def test_our_own_style_sheets_and_fonts_are_found(name: str):
    found = static_file(f"{BASE_URL}static/{name}")
    assert found and found.is_file()


@pytest.mark.parametrize(
    "address",
    [
        "css/print.css",
        "/static/css/print.css",
        "file:///static/css/print.css",
        f"{BASE_URL}css/print.css",
        f"{BASE_URL}static/",
        f"{BASE_URL}static/css",
        f"{BASE_URL}static/css/none.css",
        f"{BASE_URL}static/js/../../manage.py",
        f"{BASE_URL}static/%2e%2e/templates/base.html",
        f"{BASE_URL}static/..%2f..%2f..%2f..%2fusr/share/pixmaps/debian-logo.png",
        f"{BASE_URL}static//usr/share/pixmaps/debian-logo.png",
        f"{BASE_URL}static/css/print.css%00.png",
        f"{BASE_URL}static/theme/types.d.ts",
    ],
)
def test_no_other_address_leads_to_a_file(address: str):
    assert static_file(address) is None


def test_collected_files_with_a_hash_in_their_name_are_found(settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    collected = tmp_path / "css" / "print.0a1b2c3d4e5f.css"
    collected.write_text("p { margin: 0 }")
    assert static_file(f"{BASE_URL}static/css/print.0a1b2c3d4e5f.css") == collected
