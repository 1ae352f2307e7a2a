"""The menu: at most six entries, by role. A page's own `open_to` decides who may open it; this only shows the way."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Acting
from accounts.roles import COUNCIL, EDITION_READERS, FOLLOWERS, POLICE, REPORTERS, REVIEWERS, Role
from config.search import SEARCHERS

#: More than this is a list, not a menu: what does not fit lies under the account.
MENU_LENGTH = 6
#: Thumbs reach five.
BAR_LENGTH = 5


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


@dataclass(frozen=True)
class Item:
    """An entry as it is drawn on one page."""

    name: str
    label: Promise
    icon: str
    url: str
    is_current: bool


ENTRIES = [
    Entry("home", _("Start"), "House", frozenset(Role)),
    Entry("review_queue", _("Granskning"), "TasklistSend", REVIEWERS),
    Entry("incidents", _("Händelser"), "BulletList", REPORTERS | POLICE),
    Entry("report", _("Rapportera"), "PlusCircle", REPORTERS),
    Entry("explore", _("Karta"), "LocationPin", REVIEWERS | POLICE),
    Entry("editions", _("Lägesbilder"), "FileText", REVIEWERS | POLICE),
    Entry("promises", _("Löften"), "HandHeart", FOLLOWERS),
    Entry("plan", _("Plan"), "Tasklist", FOLLOWERS),
    Entry("meetings", _("Möten"), "Calendar", FOLLOWERS),
    # The council begins with what was promised, not with what was reported.
    Entry("editions", _("Lägesbilder"), "FileText", COUNCIL),
    Entry("documents", _("Överenskommelser"), "Handshake", FOLLOWERS),
    Entry("police_reported", _("Polisanmälda brott"), "BarChart", EDITION_READERS),
    Entry("event_log", _("Händelselogg"), "ClipboardCheckmark", frozenset({Role.AUDITOR})),
    Entry(
        "dispatches",
        _("Utskick"),
        "Paperplane",
        frozenset({Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
    Entry("purge_records", _("Gallring"), "FileCheckmark", frozenset({Role.AUDITOR})),
    Entry("settings", _("Inställningar"), "Cog", frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})),
]


def navigation(request: HttpRequest) -> dict[str, object]:
    """The entries for whoever is signed in; for every template."""
    acting = getattr(request, "acting", None)
    if not acting:
        return {"navigation": [], "extra_navigation": [], "bottom_bar": [], "acting": None}
    items = _items(acting, request.path)
    return {
        "navigation": items[:MENU_LENGTH],
        "extra_navigation": items[MENU_LENGTH:],
        "bottom_bar": _bottom_bar(items),
        "may_search": acting.has(SEARCHERS),
        "acting": acting,
    }


def _items(acting: Acting, path: str) -> list[Item]:
    first: dict[str, Entry] = {}
    for entry in ENTRIES:
        if acting.has(entry.roles):
            first.setdefault(entry.name, entry)  # who holds two roles finds it where the first of them does
    shown = [(entry, entry.url) for entry in first.values()]
    around = [
        url for entry, url in shown if path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))
    ]
    here = max(around, key=len, default=None)
    return [Item(entry.name, entry.label, entry.icon, url, url == here) for entry, url in shown]


def _bottom_bar(items: list[Item]) -> list[Item]:
    """The first entries with the report form in the middle, where both thumbs reach it."""
    report = [item for item in items if item.name == "report"]
    others = [item for item in items if item.name != "report"][: BAR_LENGTH - len(report)]
    middle = (len(others) + 1) // 2
    return others[:middle] + report + others[middle:]
