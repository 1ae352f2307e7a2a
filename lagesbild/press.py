"""The printing press: everything that touches WeasyPrint. Imported by `pdf.render` alone.

WeasyPrint by itself would fetch any address it is shown, print on with what it could get, and name one standard only.
Here it gets nothing but our own static files, tells all it complained of, and names both standards it fulfils.
"""

import logging
import mimetypes
import threading
import unicodedata
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from fontTools.ttLib import TTFont, woff2
from weasyprint import HTML, Document
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from lagesbild.accessibility import faults_in

# Relative addresses need something to be relative to; a reserved name that no resolver knows (RFC 2606).
BASE_URL = "https://static.invalid/"
PRINTABLE = {".css", ".png", ".svg", ".woff2"}
FONT = "inter/web/Inter-Regular.woff2"
NO_GLYPH = "□"
POINTS_PER_PIXEL = 0.75

# WeasyPrint writes one standard's name into the metadata. PDF/UA asks for the first element, PDF/A for a description of
# every schema it does not know itself, hence the second (ISO 14289-1 clause 5, ISO 19005-2 clause 6.6.2.3.3).
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def print_pdf(html: str, *, identifier: str) -> tuple[bytes, list[str]]:
    """The PDF, and everything that is wrong with it."""
    with _Complaints() as complaints:
        source = HTML(string=_with_known_glyphs(html), base_url=BASE_URL, url_fetcher=StaticFilesOnly())
        faults = faults_in(source.etree_element)
        try:
            pdf = source.write_pdf(
                pdf_variant="pdf/a-2a",
                pdf_tags=True,
                pdf_identifier=sha256(identifier.encode()).digest()[:16],
                finisher=_finish,
            )
        except URLFetchingError as refused:  # most refusals are only logged, a few are raised
            return b"", [*faults, str(refused)]
    return pdf, faults + complaints.heard


class StaticFilesOnly(URLFetcher):
    """Answers with our own style sheets, fonts and pictures, and opens nothing else: no network, no other file."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = static_file(url)
        if path is None:
            raise PermissionError(f"not one of our static files: {url}")
        body = _unpacked_font(path) if path.suffix == ".woff2" else path.read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": mimetypes.guess_type(path.name)[0] or ""})


@cache
def _unpacked_font(path: Path) -> bytes:
    """WeasyPrint would unpack each WOFF2 anew for every document: 0.7 s for three of them, more than all the rest."""
    unpacked = BytesIO()
    woff2.decompress(str(path), unpacked)
    return unpacked.getvalue()


def static_file(url: str) -> Path | None:
    """The file behind an address under STATIC_URL, collected or not; None for every other address."""
    root = urljoin(BASE_URL, settings.STATIC_URL)
    address = urlsplit(url)._replace(query="", fragment="").geturl()
    if not address.startswith(root):
        return None
    name = unquote(address.removeprefix(root))
    if PurePosixPath(name).suffix not in PRINTABLE:
        return None
    try:
        found = finders.find(name) or staticfiles_storage.path(name)
    except (SuspiciousFileOperation, ValueError):
        return None
    path = Path(found)
    return path if path.is_file() else None


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """What WeasyPrint leaves undone: the second standard's name, and figures' boxes in the page's own measure."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", PDF_UA)]
    page_height = document.pages[0].height
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/Figure":
            left, top, right, bottom = element["A"]["BBox"]
            box = (left, page_height - bottom, right, page_height - top)
            element["A"]["BBox"] = pydyf.Array(side * POINTS_PER_PIXEL for side in box)


def _with_known_glyphs(html: str) -> str:
    """Signs that Inter lacks (an emoji in a task) become an empty square: a missing glyph is forbidden in PDF/A, and a
    font that happens to be installed would make the file differ between machines."""
    known = _known_glyphs()
    return "".join(sign if sign in known or sign in "\n\r\t" else _stand_in(sign) for sign in html)


def _stand_in(sign: str) -> str:
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Mn"} else NO_GLYPH


@cache
def _known_glyphs() -> frozenset[str]:
    path = static_file(urljoin(BASE_URL, settings.STATIC_URL) + FONT)
    if path is None:
        raise FileNotFoundError(f"the font {FONT} is missing among the static files")
    return frozenset(map(chr, TTFont(path).getBestCmap()))


class _Complaints(logging.Handler):
    """What WeasyPrint logs at WARNING or above in this thread: an address refused, a rule it did not understand."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self._thread = threading.get_ident()

    def __enter__(self) -> Self:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *exception: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record.getMessage())
