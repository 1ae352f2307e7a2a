"""Grading the maps: what is graded, against what, and that nothing is graded twice."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from accounts.models import Area, AreaKind
from incidents.models import LocationPrecision
from lagesbild import document, grading, tasks
from lagesbild.grading import SHARE
from lagesbild.models import EditionState, GroundKind, MapGrade, MapMethod
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

BEFORE = PERIOD.previous()
AT = DRAFTED + timedelta(days=1)
#: A town of about 2.3 × 2.2 km around the centre, and degrees that are some hundred metres.
TOWN = (15.973, 59.503, 16.013, 59.523)
EAST = 0.005


@pytest.fixture
def scene(db):
    made = Scene()
    Area.objects.create(
        municipality=made.municipality,
        name="Köping",
        kind=AreaKind.LOCALITY,
        geometry=factories.rectangle(*TOWN),
    )
    return made


def at(east=0.0, north=0.0):
    longitude, latitude = factories.CENTRE
    return {"longitude": longitude + east, "latitude": latitude + north}


def adopt(scene, period):
    """The period's edition, adopted the day after it ended."""
    edition = document.draft(scene.municipality, period, at=DRAFTED)
    return document.adopt(edition, by=scene.coordinator, at=AT)


def two_editions(scene):
    return adopt(scene, BEFORE), adopt(scene, PERIOD)


def of(method, **fields):
    return MapGrade.objects.get(method=method, **fields)


def the_map():
    return MapGrade.objects.get(is_map=True)


class TestOfEditions:
    def test_the_map_is_graded_by_what_the_next_period_brought(self, scene):
        scene.events(4, BEFORE.start)
        scene.events(3)
        scene.events(1, **at(4 * EAST - 0.002))
        first, second = two_editions(scene)
        assert grading.grade(second, at=AT) == 6
        told = the_map()
        assert (told.edition, told.followed_by, told.start_on) == (first, second, BEFORE.start)
        assert (told.caught, told.events, told.outside) == (3, 4, 0)
        assert (told.hit_rate, told.share, told.ground) == (0.75, SHARE, GroundKind.BUILT_UP)
        assert told.pai == pytest.approx(0.75 / SHARE, rel=0.01)
        assert told.area_km2 == pytest.approx(5.0, rel=0.05)

    def test_each_offered_bandwidth_is_graded_and_the_map_is_one_of_them(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        widths = MapGrade.objects.filter(method=MapMethod.DENSITY).order_by("bandwidth")
        assert list(widths.values_list("bandwidth", "is_map")) == [
            (100, False),
            (150, False),
            (200, True),
            (300, False),
            (400, False),
        ]

    def test_a_plain_count_and_last_years_same_weeks_are_tried_on_the_same_events(self, scene):
        scene.events(1, BEFORE.last_year().start)
        scene.events(5, PERIOD.last_year().start, **at(-2 * EAST))
        scene.events(2, BEFORE.start)
        scene.events(2)
        scene.events(1, **at(-2 * EAST))
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert (of(MapMethod.COUNT).caught, of(MapMethod.COUNT).bandwidth) == (2, None)
        assert (of(MapMethod.LAST_YEAR).caught, of(MapMethod.LAST_YEAR).bandwidth) == (1, 200)
        assert set(MapGrade.objects.values_list("events", flat=True)) == {3}

    def test_last_year_is_no_rival_where_nobody_reported_yet(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert not MapGrade.objects.filter(method=MapMethod.LAST_YEAR).exists()

    def test_what_lies_outside_the_localities_or_only_in_an_area_is_not_tried(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        scene.events(3, **at(north=0.1))
        scene.events(4, location_precision=LocationPrecision.AREA)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert (the_map().events, the_map().outside) == (2, 3)

    def test_it_is_graded_by_what_the_editions_froze(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        _first, second = two_editions(scene)
        scene.events(9, BEFORE.start, **at(2 * EAST))
        scene.events(9, **at(2 * EAST))
        grading.grade(second, at=AT)
        assert (the_map().caught, the_map().events) == (2, 2)

    def test_a_period_without_events_leaves_nothing_to_reckon(self, scene):
        scene.events(2, BEFORE.start)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        told = the_map()
        assert (told.events, told.caught, told.hit_rate, told.pai, told.pei, told.rri) == (0, 0, *[None] * 4)

    def test_a_map_without_events_catches_none(self, scene):
        scene.events(2)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert (the_map().events, the_map().caught, the_map().rri) == (2, 0, None)

    def test_without_localities_the_ground_is_where_something_was_reported_in_a_year(self, db):
        scene = Scene()
        scene.events(1, BEFORE.start - timedelta(days=100), **at(4 * EAST))
        scene.events(2, BEFORE.start)
        scene.events(2)
        scene.events(1, **at(north=0.1))
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        told = the_map()
        assert (told.ground, told.area_km2) == (GroundKind.REPORTED, pytest.approx(2 * 0.04))
        assert (told.events, told.outside) == (2, 1)

    def test_without_any_ground_nothing_is_tried(self, db):
        scene = Scene()
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert (the_map().area_km2, the_map().events, the_map().hit_rate) == (0, 0, None)


class TestOnce:
    def test_it_is_due_when_the_next_edition_is_adopted_and_no_longer_when_graded(self, scene):
        adopt(scene, BEFORE)
        assert list(grading.due()) == []
        second = adopt(scene, PERIOD)
        assert list(grading.due()) == [second]
        assert grading.grade(second, at=AT) == 6
        assert list(grading.due()) == []
        assert (grading.grade(second, at=AT), MapGrade.objects.count()) == (0, 6)

    def test_two_workers_at_once_make_one_grade(self, scene):
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        rows = list(MapGrade.objects.all())
        for row in rows:
            row.pk = None
        MapGrade.objects.bulk_create(rows, ignore_conflicts=True)
        assert MapGrade.objects.count() == 6
        rows[0].pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            rows[0].save()

    def test_an_edition_that_follows_no_other_is_not_due(self, scene):
        adopt(scene, PERIOD)
        adopt(scene, BEFORE.previous())
        assert list(grading.due()) == []
        assert grading.grade(adopt(scene, PERIOD.next()), at=AT) == 6

    def test_the_worker_grades_what_is_due(self, scene):
        two_editions(scene)
        tasks.grade_maps(scene.municipality.pk)
        tasks.grade_maps(scene.municipality.pk)
        assert MapGrade.objects.count() == 6

    def test_nobody_changes_a_grade(self, scene):
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            MapGrade.objects.update(caught=F("events"))
        with pytest.raises(DatabaseError), transaction.atomic():
            MapGrade.objects.all().delete()


class TestCorrections:
    def correct(self, scene, edition):
        correction = document.draft_correction(edition, note="Fel plats", at=AT)
        return document.adopt(correction, by=scene.coordinator, at=AT)

    def test_a_corrected_map_is_graded_anew_and_the_first_grade_is_kept_but_not_in_force(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        first, second = two_editions(scene)
        grading.grade(second, at=AT)
        corrected = self.correct(scene, first)
        assert list(grading.due()) == [second]
        grading.grade(second, at=AT)
        assert MapGrade.objects.filter(is_map=True).count() == 2
        assert MapGrade.objects.in_force().get(is_map=True).edition == corrected

    def test_corrected_events_grade_the_map_anew(self, scene):
        scene.events(2, BEFORE.start)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        scene.events(2)
        corrected = self.correct(scene, second)
        assert list(grading.due()) == [corrected]
        grading.grade(corrected, at=AT)
        second.refresh_from_db()
        assert second.state == EditionState.SUPERSEDED
        assert MapGrade.objects.in_force().get(is_map=True).caught == 2


class TestInRetrospect:
    def test_earlier_periods_get_the_grades_their_maps_would_have_had(self, scene):
        for period in PERIOD.history(3):
            scene.events(2, period.start)
        scene.events(2)
        # Weeks 13–14: the fortnight of 11–12 is the latest that has ended.
        later = DRAFTED + timedelta(days=15)
        assert grading.look_back(scene.municipality, at=later) == 3 * 6
        told = MapGrade.objects.filter(is_map=True).order_by("start_on")
        assert [(each.start_on, each.caught, each.events) for each in told] == [
            (period.start, 2, 2) for period in PERIOD.history(3)
        ]
        assert {(each.edition, each.followed_by) for each in told} == {(None, None)}

    def test_asked_again_nothing_is_added(self, scene):
        scene.events(2, BEFORE.start)
        later = DRAFTED + timedelta(days=15)
        grading.look_back(scene.municipality, at=later)
        assert grading.look_back(scene.municipality, at=later) == 0

    def test_the_latest_period_is_left_to_its_edition(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        assert grading.look_back(scene.municipality, at=AT) == 0

    def test_a_map_of_an_edition_is_not_made_again(self, scene):
        scene.events(2, BEFORE.start)
        _first, second = two_editions(scene)
        grading.grade(second, at=AT)
        assert grading.look_back(scene.municipality, at=DRAFTED + timedelta(days=15)) == 0

    def test_it_goes_no_farther_back_than_asked_or_than_there_are_reports(self, scene):
        for period in PERIOD.history(4):
            scene.events(1, period.start)
        later = DRAFTED + timedelta(days=15)
        assert grading.look_back(scene.municipality, at=later, periods=0) == 0
        assert grading.look_back(scene.municipality, at=later, periods=1) == 6
        assert grading.look_back(scene.municipality, at=later) == 3 * 6

    def test_where_nothing_was_ever_reported_there_is_nothing_to_grade(self, scene):
        assert grading.look_back(scene.municipality, at=AT) == 0

    def test_the_statements_are_as_many_for_one_period_as_for_three(self, scene, django_assert_num_queries):
        for period in PERIOD.history(4):
            scene.events(1, period.start)
        later = DRAFTED + timedelta(days=15)
        grading.look_back(scene.municipality, at=later, periods=1)
        with django_assert_num_queries(7):
            grading.look_back(scene.municipality, at=later, periods=1 + 1)
        with django_assert_num_queries(7):
            grading.look_back(scene.municipality, at=later, periods=4)


def test_the_command_grades_editions_and_what_was_before_them(scene):
    for period in PERIOD.history(3):
        scene.events(1, period.start)
    two_editions(scene)
    said = []
    for _time in range(2):
        with time_machine.travel(DRAFTED + timedelta(days=15), tick=False):
            call_command("grade_maps", stdout=(stream := StringIO()))
        said.append(stream.getvalue())
    assert said == ["Köping 2026:02: 6 grades.\nKöping: 12 grades.\n", "Köping: 0 grades.\n"]


class TestBandwidth:
    def test_the_municipality_takes_one_that_is_offered(self, scene):
        grading.take_bandwidth(scene.municipality, 300)
        scene.municipality.refresh_from_db()
        assert scene.municipality.bandwidth == 300

    def test_no_other(self, scene):
        with pytest.raises(ValueError, match="A bandwidth is one of"):
            grading.take_bandwidth(scene.municipality, 250)

    def test_the_next_edition_is_drawn_with_it_and_says_so(self, scene):
        scene.events(2, BEFORE.start)
        scene.events(2)
        first = adopt(scene, BEFORE)
        grading.take_bandwidth(scene.municipality, 300)
        second = adopt(scene, PERIOD)
        widths = [
            (each.parameters["bandwidth"], each.content["full"]["where"]["heat"]["bandwidth"])
            for each in (first, second)
        ]
        assert widths == [(200, 200), (300, 300)]
        assert second.content["full"]["about"]["bandwidth"] == 300

    def test_a_map_is_graded_with_the_one_it_was_drawn_with(self, scene):
        first = adopt(scene, BEFORE)
        grading.take_bandwidth(scene.municipality, 300)
        grading.grade(adopt(scene, PERIOD), at=AT)
        assert (the_map().edition, the_map().bandwidth) == (first, 200)
