"""The record over time: which grades are read, what may be said of a difference, and the bandwidth it speaks for."""

from datetime import timedelta

import pytest

from lagesbild import document, grading, track_record
from lagesbild.models import GroundKind, MapGrade, MapMethod
from lagesbild.track_record import ENOUGH, Verdict
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

AT = DRAFTED + timedelta(days=1)
WIDTHS = (100, 150, 200, 300, 400)


@pytest.fixture
def scene(db):
    return Scene()


def graded(scene, start_on, *, events=10, map_caught=5, count=None, last_year=None, **widths):
    """One period's grades in retrospect: what the map of 200 m caught, and its rivals where they are told."""
    caught = {(MapMethod.DENSITY, width): widths.get(f"m{width}", map_caught) for width in WIDTHS}
    if count is not None:
        caught[MapMethod.COUNT, None] = count
    if last_year is not None:
        caught[MapMethod.LAST_YEAR, 200] = last_year
    MapGrade.objects.bulk_create(
        MapGrade(
            municipality=scene.municipality,
            start_on=start_on,
            method=method,
            bandwidth=width,
            is_map=(method, width) == (MapMethod.DENSITY, 200),
            ground=GroundKind.BUILT_UP,
            area_km2=10,
            share=0.05,
            events=events,
            outside=0,
            caught=number,
            hit_rate=number / events if events else None,
            pai=number / events / 0.05 if events else None,
            graded_at=AT,
        )
        for (method, width), number in caught.items()
    )


def periods(count):
    return [period.start for period in PERIOD.history(count)]


def record(scene):
    return track_record.record_of(scene.municipality)


def test_without_grades_there_is_no_record(scene):
    told = record(scene)
    assert (list(told.lines), list(told.methods), list(told.bandwidths), told.proposal) == ([], [], [], None)


def test_the_latest_map_comes_first_and_those_in_retrospect_are_counted(scene):
    for start in periods(3):
        graded(scene, start)
    told = record(scene)
    assert [line.period.start for line in told.lines] == periods(3)[::-1]
    assert (told.in_retrospect, told.lines[0].tried_on) == (3, "vecka 9–10 2026")


def test_the_record_is_one_statement_however_long(scene, django_assert_num_queries):
    for start in periods(30):
        graded(scene, start, count=4, last_year=3)
    with django_assert_num_queries(1):
        record(scene)


def test_counts_are_added_up_over_the_periods(scene):
    for start, caught in zip(periods(3), (2, 5, 8), strict=True):
        graded(scene, start, map_caught=caught, count=4)
    the_map, count = record(scene).methods
    assert (the_map.caught, the_map.events, the_map.percent) == (15, 30, 50)
    assert (count.caught, count.map_caught, count.percent) == (12, 15, 40)
    assert (count.signs.better, count.signs.worse, count.signs.equal) == (1, 2, 0)
    assert the_map.pai == pytest.approx(10)


def test_a_rival_is_compared_over_the_periods_it_was_graded_in(scene):
    first, second = periods(2)
    graded(scene, first, map_caught=9)
    graded(scene, second, map_caught=5, last_year=3)
    (_map, last_year) = record(scene).methods
    assert (last_year.periods, last_year.caught, last_year.map_caught) == (1, 3, 5)


def test_a_period_without_events_is_in_the_list_but_not_in_the_sums(scene):
    first, second = periods(2)
    graded(scene, first, events=0, map_caught=0, count=0)
    graded(scene, second, count=4)
    told = record(scene)
    assert (len(told.lines), told.methods[1].periods) == (2, 1)


@pytest.mark.parametrize(
    ("count", "caught", "verdict"),
    [
        (ENOUGH - 1, 4, Verdict.TOO_FEW),
        (ENOUGH, 4, Verdict.WORSE),
        (ENOUGH, 5, Verdict.UNCLEAR),
        (ENOUGH, 6, Verdict.BETTER),
    ],
)
def test_a_difference_is_told_when_chance_seldom_makes_it(scene, count, caught, verdict):
    for start in periods(count):
        graded(scene, start, map_caught=5, count=caught)
    assert record(scene).methods[1].verdict == verdict


def test_a_difference_that_goes_either_way_is_none(scene):
    for number, start in enumerate(periods(12)):
        graded(scene, start, map_caught=5, count=9 if number < 8 else 2)
    assert record(scene).methods[1].verdict == Verdict.UNCLEAR


class TestProposal:
    def test_a_bandwidth_that_is_clearly_better_is_proposed(self, scene):
        for start in periods(12):
            graded(scene, start, m300=7)
        told = record(scene).proposal
        assert (told.current, told.suggested, told.is_made) == (200, 300, True)
        assert (told.best.caught, told.best.map_caught, told.best.events) == (84, 60, 120)

    def test_the_best_of_four_must_be_better_by_more(self, scene):
        """8 of 8 would be enough for one comparison (p 0.008), not 7 of 8 for the best of four (p 0.07 over 0.0125)."""
        for number, start in enumerate(periods(8)):
            graded(scene, start, m300=7 if number else 4)
        told = record(scene).proposal
        assert (told.best.bandwidth, told.best.verdict) == (300, Verdict.UNCLEAR)
        assert (told.is_made, told.suggested) == (False, 200)

    def test_too_few_periods_propose_nothing(self, scene):
        for start in periods(ENOUGH - 1):
            graded(scene, start, m300=9)
        told = record(scene).proposal
        assert (told.best.verdict, told.is_made) == (Verdict.TOO_FEW, False)

    def test_among_equals_the_one_in_use_is_kept(self, scene):
        for start in periods(12):
            graded(scene, start)
        told = record(scene).proposal
        assert (told.best.bandwidth, told.is_made) == (200, False)

    def test_once_taken_it_is_the_one_the_others_are_beside(self, scene):
        for start in periods(12):
            graded(scene, start, m300=7)
        scene.municipality.bandwidth = 300
        told = record(scene).proposal
        assert (told.current, told.best.bandwidth, told.is_made) == (300, 300, False)


class TestBesideAnEdition:
    def adopt(self, scene, period):
        edition = document.adopt(
            document.draft(scene.municipality, period, at=DRAFTED), by=scene.coordinator, at=AT
        )
        grading.grade(edition, at=AT)
        return edition

    def test_an_edition_tells_how_the_map_before_did_and_then_its_own(self, scene):
        scene.events(1)
        first, second, third = (
            self.adopt(scene, each) for each in (PERIOD.previous(), PERIOD, PERIOD.next())
        )
        pairs = [
            [(line.edition, line.followed_by) for line in track_record.lines_beside(edition)]
            for edition in (first, second, third)
        ]
        assert pairs == [[(first, second)], [(first, second), (second, third)], [(second, third)]]

    def test_a_draft_tells_of_the_latest_map_that_could_be_tried(self, scene):
        for start in periods(3):
            graded(scene, start)
        draft = scene.draft(PERIOD.next())
        assert [line.period.start for line in track_record.lines_beside(draft)] == [PERIOD.previous().start]
        earlier = scene.draft(PERIOD)
        assert [line.period for line in track_record.lines_beside(earlier)] == [PERIOD.history(2)[0]]

    def test_a_map_with_an_edition_is_read_before_one_in_retrospect(self, scene):
        scene.events(1, PERIOD.previous().start)
        scene.events(1)
        graded(scene, PERIOD.previous().start, events=99)
        first, second = (self.adopt(scene, each) for each in (PERIOD.previous(), PERIOD))
        (line,) = record(scene).lines
        assert (line.edition, line.followed_by, line.map.events) == (first, second, 1)
