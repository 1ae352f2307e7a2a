"""What has happened to a report, step by step and in words: who decided what, what was corrected and what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import Place
from incidents.models import Category, Decision, Incident, Text, TextKind
from incidents.wording import moment

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One corrected field, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One decision, with what it corrected and what was written at it, the description apart."""

    decision: Decision
    changes: list[Change]
    words: list[Text]
    by_author: bool


def history(incident: Incident, texts: Iterable[Text], *, zone: ZoneInfo, today: date) -> list[Step]:
    """Every decision on the report, the first one first; `texts` are those of the report."""
    decisions = list(incident.decisions.select_related("by").order_by("version"))
    names = _Names(decisions, zone=zone, today=today)
    said: dict[int, list[Text]] = {}
    for text in texts:
        if text.kind != TextKind.DESCRIPTION:
            said.setdefault(text.version, []).append(text)
    return [
        Step(
            decision,
            names.changes(decision.changes),
            said.get(decision.version, []),
            by_author=decision.by_id is not None and decision.by_id == incident.reporter_id,
        )
        for decision in decisions
    ]


class _Names:
    """From the codes of decision rows to what they stand for; two statements at most."""

    def __init__(self, decisions: Iterable[Decision], *, zone: ZoneInfo, today: date) -> None:
        self.zone, self.today = zone, today
        keys: dict[str, set[int]] = {"category": set(), "place": set()}
        for decision in decisions:
            for name in keys.keys() & decision.changes.keys():
                keys[name] |= {key for key in decision.changes[name] if key is not None}
        self.categories = Category.objects.in_bulk(keys["category"]) if keys["category"] else {}
        self.places = Place.objects.in_bulk(keys["place"]) if keys["place"] else {}

    def changes(self, codes: Mapping[str, list[Any]]) -> list[Change]:
        return [
            Change(_label(name), self._value(name, before), self._value(name, after))
            for name, (before, after) in codes.items()
        ]

    def _value(self, name: str, code: Any) -> str:
        if code is None:
            return NOTHING
        if name == "category":
            return self.categories[code].label
        if name == "place":
            return self.places[code].name
        if name == "duplicate_of":
            return _("nr %(number)s") % {"number": code}
        if name == "point":
            return f"{code[1]:.5f}, {code[0]:.5f}"
        if name in ("started_at", "ended_at"):
            return moment(datetime.fromisoformat(code), zone=self.zone, today=self.today)
        return str(dict(_field(name).flatchoices).get(code, code))


def _label(name: str) -> str:
    return _("huvudrapport") if name == "duplicate_of" else str(_field(name).verbose_name)


def _field(name: str) -> Any:
    return Incident._meta.get_field(name)
