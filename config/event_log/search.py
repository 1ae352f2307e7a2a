"""Searching the event log of one municipality: the filter, its rows a page at a time, and who may have done something.

Pages are found by the last row's moment and key, never by counting, so the last is as quick as the first. Every filter
has an index to begin with; the log is not counted.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Action, EventLog, Municipality, User
from config.event_log.words import TABLES

PER_PAGE = 50
#: What nobody signed in for: tasks, commands, and attempts to sign in.
NOBODY = "0"
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LogFilter(forms.Form):
    """From and to which day, who, what was done, with which sort of thing, and which one. Nonsense filters nothing."""

    fran = forms.DateField(label=_("Från och med"), required=False)
    till = forms.DateField(label=_("Till och med"), required=False)
    person = forms.ChoiceField(label=_("Vem"), required=False)
    gjorde = forms.ChoiceField(label=_("Gjorde vad"), required=False)
    om = forms.ChoiceField(label=_("Med vad"), required=False)
    nummer = forms.CharField(label=_("Nummer"), required=False, max_length=40)

    def __init__(self, asked: Any, *, municipality: Municipality) -> None:
        super().__init__(asked)
        self.municipality = municipality
        self.people = {user.pk: user for user in people_of(municipality)}
        for name in ("fran", "till"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        tables = sorted(
            ((key, str(word)) for key, word in TABLES.items()), key=lambda choice: choice[1].lower()
        )
        people = [(str(pk), user.name) for pk, user in self.people.items()]
        choices = {
            "person": [("", _("Alla")), (NOBODY, _("Systemet")), *people],
            "gjorde": [("", _("Allt")), *Action.choices],
            "om": [("", _("Allt")), *tables],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[EventLog]:
        """The municipality's rows that the filter lets through, the latest first."""
        self.full_clean()
        asked = self.cleaned_data
        conditions = Q(municipality_id=self.municipality.pk)
        if day := asked.get("fran"):
            conditions &= Q(at__gte=self._midnight(day))
        if (day := asked.get("till")) and day < date.max:
            conditions &= Q(at__lt=self._midnight(day + timedelta(days=1)))
        if person := asked.get("person"):
            conditions &= Q(actor_id=None) if person == NOBODY else Q(actor_id=int(person))
        for name, column in (("gjorde", "action"), ("om", "table"), ("nummer", "row_id")):
            if asked.get(name):
                conditions &= Q(**{column: asked[name]})
        return EventLog.objects.filter(conditions).order_by("-at", "-pk")

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.municipality.zone)


@dataclass(frozen=True)
class LogPage:
    """Some rows, and the key of those that come after; empty on the last page."""

    rows: list[EventLog]
    older: str


def page_of(rows: QuerySet[EventLog], *, before: str = "") -> LogPage:
    """The page that begins after the row of that key ("microseconds-id"), or the first. One statement."""
    if found := _key(before):
        at, pk = found
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    found_rows = list(rows[: PER_PAGE + 1])
    shown, more = found_rows[:PER_PAGE], found_rows[PER_PAGE:]
    last = shown[-1] if more else None
    return LogPage(shown, f"{(last.at - EPOCH) // MICROSECOND}-{last.pk}" if last else "")


def people_of(municipality: Municipality) -> list[User]:
    """Everybody who has, or has had, a role in the municipality, by name. Two statements."""
    rows = EventLog.objects.filter(municipality_id=municipality.pk, table="accounts_membership")
    keys = rows.filter(action=Action.INSERT).values_list("changes__user_id", flat=True)
    return list(User.objects.filter(pk__in=set(keys)).only("name").order_by("name", "pk"))


def _key(words: str) -> tuple[datetime, int] | None:
    moment, _sign, pk = words.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(moment) < 17 and len(pk) < 19):
        return None  # seventeen digits are further away than there are years
    return EPOCH + int(moment) * MICROSECOND, int(pk)
