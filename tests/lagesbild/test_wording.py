"""Periods and numbers as a person reads them, Swedish first."""

from datetime import date

import pytest
from django.utils.translation import override

from lagesbild import wording
from lagesbild.period import Period

WEEKS_9_10 = Period(date(2026, 2, 23), date(2026, 3, 9))
WEEKS_53_1 = Period(date(2026, 12, 28), date(2027, 1, 11))


@pytest.fixture(autouse=True)
def in_swedish():
    with override("sv"):
        yield


def test_a_fortnight_is_named_by_its_two_weeks():
    assert wording.weeks(WEEKS_9_10) == "vecka 9–10"
    assert wording.weeks(WEEKS_53_1) == "vecka 53–1"
    assert wording.weeks(Period(date(2026, 2, 23), date(2026, 3, 2))) == "vecka 9"


def test_the_year_follows_each_week_when_they_differ():
    assert wording.weeks_with_year(WEEKS_9_10) == "vecka 9–10 2026"
    assert wording.weeks_with_year(WEEKS_53_1) == "vecka 53 2026 – vecka 1 2027"
    assert wording.weeks_with_year(Period(date(2025, 12, 29), date(2026, 1, 12))) == "vecka 1–2 2026"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (WEEKS_9_10, "23 februari – 8 mars 2026"),
        (WEEKS_9_10.next(), "9–22 mars 2026"),
        (WEEKS_53_1, "28 december 2026 – 10 januari 2027"),
        (Period(date(2026, 3, 8), date(2026, 3, 9)), "8 mars 2026"),
    ],
)
def test_dates_say_month_and_year_once_where_they_are_the_same(period, text):
    assert wording.dates(period) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12400, 0, "12\N{NARROW NO-BREAK SPACE}400"),
        (1234567.25, 1, "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567,2"),
        (-3.5, 1, "\N{MINUS SIGN}3,5"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
    ],
)
def test_numbers_have_thin_spaces_a_comma_and_a_true_minus(value, decimals, text):
    assert wording.number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Narkotika och alkohol", "narkotika och alkohol"),
        ("EST-gruppen", "EST-gruppen"),
        ("BRÅ:s arbetsutskott", "BRÅ:s arbetsutskott"),
        ("Ö", "ö"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_begins_small_unless_it_is_an_abbreviation(name, text):
    assert wording.inside(name) == text
