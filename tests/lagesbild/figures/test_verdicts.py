"""Verdicts: from the right test for what there is to compare with, and few enough by chance."""

import numpy as np
import pytest

from lagesbild.figures.verdicts import MANY, RATE, Judged, Series, comparisons, is_too_few, judged
from lagesbild.statistics.change import e_test, history_test

YEAR = 26
FORTNIGHT = 14


def series(count: int, *history: int, days: int = FORTNIGHT) -> Series:
    return Series(count, days, history, (FORTNIGHT,) * len(history))


def alone(count: int, *history: int) -> Judged:
    (found,) = judged({"alone": series(count, *history)}).values()
    return found


@pytest.mark.parametrize(
    ("count", "history", "expected", "verdict"),
    [
        (12, (10,) * YEAR, {"low": 4, "high": 17}, "within"),
        (25, (10,) * YEAR, {"low": 4, "high": 17}, "above"),
        (1, (10,) * YEAR, {"low": 4, "high": 17}, "below"),
        (1, (1,) * YEAR, {"low": 0, "high": 3}, "too_few"),
        (9, (1,) * YEAR, {"low": 0, "high": 3}, "above"),
        (0, (0,) * YEAR, {"low": 0, "high": 0}, "too_few"),
    ],
)
def test_many_earlier_periods_give_an_interval(count, history, expected, verdict):
    assert alone(count, *history) == Judged(expected, verdict)


@pytest.mark.parametrize(
    ("count", "history", "verdict"),
    [(12, (10, 11), "within"), (40, (10, 11), "above"), (1, (20, 22, 18), "below"), (2, (1, 1), "too_few")],
)
def test_few_are_taken_together_and_give_none(count, history, verdict):
    assert alone(count, *history) == Judged(None, verdict)


def test_nothing_is_said_of_the_first_period_of_all():
    assert judged({"first": series(12)}) == {}


def test_which_test_is_asked_follows_from_how_many_periods_there_are():
    few, many = [7] * (MANY - 1), [7] * MANY
    assert series(12, *few).p(12, 1) == e_test(12, 14, 49, 98)
    assert series(12, *many).p(12, 1) == history_test(12, many)


def test_a_longer_period_may_have_more_without_being_more():
    """A tertial of 123 days after three of 120: the events per day are what is compared."""
    tertial = Series(123, 123, (120, 120, 120), (120, 120, 120))
    assert tertial.usual == 123
    assert tertial.p(123, 1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("usual", "says_nothing"), [(0, True), (1, True), (2, True), (4, False), (10, False), (100, False)]
)
def test_too_few_is_where_neither_none_nor_twice_as_many_would_stand_out(usual, says_nothing):
    for history in ((usual,) * YEAR, (usual,) * (MANY - 1)):
        line = series(usual, *history)
        assert is_too_few(line, 1) is says_nothing


def test_what_stands_out_alone_is_only_marked_among_many():
    history = (10,) * YEAR
    crowd = {number: series(10, *history) for number in range(30)}
    assert alone(18, *history) == Judged({"low": 4, "high": 17}, "above")
    assert judged({**crowd, "odd": series(18, *history)})["odd"] == Judged(
        {"low": 4, "high": 17}, "within", is_marked=True
    )


def test_a_line_that_is_far_out_is_flagged_among_many_and_the_others_are_counted():
    history = (10,) * YEAR
    found = judged({**{number: series(10, *history) for number in range(30)}, "odd": series(40, *history)})
    assert found["odd"].verdict == "above"
    assert comparisons(found) == {"tried": 31, "flagged": 1, "by_chance": 1.6}


@pytest.mark.parametrize("means", [[0.5, 1, 2, 4], [3, 15, 60]], ids=str)
@pytest.mark.parametrize("periods", [3, YEAR])
def test_where_nothing_changes_the_verdicts_cry_wolf_in_no_more_towns_than_is_said(means, periods):
    """Shuffled Poisson years: some line of the table is flagged in at most the stated share of towns.

    Where nothing has changed every flag is false, so the false discovery rate is the share of towns with any.
    """
    dice, towns = np.random.default_rng(2026), 200
    lines = np.repeat(means, 4)
    flagged = 0
    for _town in range(towns):
        counts = dice.permuted(dice.poisson(lines[:, None], (len(lines), periods + 1)), axis=1)
        found = judged({line: series(int(row[-1]), *map(int, row[:-1])) for line, row in enumerate(counts)})
        flagged += comparisons(found)["flagged"] > 0
    # The upper end of the binomial's 95 % interval around the stated rate.
    assert flagged / towns <= RATE + 1.96 * (RATE * (1 - RATE) / towns) ** 0.5


@pytest.mark.parametrize("periods", [4, 11])
@pytest.mark.parametrize("uneven", [1.5, 2, 3])
def test_uneven_towns_cry_wolf_hardly_more(uneven, periods):
    """Negative binomial years: no line is judged by how even it alone happens to look."""
    dice, towns, mean = np.random.default_rng(2026), 100, 12
    flagged = 0
    for _town in range(towns):
        counts = dice.negative_binomial(mean / (uneven - 1), 1 / uneven, (60, periods + 1))
        found = judged({line: series(int(row[-1]), *map(int, row[:-1])) for line, row in enumerate(counts)})
        flagged += comparisons(found)["flagged"] > 0
    # Three standard errors above the stated rate; 55–65 of 100 where each line is judged by itself alone.
    assert flagged / towns <= RATE + 3 * (RATE * (1 - RATE) / towns) ** 0.5


def test_a_line_that_looks_even_is_judged_by_what_the_others_have_in_common():
    even, uneven = (10,) * YEAR, (5, 15) * (YEAR // 2)
    assert alone(18, *even).verdict == "above"
    found = judged({"even": series(18, *even), **{number: series(10, *uneven) for number in range(10)}})
    assert (found["even"].verdict, found["even"].expected) == ("within", {"low": 2, "high": 21})
