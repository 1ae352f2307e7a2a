"""What is yet to happen in a story, in the order of its moments. Pure."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

Happening = Callable[[datetime], object]


class Happenings:
    """A queue by moment; what happens may put further things into it. What was put in first comes first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Happening]] = []
        self._order = count()

    def put(self, at: datetime, happening: Happening) -> None:
        """Let it happen then; it is told its moment."""
        heapq.heappush(self._waiting, (at, next(self._order), happening))

    def come_about(self, *, until: datetime) -> None:
        """Everything up to and including that moment; the rest waits."""
        while self._waiting and self._waiting[0][0] <= until:
            at, _place, happening = heapq.heappop(self._waiting)
            happening(at)
