"""What is asked of the plan board, as it stands in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Acting
from accounts.models import Organisation
from promises import board
from promises.models import Activity, Document, DocumentKind, FocusArea
from promises.status import ActivityStatus

PLANS = (DocumentKind.IMPLEMENTATION_PLAN, DocumentKind.ACTION_PLAN)
BY_STATUS, BY_ORGANISATION = "status", "ansvarig"


class PlanFilter(forms.Form):
    """Which activities, and in which lanes. What is asked for and does not exist is not asked for."""

    ar = forms.TypedChoiceField(label=gettext_lazy("År"), required=False, coerce=int, empty_value=None)
    plan = forms.TypedChoiceField(label=gettext_lazy("Plan"), required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Ansvarig"), required=False, coerce=int, empty_value=None
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    fokus = forms.TypedChoiceField(
        label=gettext_lazy("Fokusområde"), required=False, coerce=int, empty_value=None
    )
    mina = forms.BooleanField(label=gettext_lazy("Bara min organisations"), required=False)
    visa = forms.ChoiceField(
        choices=[(BY_STATUS, ""), (BY_ORGANISATION, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, asked: Mapping[str, Any], *, acting: Acting, today: date) -> None:
        """Four statements, for what there is to choose from."""
        super().__init__(asked)
        self.acting, self.today = acting, today
        municipality = acting.municipality
        plans = Document.objects.in_municipality(municipality).filter(kind__in=PLANS)
        answering = Organisation.objects.filter(pk__in=_responsible(acting))
        areas = FocusArea.objects.in_municipality(municipality).filter(activities__isnull=False)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "ar": [(year, str(year)) for year in _years(acting, today)],
            "plan": [(row.pk, _named(row)) for row in plans.order_by("-first_on", "-version", "-pk")],
            "organisation": list(answering.order_by("name", "pk").values_list("pk", "name")),
            "status": list(ActivityStatus.choices),
            "fokus": list(areas.distinct().order_by("title", "-pk").values_list("pk", "title")),
        }
        for name, choices in offered.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("Aktuella") if name == "ar" else _("Alla")), *choices]
        self.is_valid()

    @property
    def choosing(self) -> list[forms.BoundField]:
        """The fields to show in a row."""
        return [self[name] for name in ("ar", "plan", "organisation", "status", "fokus")]

    @property
    def view(self) -> str:
        """By what the lanes are."""
        return self.cleaned_data.get("visa") or BY_STATUS

    @property
    def is_asking(self) -> bool:
        """Whether anything but the usual is asked for."""
        return any(value for name, value in self.cleaned_data.items() if name != "visa")

    @property
    def cards(self) -> list[board.Card]:
        """What is asked for. Four statements."""
        shown = board.cards(self._rows(), acting=self.acting, today=self.today)
        if not self._said("ar") and not self._said("plan"):
            shown = board.without_old(shown, today=self.today)
        if status := self._said("status"):
            shown = [card for card in shown if card.standing.status == status]
        return shown

    def _rows(self) -> QuerySet[Activity]:
        visible = Activity.objects.visible_to(self.acting.user)
        rows: QuerySet[Activity] = visible.in_municipality(self.acting.municipality)
        rows = rows.filter(document=plan) if (plan := self._said("plan")) else rows.filter(board.IN_FORCE)
        if year := self._said("ar"):
            rows = rows.filter(start_on__lte=date(year, 12, 31), due_on__gte=date(year, 1, 1))
        elif not plan:
            rows = board.current(rows, today=self.today)
        if fokus := self._said("fokus"):
            rows = rows.filter(focus_area=fokus)
        wanted = {self._said("organisation"), self.acting.organisation.pk if self._said("mina") else None}
        for organisation in wanted - {None}:
            rows = rows.filter(responsibilities__organisation=organisation)
        return rows

    def _said(self, name: str) -> Any:
        return self.cleaned_data.get(name)


def _years(acting: Acting, today: date) -> list[int]:
    """The years that have activities, latest first."""
    held = Activity.objects.in_municipality(acting.municipality).aggregate(
        first=Min("start_on"), last=Max("due_on")
    )
    first, last = held["first"] or today, held["last"] or today
    return list(range(last.year, first.year - 1, -1))


def _responsible(acting: Acting) -> QuerySet[Activity, Any]:
    rows = Activity.objects.in_municipality(acting.municipality)
    return rows.filter(~Q(responsibilities=None)).values("responsibilities__organisation")


def _named(document: Document) -> str:
    """A plan, and which version where it is not in force."""
    if document.is_proposal:
        return _("%(title)s (förslag)") % {"title": document.title}
    return document.title
