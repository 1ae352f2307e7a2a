"""The year that the demo's agreement and plan are for, and its days as their files call them. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

DAY = timedelta(days=1)
#: From this month on a calendar year has something to show; before it a year from July to June has.
MAY, JULY = 5, 7
#: How many days after and before the first have words of their own.
DAYS = 365


@dataclass(frozen=True)
class PlanYear:
    """Twelve months from `first`, so chosen that at least four of them have passed."""

    first: date

    @classmethod
    def around(cls, today: date) -> Self:
        """The one that holds today."""
        if today.month >= MAY:
            return cls(date(today.year, 1, 1))
        return cls(date(today.year - 1, JULY, 1))

    @property
    def last(self) -> date:
        """The last day, included."""
        return self.first.replace(year=self.first.year + 1) - DAY

    @property
    def name(self) -> str:
        """ "2026" or "2025–2026"."""
        ends = dict.fromkeys([self.first.year, self.last.year])
        return "–".join(map(str, ends))

    @property
    def rhythm(self) -> str:
        """How its end is followed up: the longest of the calendar's spans that ends with it."""
        return "year" if self.first.month == 1 else "tertial"

    def previous(self) -> "PlanYear":
        """The year before."""
        return PlanYear(self.first.replace(year=self.first.year - 1))

    def day(self, number: int) -> date:
        """The day so many days after the first, or before it."""
        return self.first + timedelta(days=number)

    @property
    def words(self) -> dict[str, str]:
        """What a template's ${…} stand for: first, last, name, year, day40, before14."""
        after = {f"day{number}": str(self.day(number)) for number in range(DAYS)}
        before = {f"before{number}": str(self.day(-number)) for number in range(DAYS)}
        said = {
            "first": str(self.first),
            "last": str(self.last),
            "name": self.name,
            "year": str(self.first.year),
        }
        return said | after | before
