"""What is proposed for an agenda, before it becomes one of its items."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from promises.models import AgendaItem, ItemKind, Meeting

#: The columns of an item of which one may say what it is about.
SUBJECTS = ("edition", "hot_spot", "promise", "document", "activity", "follow_up", "earlier")
HEADING_LENGTH = 200
BASIS_LENGTH = 4000

#: Why something is on an agenda, and about which row of which kind.
Subject = tuple[str, str, int | None]


def subject_of(item: AgendaItem) -> Subject:
    """What tells an item from every other on its agenda; items of people's own have nothing to be told by."""
    for name in SUBJECTS:
        if (key := getattr(item, f"{name}_id")) is not None:
            return str(item.kind), name, key
    return str(item.kind), "", None


@dataclass(frozen=True)
class Proposal:
    """An item to be: `about` names at most one column of `SUBJECTS` and its row."""

    kind: ItemKind
    heading: str
    basis: str = ""
    proposal: str = ""
    about: Mapping[str, Model] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """As `subject_of` will say of the item."""
        for name, row in self.about.items():
            return str(self.kind), name, row.pk
        return str(self.kind), "", None

    def as_item(self, meeting: Meeting) -> AgendaItem:
        """The item, not yet saved or numbered."""
        return AgendaItem(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            kind=self.kind,
            heading=_cut(self.heading, HEADING_LENGTH),
            basis=_cut(self.basis, BASIS_LENGTH),
            proposal=self.proposal,
            **self.about,
        )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
