"""What may be said of an effect: when it may, when it may not and why, and what to be careful about. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promises.verdict import FEWEST, Counts, Facts, Reason, Verdict, is_peak, is_unlike, judge

#: Wheeler and Ratcliffe 2018, the example of the article: −118, standard error 39.598, interval −196 to −40.
PUBLISHED = Counts((207, 110), (308, 318), (178, 157), (150, 140))


def facts(counts: Counts, *, before: int = 91, after: int = 91, **said: bool) -> Facts:
    return Facts(
        counts,
        before=before,
        after=after,
        in_time=said.get("in_time", True),
        kept_start=said.get("kept", True),
    )


def test_the_published_example_is_fewer_than_expected():
    found = judge(facts(PUBLISHED))
    assert found.effect is not None
    assert (found.verdict, found.effect.estimate, round(found.effect.se, 3)) == (Verdict.FEWER, -118, 39.598)


def test_times_that_are_not_equally_long_are_reckoned_in_days_after():
    found = judge(facts(Counts((80, 20), (100, 50)), before=182, after=91))
    assert found.effect is not None
    assert (found.effect.estimate, round(found.effect.se, 3)) == (-20, 10.724)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (Counts((60, 20), (50, 50)), Verdict.FEWER),
        (Counts((20, 60), (50, 50)), Verdict.MORE),
        (Counts((100, 80), (100, 90)), Verdict.CHANCE),
        # It fell, but so did the control.
        (Counts((60, 30), (60, 30)), Verdict.CHANCE),
        # It fell, and the neighbourhood got what it lost.
        (Counts((60, 20), (50, 50), (20, 60)), Verdict.CHANCE),
        # Nothing at all is left of twenty.
        (Counts((20, 0), (10, 10)), Verdict.FEWER),
    ],
)
def test_the_interval_says_which_word_it_is(counts, verdict):
    assert judge(facts(counts)).verdict == verdict


@pytest.mark.parametrize(
    ("it", "reasons"),
    [
        (facts(PUBLISHED, in_time=False), [Reason.HINDSIGHT]),
        (facts(PUBLISHED, kept=False), [Reason.MOVED]),
        (facts(PUBLISHED, before=27), [Reason.SHORT_BEFORE]),
        (facts(PUBLISHED, before=0), [Reason.SHORT_BEFORE]),
        (facts(PUBLISHED, after=27), [Reason.SHORT_AFTER]),
        (facts(Counts((7, 2), (50, 50))), [Reason.TOO_FEW]),
        (facts(Counts((50, 50), (4, 5))), [Reason.TOO_FEW]),
        (facts(Counts((0, 0), (0, 0))), [Reason.TOO_FEW]),
        (facts(Counts((8, 6), (10, 11))), [Reason.TOO_WIDE]),
        # The control fell to nothing: so would the place have done, and nothing can be less.
        (facts(Counts((30, 6), (30, 4))), [Reason.TOO_WIDE]),
        (facts(Counts((2, 1), (3, 1)), in_time=False, after=10), [Reason.HINDSIGHT, Reason.SHORT_AFTER]),
        (facts(Counts((2, 1), (3, 1)), in_time=False), [Reason.HINDSIGHT, Reason.TOO_FEW]),
    ],
)
def test_what_cannot_be_judged_says_why_and_has_no_number(it, reasons):
    found = judge(it)
    assert (found.verdict, list(found.reasons), found.effect) == (Verdict.NOT_JUDGED, reasons, None)


pairs = st.tuples(st.integers(0, 500), st.integers(0, 500))
maybe = st.none() | pairs


@given(pairs, pairs, maybe, maybe, st.integers(0, 400), st.integers(1, 400))
def test_every_count_has_an_answer_and_a_number_only_where_it_may_be_said(
    one, two, three, four, before, after
):
    found = judge(facts(Counts(one, two, three, four), before=before, after=after))
    assert (found.effect is None) == bool(found.reasons) == (found.verdict == Verdict.NOT_JUDGED)
    if found.effect is not None:
        assert min(sum(one), sum(two)) >= FEWEST
        assert found.effect.low <= found.effect.estimate <= found.effect.high


@given(pairs, pairs)
def test_place_and_control_that_change_places_change_sides(one, two):
    here, there = judge(facts(Counts(one, two))), judge(facts(Counts(two, one)))
    if here.effect is not None and there.effect is not None:
        assert here.effect.estimate == -there.effect.estimate


@pytest.mark.parametrize(
    ("quarters", "peak"),
    [
        ([3, 5, 4, 9], True),
        ([3, 5, 9, 9], False),
        ([9, 1, 1, 8], False),
        ([0, 0, 0, 0], False),
        ([0, 0, 0, 1], True),
        ([3, 5, 9], False),
        ([9], False),
        ([], False),
    ],
)
def test_a_place_is_at_its_peak_when_its_last_quarter_beats_at_least_three_before_it(quarters, peak):
    assert is_peak(quarters) is peak


@pytest.mark.parametrize(
    ("place", "control", "unlike"),
    [(20, 20, False), (20, 60, False), (20, 61, True), (61, 20, True), (0, 0, False), (0, 1, True)],
)
def test_a_control_of_more_than_three_times_the_events_is_unlike_the_place(place, control, unlike):
    assert is_unlike(Counts((place, 0), (control, 0))) is unlike
