"""What a tertial's or a year's edition says besides what a fortnight's does: three years' months, and the law's parts.

The law (2023:196, 4 §) asks for three parts. The first is the edition's own figures, the second what an app above this
one has put in from dialogues and costs, the third the coordinator's analysis; each may have the coordinator's words.
"""

from typing import cast

from lagesbild import content
from lagesbild.content import Content, Part
from lagesbild.figures.development import development_chapter, generalised_chapter
from lagesbild.figures.events import Basis
from lagesbild.models import Edition, EditionKind, LawPart, Level
from lagesbild.period import Months


def completed(found: Content, edition: Edition, basis: Basis, level: Level) -> Content:
    """The content with what a longer edition adds; a fortnight's as it is."""
    period = basis.period
    if not isinstance(period, Months):
        return found
    chapter = development_chapter if level == Level.FULL else generalised_chapter
    kind = cast(content.LongKind, EditionKind(edition.kind).value)
    longer: Content = {
        **found,
        "header": {**found["header"], "kind": kind},
        "development": chapter(basis, period),
    }
    if edition.has_law_parts:
        longer["parts"] = [_part(part, longer, edition, level) for part in LawPart]
    return longer


def _part(part: LawPart, found: Content, edition: Edition, level: Level) -> Part:
    words = [line.strip() for line in str(edition.parts.get(part, "")).splitlines() if line.strip()]
    return {
        "part": cast(content.PartKey, part.value),
        "name": str(part.label),
        "text": words if level == Level.FULL else [],
        "is_shortened": bool(words) and level != Level.FULL,
        "is_empty": not words and not _has_figures(part, found),
    }


def _has_figures(part: LawPart, found: Content) -> bool:
    """Whether something is counted or gathered for the part."""
    if part == LawPart.MAPPING:
        return bool(found["figures"]["total"]["this_period"])
    return part == LawPart.OTHER and any((found.get("other_information") or {}).values())
