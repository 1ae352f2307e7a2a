"""What has happened to a report, step by step and in words: who decided what, what was corrected and what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from accounts.models import Place
from incidents.models import Category, Decision, Incident, Text, TextKind
from incidents.wording import moment

NOTHING = "–"
#: The two codes of a change.
BEFORE, AFTER = 0, 1
#: The fields whose codes are keys, with what they refer to and the columns it is named by.
REFERRED: dict[str, tuple[type[Category | Place], list[str]]] = {
    "category": (Category, ["name", "name_en"]),
    "place": (Place, ["name"]),
}


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
    """Every decision on the report, the first one first; `texts` are those of the report. One statement."""
    said: dict[int, list[Text]] = {}
    for text in texts:
        if text.kind != TextKind.DESCRIPTION:
            said.setdefault(text.version, []).append(text)
    return [
        Step(
            decision,
            _changes(decision, zone=zone, today=today),
            said.get(decision.version, []),
            by_author=decision.by_id is not None and decision.by_id == incident.reporter_id,
        )
        for decision in _decisions(incident)
    ]


def _decisions(incident: Incident) -> QuerySet[Decision]:
    """With what the keys in their changes refer to as `category_0`, `category_1` and so on, in the same statement."""
    referred = {f"{name}_{side}": _referred(name, side) for name in REFERRED for side in (BEFORE, AFTER)}
    return incident.decisions.select_related("by").annotate(**referred).order_by("version")


def _referred(name: str, side: int) -> Subquery:
    """What is needed of the row to name it, as JSON; NULL where the decision does not change that field."""
    model, fields = REFERRED[name]
    key = Cast(KeyTextTransform(side, OuterRef(f"changes__{name}")), BigIntegerField())
    return Subquery(model.objects.filter(pk=key).values(row=JSONObject(**{field: field for field in fields})))


def _changes(decision: Decision, *, zone: ZoneInfo, today: date) -> list[Change]:
    def said(name: str, side: int) -> str:
        code = decision.changes[name][side]
        if code is None:
            return NOTHING
        if name in REFERRED:
            return str(REFERRED[name][0](**getattr(decision, f"{name}_{side}")))
        return _value(name, code, zone=zone, today=today)

    return [Change(_label(name), said(name, BEFORE), said(name, AFTER)) for name in decision.changes]


def _value(name: str, code: Any, *, zone: ZoneInfo, today: date) -> str:
    if name == "duplicate_of":
        return _("nr %(number)s") % {"number": code}
    if name == "point":
        return f"{code[1]:.5f}, {code[0]:.5f}"
    if name in ("started_at", "ended_at"):
        return moment(datetime.fromisoformat(code), zone=zone, today=today)
    return str(dict(_field(name).flatchoices).get(code, code))


def _label(name: str) -> str:
    return _("huvudrapport") if name == "duplicate_of" else str(_field(name).verbose_name)


def _field(name: str) -> Any:
    return Incident._meta.get_field(name)
