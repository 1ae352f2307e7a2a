"""Printing an adopted edition once more from its frozen figures: is it the file that was sent, and the same bytes?

Nothing is written, but for a lost or altered file that comes out byte for byte as its checksum says: it is put back.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from lagesbild import document, pdf, printing
from lagesbild.models import Edition, Level, Rendition, RenditionState


@dataclass(frozen=True)
class Reprint:
    """One level's PDF: whether the kept file is the one that was made, and whether it is printed the same today."""

    level: Level
    is_kept: bool
    is_same: bool
    made_with: str


def is_frozen(edition: Edition) -> bool:
    """Whether the frozen figures are those that the edition's checksum was taken of."""
    return document.checksum(edition) == edition.checksum


def reprint(edition: Edition, *, at: datetime, put_back: bool = False) -> list[Reprint]:
    """Print every level that has a PDF again, and compare. `put_back` puts a file right that is not kept as it was."""
    rows = edition.renditions.filter(state=RenditionState.READY).order_by("level")
    return [_reprint(row, edition, at=at, put_back=put_back) for row in rows]


def _reprint(row: Rendition, edition: Edition, *, at: datetime, put_back: bool) -> Reprint:
    level = Level(row.level)
    printed = pdf.render(
        document.as_html(edition, level, at=at), identifier=document.identifier(edition, level)
    )
    is_same = hashlib.sha256(printed).hexdigest() == row.sha256
    try:
        printing.read(row)
        is_kept = True
    except printing.Altered:
        is_kept = put_back and is_same
        if is_kept:
            printing.put_back(row, printed)
    return Reprint(level, is_kept, is_same, str((edition.parameters or {}).get("version", "")))
