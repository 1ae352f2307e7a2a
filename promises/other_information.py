"""What the law calls other information (2023:196, 4 §), for a year's edition: what people said, and what damage cost.

`lagesbild` finds these functions by their names in the settings. At the generalised level nobody's words are told, only
how many dialogues of each kind were held and what was accounted for.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Municipality
from lagesbild import wording
from lagesbild.content import Content
from lagesbild.models import Edition, Level
from lagesbild.period import Period
from lagesbild.sections import Section
from promises.models import CostItem, Dialogue, DialogueKind

DAY = timedelta(days=1)


def gathered(edition: Edition, *, level: Level, at: datetime) -> dict[str, list[Any]] | None:
    """JSON, frozen with the edition: three statements. None in editions of which the law asks nothing."""
    if not edition.has_law_parts:
        return None
    held = list(
        Dialogue.objects.filter(
            municipality=edition.municipality_id, on__gte=edition.start_on, on__lt=edition.end_on
        )
        .prefetch_related("themes")
        .order_by("on", "pk")
    )
    kinds = Counter(dialogue.kind for dialogue in held)
    return {
        "held": [{"kind": str(kind.label), "number": kinds[kind]} for kind in DialogueKind if kinds[kind]],
        "dialogues": [_dialogue(dialogue) for dialogue in held] if level == Level.FULL else [],
        "costs": [_cost(item, level) for item in _cost_items(edition)],
    }


def chapter(content: Content, municipality: Municipality) -> Section | None:
    """It as it is shown; None where there is nothing."""
    found = content.get("other_information")
    if not found or not any(found.values()):
        return None
    return Section("promises/section/other_information.html", {**found})


def _dialogue(dialogue: Dialogue) -> dict[str, Any]:
    themes = sorted(dialogue.themes.all(), key=lambda theme: (-(theme.number or 0), theme.pk))
    return {
        "kind": str(dialogue.get_kind_display()),
        "title": dialogue.title,
        "on": dialogue.on.isoformat(),
        "participants": dialogue.participants,
        "summary": [line.strip() for line in dialogue.summary.splitlines() if line.strip()],
        "themes": [{"title": theme.title, "number": theme.number} for theme in themes],
    }


def _cost_items(edition: Edition) -> list[CostItem]:
    """Those about any day of the period, said with their own days."""
    rows = CostItem.objects.filter(
        municipality=edition.municipality_id, first_on__lt=edition.end_on, last_on__gte=edition.start_on
    )
    return list(rows.select_related("source").order_by("first_on", "type", "pk"))


def _cost(item: CostItem, level: Level) -> dict[str, Any]:
    return {
        "type": str(item.get_type_display()),
        "dates": wording.dates(Period(item.first_on, item.last_on + DAY)),
        "kronor": item.kronor,
        "source": str(item.source),
        "excludes": item.excludes if level == Level.FULL else "",
    }
