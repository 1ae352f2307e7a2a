"""Numbers, days and the week's cells as the chapters write them."""

import pytest

from lagesbild.templatetags.swedish import (
    awaited,
    day,
    kronor,
    number,
    short_day,
    short_weekday,
    signed,
    weekday,
)
from lagesbild.templatetags.week_matrix import shade, total, whole


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (12400, "12\u202f400"), (-3, "\N{MINUS SIGN}3"), (31.24, "31,2"), (None, "–"), ("<5", "<5")],
)
def test_a_number_is_written_as_in_print(value, written: str):
    assert number(value) == written


def test_kronor_stay_on_one_line():
    assert (kronor(12400), kronor(None)) == ("12\u202f400\N{NO-BREAK SPACE}kr", "–")


def test_a_difference_bears_its_sign():
    assert [signed(value) for value in (3, 0, -2)] == ["+3", "0", "\N{MINUS SIGN}2"]


def test_days_are_written_out():
    assert (day("2026-03-10"), weekday(0), short_weekday(6)) == ("10 mars 2026", "måndag", "sön")


def test_a_day_close_at_hand_is_written_with_its_weekday_and_without_its_year():
    assert [short_day(iso) for iso in ("2026-03-10", "2026-11-29")] == [
        "tis\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}mar",
        "sön\N{NO-BREAK SPACE}29\N{NO-BREAK SPACE}nov",
    ]


def test_an_hour_shows_whole_events_and_a_trace_as_a_dot():
    assert [whole(value) for value in (0, 0.2, 0.5, 3.6)] == ["", "·", "1", "4"]


def test_the_busiest_hour_is_darkest():
    matrix = [[0.0, 0.4, 1.0], [2.0, 9.0, 10.0]]
    assert [[shade(value, matrix) for value in row] for row in matrix] == [[0, 0, 1], [2, 5, 5]]
    assert total(matrix[1]) == 21


def test_so_few_that_it_rounds_to_nought_is_said_in_words():
    assert [awaited(value) for value in (2.13, 0.06, 0.04)] == ["2,1", "0,1", "nästan inga"]
