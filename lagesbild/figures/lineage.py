"""Which spot on one list is which on the list before: a hot spot keeps its name for as long as it can be followed.

Pure. A list is spots or areas, those with most events first. A block beside the one that was listed is the same spot,
for a hot spot does not stop at the border of a block; where two could be, the one with most events is. On each list a
spot is only one.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
BLOCK = "block"
#: So many of the last lists say whether a spot is lasting.
LATELY = 4


@dataclass(frozen=True)
class Line(Generic[Key]):
    """A spot of the last list followed back: what it was called on each of the lists in a row, the latest first."""

    names: tuple[Key, ...]
    #: It was listed before those, and away in between.
    is_back: bool

    @property
    def in_a_row(self) -> int:
        """On how many of the latest lists it stands without a break."""
        return len(self.names)

    @property
    def before(self) -> Key:
        """What it was called on the list before the last; if it was not on it, what it is called now."""
        return self.names[1] if len(self.names) > 1 else self.names[0]


def followed(lists: Sequence[Sequence[Key]]) -> dict[Key, Line[Key]]:
    """Each spot of the last list, in its order. The lists are those of periods right after each other."""
    lines: dict[Key, tuple[Key, ...]] = {key: (key,) for key in lists[-1]}
    growing = dict(lines)
    for later, earlier in zip(lists[:0:-1], lists[-2::-1], strict=True):
        links = carried(later, earlier)
        growing = {key: (*names, links[names[-1]]) for key, names in growing.items() if names[-1] in links}
        lines |= growing
    return {key: Line(names, _was_before(names, lists)) for key, names in lines.items()}


def carried(later: Sequence[Key], earlier: Sequence[Key]) -> dict[Key, Key]:
    """The spots of the later list that are on the earlier, each with what it is called there."""
    kept = {key: key for key in later if key in earlier}
    free = [key for key in earlier if key not in kept]
    for key in later:
        beside = next((each for each in free if touches(key, each)), None)
        if key not in kept and beside is not None:
            kept[key] = beside
            free.remove(beside)
    return kept


def listed_of(names: Sequence[Key], lists: Sequence[Sequence[Key]]) -> int:
    """On how many of the lists any of the names stands."""
    return sum(any(name in listed for name in names) for listed in lists)


def touches(one: object, other: object) -> bool:
    """Whether they are two blocks with a side or a corner in common."""
    if not (isinstance(one, tuple) and isinstance(other, tuple)) or not one[0] == other[0] == BLOCK:
        return False
    return max(abs(one[1] - other[1]), abs(one[2] - other[2])) == 1


def _was_before(names: tuple[Key, ...], lists: Sequence[Sequence[Key]]) -> bool:
    return listed_of(names, lists[: -len(names)]) > 0
