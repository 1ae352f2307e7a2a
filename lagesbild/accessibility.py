"""What must be in an HTML document before it is worth printing. Pure: an element tree in, complaints out.

WeasyPrint prints a figure without alternative text, or a title missing, without a word, and no validator of PDF asks
whether a table has headers. Contrast and reading order are the template's business and are seen by the tests.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


def faults_in(root: Element) -> list[str]:
    """One line per fault in a parsed document (`root` is its `html` element)."""
    return [*_document_faults(root), *_picture_faults(root), *_table_faults(root), *_heading_faults(root)]


def _document_faults(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "the document has no language"
    if not (root.findtext("head/title") or "").strip():
        yield "the document has no title"


def _picture_faults(root: Element) -> Iterator[str]:
    nested = {inner for svg in root.iter(f"{SVG}svg") for inner in svg.iter(f"{SVG}svg") if inner is not svg}
    for svg in root.iter(f"{SVG}svg"):
        if svg not in nested and not (svg.findtext(f"{SVG}title") or "").strip():
            yield "an svg picture has no title"
    for image in root.iter("img"):
        if not (image.get("alt") or "").strip():
            yield f"the picture {image.get('src')} has no alternative text"


def _table_faults(root: Element) -> Iterator[str]:
    for table in root.iter("table"):
        caption = table.find("caption")
        if caption is None or not "".join(caption.itertext()).strip():
            yield "a table has no caption"
        if next(table.iter("th"), None) is None:
            yield "a table has no header cell"


def _heading_faults(root: Element) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    if levels.count(1) != 1:
        yield f"the document has {levels.count(1)} main headings"
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
