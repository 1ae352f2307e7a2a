"""Which days to think of: Swedish holidays by their Swedish names, and the evenings and weekends known for it."""

from datetime import date

import pytest

from lagesbild.almanac import Day, days_in
from lagesbild.period import Period


def named(start: date, end: date) -> list[tuple[date, date, str, bool]]:
    return [(day.first, day.last, day.name, day.is_holiday) for day in days_in(Period(start, end))]


def test_the_spring_of_2026_has_easter_walpurgis_night_and_pay():
    assert named(date(2026, 4, 1), date(2026, 5, 2)) == [
        (date(2026, 4, 3), date(2026, 4, 3), "Långfredagen", True),
        (date(2026, 4, 5), date(2026, 4, 5), "Påskdagen", True),
        (date(2026, 4, 6), date(2026, 4, 6), "Annandag påsk", True),
        (date(2026, 4, 24), date(2026, 4, 26), "Löningshelg", False),
        (date(2026, 4, 30), date(2026, 4, 30), "Valborgsmässoafton", False),
        (date(2026, 5, 1), date(2026, 5, 1), "Första maj", True),
    ]


def test_midsummer_eve_is_as_good_as_a_holiday():
    assert (date(2026, 6, 19), date(2026, 6, 19), "Midsommarafton", True) in named(
        date(2026, 6, 16), date(2026, 6, 22)
    )


def test_what_goes_on_when_the_period_begins_or_ends_is_there():
    schools = Day(date(2026, 6, 1), date(2026, 6, 15), "Tiden för skolavslutning och studentfirande", False)
    assert schools in days_in(Period(date(2026, 6, 15), date(2026, 6, 16)))
    assert schools not in days_in(Period(date(2026, 6, 16), date(2026, 6, 17)))


def test_new_year_takes_both_years():
    names = [name for *_days, name, _holiday in named(date(2026, 12, 31), date(2027, 1, 2))]
    assert names == ["Nyårsafton", "Nyårsdagen"]


@pytest.mark.parametrize(
    ("month", "friday"),
    [(1, date(2026, 1, 23)), (3, date(2026, 3, 27)), (9, date(2026, 9, 25)), (10, date(2026, 10, 23))],
)
def test_pay_comes_on_the_25th_or_the_friday_before_a_weekend(month, friday):
    second_half = Period(date(2026, month, 15), date(2026, month + 1, 1))
    assert [day.first for day in days_in(second_half) if day.name == "Löningshelg"] == [friday]
