"""An adopted edition counted once more, from the reports as they stood when it was adopted, and what differs.

Only what is counted from reports is counted again; what people wrote, who got it, and what plans, dialogues and the
police's file said then lies frozen with it and nowhere else. Names are today's: a place that was renamed shows.
"""

import json
from collections.abc import Iterator
from typing import Any

from incidents.rewinding import as_of
from lagesbild.figures.edition import compose
from lagesbild.models import Edition, Level

#: Chapters that are counted from reports. Of `about`, what is not: who may be asked, and which version this is.
COUNTED = (
    *("summary", "where", "figures", "when", "costs", "warnings", "reporting", "calendar", "coming"),
    *("development", "about", "appendices"),
)
UNCOUNTED = ("contact", "version", "checksum")


def differences(edition: Edition) -> Iterator[str]:
    """Each number or word that comes out otherwise: where it stands, what was frozen, and what it is now."""
    if edition.adopted_at is None or edition.content is None:
        raise ValueError(f"{edition} is a draft: nothing of it is frozen.")
    municipality, parameters = edition.municipality, edition.parameters or {}
    for name in ("bandwidth", "minimum_count"):
        setattr(municipality, name, parameters.get(name, getattr(municipality, name)))
    with as_of(municipality, at=edition.adopted_at):
        for level in Level:
            counted = _as_json(compose(edition, level=level, at=edition.adopted_at))
            frozen = edition.content[level]
            for chapter in COUNTED:
                if chapter in frozen:
                    yield from _differ(frozen[chapter], counted.get(chapter), f"{level}/{chapter}")


def _as_json(content: Any) -> dict[str, Any]:
    """What it would read back as."""
    read: dict[str, Any] = json.loads(json.dumps(content))
    for name in UNCOUNTED:
        read["about"].pop(name, None)
    return read


def _differ(frozen: Any, counted: Any, where: str) -> Iterator[str]:
    if isinstance(frozen, dict) and isinstance(counted, dict):
        for key in [*frozen, *(key for key in counted if key not in frozen)]:
            if not (key in UNCOUNTED and where.endswith("/about")):
                yield from _differ(frozen.get(key), counted.get(key), f"{where}/{key}")
    elif isinstance(frozen, list) and isinstance(counted, list) and len(frozen) == len(counted):
        for place, (before, now) in enumerate(zip(frozen, counted, strict=True)):
            yield from _differ(before, now, f"{where}/{place}")
    elif frozen != counted:
        yield f"{where}: {_short(frozen)} → {_short(counted)}"


def _short(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 80 else f"{words[:77]}…"
