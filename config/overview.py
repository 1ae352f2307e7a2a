"""Inställningar: the way to everything that is kept there, whichever app keeps it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


@dataclass(frozen=True)
class Subject:
    """One thing kept under Inställningar. `name` is the URL name of its page."""

    name: str
    label: Promise
    about: Promise
    icon: str
    roles: frozenset[Role]


SUBJECTS = [
    Subject("people", _("Personer"), _("Bjud in, ge roller, ta bort."), "PersonGroup", ADMINISTRATORS),
    Subject(
        "organisations",
        _("Organisationer"),
        _("Enheter och bolag som rapporterar."),
        "Buildings3",
        ADMINISTRATORS,
    ),
    Subject("places", _("Platser"), _("Platser med namn som rapporter kan gälla."), "LocationPin", KEEPERS),
    Subject(
        "areas", _("Områden"), _("Stadsdelar och orter som händelser räknas per."), "Pentagon", ADMINISTRATORS
    ),
    Subject("categories", _("Kategorier"), _("Vad en rapport kan handla om."), "Tag", ADMINISTRATORS),
    Subject(
        "recipients",
        pgettext_lazy("flera", "Mottagare"),
        _("Vilka som får lägesbilden, och hur mycket."),
        "EnvelopeClosed",
        KEEPERS,
    ),
    Subject(
        "school_breaks",
        _("Skollov"),
        _("När skolorna är stängda, så att skoldagar och lov kan skiljas åt."),
        "HatSchool",
        KEEPERS,
    ),
    Subject(
        "purging",
        _("Gallringsbeslut"),
        _("Kommunens beslut om vad som får raderas."),
        "Trash",
        KEEPERS,
    ),
    Subject(
        "retention",
        _("Bevarandetider"),
        _("Hur länge rapporter, foton och mejl sparas, och vad som är dags att gallra."),
        "Hourglass",
        ADMINISTRATORS,
    ),
    Subject(
        "holds",
        _("Gallringsstopp"),
        _("Vad som inte får gallras just nu."),
        "CircleSlash",
        KEEPERS,
    ),
    Subject(
        "signing_in",
        _("Inloggning"),
        _("Vilka som loggar in i två steg, och när oanvända konton stängs."),
        "PadlockLocked",
        ADMINISTRATORS,
    ),
    Subject(
        "rhythm",
        _("Kommunen"),
        _("Kontaktadress, när lägesbilden kommer, och kartans bakgrund."),
        "Buildings2",
        ADMINISTRATORS,
    ),
]


@require_safe
@open_to(KEEPERS)
def settings(request: SamladRequest) -> HttpResponse:
    """The subjects that the person may change."""
    subjects = [subject for subject in SUBJECTS if request.acting.has(subject.roles)]
    return render(request, "settings/overview.html", {"subjects": subjects})
