"""The demo's calendar: on whatever day it is loaded, there is something to look ahead to."""

from datetime import date, timedelta

import pytest

from config.demo.ahead import planned
from config.demo.longer import latest
from lagesbild.models import EditionKind
from lagesbild.period import calendar_year, tertial

THREE_WEEKS = timedelta(days=20)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_in_any_three_weeks_of_the_year_several_things_of_several_kinds_are_planned(year):
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    thin = []
    for day in days:
        found = planned(day, day + THREE_WEEKS)
        if len(found) < 4 or len({event.of["what"] for event in found}) < 2:
            thin.append(day)
    assert thin == []


def test_what_comes_back_every_year_keeps_its_weekday_or_its_date():
    def days(words: str) -> list[date]:
        events = planned(date(2026, 1, 1), date(2027, 12, 31))
        return [event.on for event in events if event.of["words"].startswith(words)]

    assert days("Midsommarfirande") == [date(2026, 6, 19), date(2027, 6, 25)]
    assert days("Valborgsmässoeld") == [date(2026, 4, 30), date(2027, 4, 30)]
    assert days("Skyltsöndag") == [date(2026, 11, 29), date(2027, 11, 28)]


def test_an_edition_is_written_when_its_tertial_or_year_has_been_over_for_some_weeks():
    assert latest(EditionKind.TERTIAL, today=date(2026, 9, 18)) == (tertial(2026, 1), date(2026, 5, 19))
    assert latest(EditionKind.TERTIAL, today=date(2026, 9, 22)) == (tertial(2026, 2), date(2026, 9, 21))
    assert latest(EditionKind.YEAR, today=date(2027, 1, 25)) == (calendar_year(2025), date(2026, 1, 26))
    assert latest(EditionKind.YEAR, today=date(2027, 1, 26)) == (calendar_year(2026), date(2027, 1, 25))
