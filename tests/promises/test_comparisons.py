"""With what an activity is compared is chosen before it begins, lies apart, stays, and is then counted and judged."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.models import Area, AreaKind
from promises import activities, comparisons, documents
from promises.comparisons import Refused, judged, told_line
from promises.models import Comparison, ComparisonSite
from tests import factories
from tests.lagesbild.figures.scene import Scene
from tests.promises.comparison_factories import (
    AFTERWARDS,
    CHOSEN,
    FAR,
    FARTHER,
    START,
    choose,
    make_site,
    make_work,
    since_early,
)
from tests.promises.documents import adopted, first_activity, make_plan
from tests.promises.factories import log

pytestmark = pytest.mark.django_db

#: After the half year that is compared.
UNTIL = date(2026, 6, 1)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def line_of(scene, activity, *, until=UNTIL):
    return judged([activity], until=until, municipality=scene.municipality).get(activity.pk)


def rows_of(line):
    return [(row["role"], row["names"], row["before"], row["after"]) for row in line["rows"]]


def refused(activity, *control, **said) -> str:
    with pytest.raises(Refused) as refusal:
        choose(activity, *control, **said)
    return refusal.value.code


def test_a_fall_that_the_control_did_not_have_is_fewer_than_expected(scene):
    since_early(scene)
    station = make_site(scene, "Stationen", before=30, after=8)
    park = make_site(scene, "Parken", FAR, before=28, after=30)
    activity = make_work(scene, station)
    choose(activity, park)
    line = line_of(scene, activity)
    assert rows_of(line) == [("treated", ["Stationen"], 30, 8), ("control", ["Parken"], 28, 30)]
    assert (line["verdict"], line["reasons"], line["effect"]["estimate"]) == ("fewer", [], -24)
    assert (line["before_from"], line["after_to"], line["is_final"]) == ("2025-03-03", "2026-03-01", True)


def test_it_is_counted_up_to_the_day_asked_about_and_compared_at_equal_length(scene):
    since_early(scene)
    station = make_site(scene, "Stationen", before=30, after=8)
    park = make_site(scene, "Parken", FAR, before=28, after=30)
    activity = make_work(scene, station)
    choose(activity, park)
    line = line_of(scene, activity, until=date(2025, 12, 1))
    assert (line["before_days"], line["after_days"], line["is_final"]) == (182, 91, False)
    assert line["effect"]["estimate"] == (8 - 15) - (30 - 14)
    assert line_of(scene, activity, until=date(2025, 9, 20))["reasons"] == ["short_after"]
    assert line_of(scene, activity, until=START) is None


def test_the_ring_counts_what_lies_outside_the_place_and_nothing_twice(scene):
    since_early(scene)
    station = make_site(scene, "Stationen", before=30, after=5)
    make_site(scene, "Tunneln", 0.002, before=3, after=25)  # 220 metres off
    park = make_site(scene, "Parken", FARTHER, before=28, after=30)
    activity = make_work(scene, station)
    choose(activity, park, ring=200)
    line = line_of(scene, activity)
    assert rows_of(line)[2] == ("displaced", [], 3, 25)
    assert (line["verdict"], line["effect"]["estimate"]) == ("chance", -25 - 2 + 22)


def test_too_few_events_go_unjudged_and_have_no_number(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=4, after=1))
    choose(activity, make_site(scene, "Parken", FAR, before=20, after=20))
    line = line_of(scene, activity)
    assert (line["verdict"], line["reasons"], line["effect"]) == ("not_judged", ["too_few"], None)


def test_damage_at_the_place_is_told_in_kronor_before_and_after(scene):
    since_early(scene)
    station = make_site(scene, "Stationen", before=12, after=12)
    glass = {"damage_type": "glass", "damage_cost": 1500, "place": station}
    scene.events(2, date(2025, 8, 31), **glass)
    scene.events(1, date(2025, 9, 1), **glass)
    scene.events(1, date(2025, 9, 2), damage_type="glass", place=station)
    scene.events(1, date(2025, 9, 2), damage_type="glass", damage_cost=900, latitude=59.6)
    activity = make_work(scene, station)
    choose(activity, make_site(scene, "Parken", FAR, before=20, after=20))
    assert line_of(scene, activity)["cost"] == {
        "before": {"damages": 2, "costed": 2, "kronor": 3000},
        "after": {"damages": 2, "costed": 1, "kronor": 1500},
    }


def test_a_place_chosen_at_its_peak_warns_of_regression_to_the_mean(scene):
    since_early(scene)
    station = make_site(scene, "Stationen", before=12, after=12)
    activity = make_work(scene, station)
    choose(activity, make_site(scene, "Parken", FAR, before=20, after=20))
    assert line_of(scene, activity)["cautions"] == ["peak"]
    scene.events(12, date(2024, 10, 10), place=station)
    assert line_of(scene, activity)["cautions"] == []


def test_the_latest_choice_before_the_start_holds(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=12, after=12))
    choose(activity, make_site(scene, "Parken", FAR), at=CHOSEN.replace(day=20))
    choose(activity, make_site(scene, "Torget", FARTHER, before=1))
    assert rows_of(line_of(scene, activity))[1] == ("control", ["Torget"], 1, 0)


def test_a_choice_after_the_start_must_be_asked_for_and_is_never_judged(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=10))
    park = make_site(scene, "Parken", FAR, before=60, after=60)
    assert refused(activity, park, at=AFTERWARDS) == "late"
    assert choose(activity, park, at=AFTERWARDS, in_hindsight=True).in_hindsight
    line = line_of(scene, activity)
    assert (line["verdict"], line["reasons"], rows_of(line)[0][2:]) == ("not_judged", ["hindsight"], (60, 10))


def test_a_choice_made_in_time_is_not_replaced_afterwards(scene):
    activity = make_work(scene, make_site(scene, "Stationen"))
    choose(activity, park := make_site(scene, "Parken", FAR))
    assert refused(activity, park, at=AFTERWARDS, in_hindsight=True) == "chosen"


def test_a_start_that_is_moved_afterwards_is_said_and_not_judged(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=10))
    choose(activity, make_site(scene, "Parken", FAR, before=60, after=60))
    moved = activities.edit(activity, edited=0, start_on=date(2025, 9, 8))
    assert line_of(scene, moved)["reasons"] == ["moved"]


def test_what_has_been_done_has_begun_whatever_its_new_first_day_says(scene):
    activity = make_work(scene, make_site(scene, "Stationen"), start_on=date(2025, 8, 1))
    log(activity, on=date(2025, 8, 28), at=CHOSEN)
    assert refused(activity, make_site(scene, "Parken", FAR)) == "late"


def test_a_choice_made_for_a_plans_proposal_holds_in_every_later_version(scene):
    since_early(scene)
    plan = make_plan(scene.municipality)
    first = first_activity(plan)
    first = activities.edit(first, edited=0, place=make_site(scene, "Stationen", before=12, after=12))
    choose(
        first,
        make_site(scene, "Parken", FAR, before=20, after=20),
        at=datetime(2025, 12, 30, tzinfo=CHOSEN.tzinfo),
    )
    revised = documents.revise(adopted(plan), by=None, at=CHOSEN)
    line = line_of(scene, first_activity(revised))
    assert rows_of(line)[1][1] == ["Parken"]


def test_what_overlaps_is_refused_with_both_names(scene):
    station = make_site(scene, "Stationen")
    near, centre = make_site(scene, "Kiosken", 0.001), Area.objects.get(municipality=scene.municipality)
    park, beside = make_site(scene, "Parken", FARTHER), make_site(scene, "Lekplatsen", FARTHER + 0.001)
    activity = make_work(scene, station)
    assert [refused(activity, near), refused(activity, centre), refused(activity, park, beside)] == [
        "overlap"
    ] * 3
    assert refused(activity, station) == "overlap"
    assert refused(activity, make_site(scene, "Kajen", 0.004), ring=300) == "overlap"
    with pytest.raises(Refused) as refusal:
        choose(activity, park, displaced=[beside])
    assert refusal.value.between == ("Parken", "Lekplatsen")


def test_what_cannot_be_compared_is_refused(scene):
    park = make_site(scene, "Parken", FAR)
    square = make_site(scene, "Torget", FARTHER)
    activity = make_work(scene, make_site(scene, "Stationen"))
    stranger = factories.make_place(factories.make_municipality("Kungsör"), "Hamnen")
    centre = Area.objects.get(municipality=scene.municipality)
    of_centre = make_work(scene, None, area=centre)
    west = Area.objects.create(
        municipality=scene.municipality,
        name="Väster",
        kind=AreaKind.DESO,
        geometry=factories.rectangle(15.8, 59.5, 15.9, 59.53),
    )
    assert refused(activity) == "control"
    assert refused(activity, stranger) == "stranger"
    assert refused(activity, west) == "uncounted"
    assert refused(make_work(scene, None), park) == "nowhere"
    assert refused(of_centre, west, ring=200) == "ring"
    assert refused(activity, park, displaced_control=[square]) == "displaced_control"


def test_the_database_refuses_hindsight_that_is_not_marked_and_a_mark_without_need(scene):
    activity = make_work(scene, make_site(scene, "Stationen"))
    said = {"municipality": scene.municipality, "activity": activity, "weeks": 26, "size": 1}
    for wrong in (
        {"start_on": START, "chosen_at": AFTERWARDS},
        {"start_on": START, "chosen_at": CHOSEN, "in_hindsight": True},
        {"start_on": date(2025, 9, 2), "chosen_at": AFTERWARDS},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comparison.objects.create(**said, **wrong)


def test_the_database_keeps_a_choice_as_it_was_made(scene):
    park, square = make_site(scene, "Parken", FAR), make_site(scene, "Torget", FARTHER)
    station = make_site(scene, "Stationen")
    comparison = choose(make_work(scene, station), park)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        comparison.save()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        comparison.sites.all().delete()
    row = {"municipality": scene.municipality, "comparison": comparison, "role": "control"}
    with pytest.raises(IntegrityError, match="all its sites"), transaction.atomic():
        ComparisonSite.objects.create(**row, place=square)


def test_the_database_refuses_the_activitys_own_place_and_a_neighbours(scene):
    station = make_site(scene, "Stationen")
    activity = make_work(scene, station)
    stranger = factories.make_place(factories.make_municipality("Kungsör"), "Hamnen")
    comparison = Comparison.objects.create(
        municipality=scene.municipality,
        activity=activity,
        start_on=START,
        weeks=26,
        size=2,
        chosen_at=CHOSEN,
    )
    row = {"municipality": scene.municipality, "comparison": comparison, "role": "control"}
    for place, words in ((station, "somewhere else"), (stranger, "another municipality")):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            ComparisonSite.objects.create(**row, place=place)


def test_suggested_are_places_with_as_many_events_that_are_not_close(scene):
    activity = make_work(scene, make_site(scene, "Stationen", before=10))
    make_site(scene, "Kiosken", 0.003, before=10)
    make_site(scene, "Parken", FAR, before=9)
    make_site(scene, "Torget", FARTHER, before=14)
    make_site(scene, "Kajen", -FAR)
    found = comparisons.suggestions(activity, today=START, municipality=scene.municipality)
    assert [(str(each.where), each.count, each.own) for each in found] == [
        ("Parken", 9, 10),
        ("Torget", 14, 10),
    ]


def test_who_may_not_read_small_counts_gets_neither_them_nor_what_they_could_be_reckoned_from(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=30, after=3))
    choose(activity, make_site(scene, "Parken", FAR, before=28, after=30))
    line = told_line(line_of(scene, activity), 5)
    assert [(row["before"], row["after"]) for row in line["rows"]] == [(30, "<5"), (28, 30)]
    assert (line["verdict"], line["effect"]) == ("fewer", None)


def test_three_activities_take_two_statements_more_than_one(scene, django_assert_num_queries):
    since_early(scene)
    station, park = make_site(scene, "Stationen", before=3), make_site(scene, "Parken", FAR, before=3)
    rows = [make_work(scene, station, text=f"Insats {number}") for number in range(3)]
    for activity in rows:
        choose(activity, park)
    with django_assert_num_queries(8):
        judged(rows[:1], until=UNTIL, municipality=scene.municipality)
    with django_assert_num_queries(10):
        judged(rows, until=UNTIL, municipality=scene.municipality)
