"""What people said when asked, and what damage cost: the only writer of dialogues, their themes, and cost items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Municipality
from promises.documents import Edited, check, seen_of, told
from promises.models import CostItem, Dialogue, DocumentState, FocusArea, Theme

#: A theme, and by how many it was raised where that was counted.
Themes = Sequence[tuple[str, int | None]]


@dataclass(frozen=True)
class CostsOfPeriod:
    """What was accounted for over the same days."""

    items: list[CostItem]

    @property
    def kronor(self) -> int:
        """The sum."""
        return sum(item.kronor for item in self.items)


def note(
    *, municipality: Municipality, themes: Themes, focus_areas: Iterable[FocusArea] = (), **values: Any
) -> Dialogue:
    """Note a dialogue, walk or survey. Raises Refused."""
    dialogue = Dialogue(municipality=municipality)
    with told():
        _write(dialogue, values)
        _set_themes(dialogue, themes)
        dialogue.focus_areas.set(focus_areas)
    return dialogue


def change(
    dialogue: Dialogue, *, seen: str, themes: Themes, focus_areas: Iterable[FocusArea], **values: Any
) -> Dialogue:
    """Write in a dialogue; links to focus areas of adopted documents stay. Raises Edited or Refused."""
    with told():
        current = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
        if words_seen(current) != seen:
            raise Edited(current)
        _write(current, values)
        current.themes.all().delete()
        _set_themes(current, themes)
        kept = current.focus_areas.exclude(document__state=DocumentState.PROPOSAL)
        current.focus_areas.set([*kept, *focus_areas])
    return current


def words_seen(dialogue: Dialogue) -> str:
    """What a form sends back to say which words, themes included, it was opened with."""
    return "-".join(map(seen_of, [dialogue, *dialogue.themes.order_by("pk")]))


def account(*, municipality: Municipality, **values: Any) -> CostItem:
    """Note what damage cost over a period. Raises Refused."""
    item = CostItem(municipality=municipality)
    with told():
        _write(item, values)
    return item


def correct(item: CostItem, *, seen: str, **values: Any) -> CostItem:
    """Put a cost right. Raises Edited or Refused."""
    with told():
        current = CostItem.objects.select_for_update().get(pk=item.pk)
        if seen_of(current) != seen:
            raise Edited(current)
        _write(current, values)
    return current


def by_period(items: QuerySet[CostItem]) -> list[CostsOfPeriod]:
    """Costs over the same days together, the latest first. One statement."""
    rows = items.select_related("source").order_by("-last_on", "-first_on", "type", "source__name", "pk")
    return [
        CostsOfPeriod(list(same)) for _days, same in groupby(rows, lambda row: (row.first_on, row.last_on))
    ]


def _write(row: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    check(row)
    row.save()


def _set_themes(dialogue: Dialogue, themes: Themes) -> None:
    for title, number in themes:
        theme = Theme(municipality_id=dialogue.municipality_id, dialogue=dialogue)
        _write(theme, {"title": title, "number": number})
