"""The menu: at most six entries, by role. A page's own `open_to` decides who may open it; this only shows the way."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import COUNCIL, POLICE, REPORTERS, REVIEWERS, Role


@dataclass(frozen=True)
class Entry:
    """One entry of the menu. `icon` is the name of an Aksel icon."""

    name: str
    label: Promise
    icon: str
    roles: frozenset[Role]

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.name)


ENTRIES = [
    Entry("home", _("Start"), "House", frozenset(Role)),
    Entry("review_queue", _("Granskning"), "TasklistSend", REVIEWERS),
    Entry("incidents", _("Händelser"), "BulletList", REPORTERS | POLICE),
    Entry("report", _("Rapportera"), "PlusCircle", REPORTERS),
    Entry("explore", _("Karta"), "Location", REVIEWERS | POLICE),
    Entry("editions", _("Lägesbilder"), "FileText", REVIEWERS | POLICE | COUNCIL),
    Entry("settings", _("Inställningar"), "Cog", frozenset({Role.ADMINISTRATOR})),
]


def navigation(request: HttpRequest) -> dict[str, object]:
    """The entries for whoever is signed in; for every template."""
    acting = getattr(request, "acting", None)
    if not acting:
        return {"navigation": [], "acting": None}
    return {
        "navigation": [entry for entry in ENTRIES if acting.has(entry.roles)],
        "acting": acting,
    }
