"""One box that finds a report by number, an edition by number or week, and a place by name."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Acting, SamladRequest, open_to
from accounts.geography import find_places
from accounts.roles import EDITION_READERS, POLICE, REPORTERS, Role
from incidents.models import Incident
from lagesbild import wording
from lagesbild.models import Edition

SHOWN = 20
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
#: For all others there is nothing that it could find.
SEARCHERS = REPORTERS | EDITION_READERS | KEEPERS
#: "2026:05", "2026-5".
DESIGNATION = re.compile(r"(?P<year>\d{4})\s*[:/-]\s*(?P<number>\d{1,3})")
#: "4711", "nr 4711".
NUMBER = re.compile(r"(?:nr\s*)?(?P<number>\d{1,18})", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """One line of the answer."""

    label: str
    about: str
    url: str


@require_safe
@open_to(SEARCHERS)
def search(request: SamladRequest) -> HttpResponse:
    """What the words find among what the person may see; a lone report or edition is opened at once."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    exact = _incidents(request.acting, words) + _editions(request.acting, words)
    if len(exact) == 1:
        return redirect(exact[0].url)
    hits = exact + (_places(request.acting, words) if words else [])
    return render(request, "search.html", {"words": words, "hits": hits})


def _incidents(acting: Acting, words: str) -> list[Hit]:
    found = NUMBER.fullmatch(words)
    if not found:
        return []
    rows = Incident.objects.visible_to(acting.user).in_municipality(acting.municipality)
    incident = rows.filter(pk=int(found["number"])).select_related("category").first()
    if incident is None:
        return []
    return [Hit(f"{incident.pk}", incident.category.label, reverse("incident", args=[incident.pk]))]


def _editions(acting: Acting, words: str) -> list[Hit]:
    found = DESIGNATION.fullmatch(words)
    if not found:
        return []
    named = Q(year=int(found["year"]), number=int(found["number"]))
    rows = Edition.objects.visible_to(acting.user).in_municipality(acting.municipality).filter(named)
    return [
        Hit(row.designation, wording.weeks_with_year(row.period), row.get_absolute_url())
        for row in rows.defer("content", "parameters").order_by("pk")
    ]


def _places(acting: Acting, words: str) -> list[Hit]:
    """Places lead to their reports, or for an administrator, who sees none, to their settings."""
    places = find_places(acting.municipality, words).defer("point")[:SHOWN]
    if acting.has(REPORTERS | POLICE):
        return [
            Hit(row.name, row.get_kind_display(), f"{reverse('incidents')}?plats={row.pk}") for row in places
        ]
    if acting.has(KEEPERS):
        return [Hit(row.name, row.get_kind_display(), reverse("place", args=[row.pk])) for row in places]
    return []
