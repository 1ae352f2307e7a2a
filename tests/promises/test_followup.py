"""A follow-up freezes what was done apart from what it did, once per period, until a meeting adopts it."""

from datetime import UTC, date, datetime

import pytest

from lagesbild import hotspots
from promises import followup
from promises.followup import AlreadyWritten, EditedMeanwhile, Locked, NotBegun
from promises.models import Activity, AgendaItem, FollowUp, Meeting, Resolution
from promises.spans import span_of
from tests.factories import make_organisation
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene
from tests.promises.factories import log, make_activity

pytestmark = pytest.mark.django_db

#: Wednesday 1 April 2026: the first quarter is over.
AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
QUARTER = span_of(date(2026, 1, 1), "quarter")


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def activity(scene: Scene) -> Activity:
    """Patrols from Monday 9 March at a hot spot that had three events in the fortnight before, and one after."""
    scene.events(3, place=scene.place("Järnvägsstationen"))
    hot_spot = hotspots.open_from(scene.draft(), name="Järnvägsstationen", by=None, at=DRAFTED)
    scene.events(1, date(2026, 3, 20))
    scene.events(1, date(2025, 3, 3))
    both = [make_organisation(scene.municipality), make_organisation(scene.municipality, "Fritid")]
    return make_activity(scene.municipality, *both, hot_spot=hot_spot, start_on=PERIOD.end)


def written(activity: Activity, at: datetime = AT) -> FollowUp:
    return followup.write(activity, rhythm="quarter", span=QUARTER, by=None, at=at)


def test_what_was_done_is_counted_per_organisation_and_against_the_target(scene, activity):
    fritid = make_organisation(scene.municipality, "Fritid")
    log(activity, on=date(2026, 3, 10), at=AT)
    log(activity, on=date(2026, 3, 12), at=AT, number=2)
    log(activity, on=date(2026, 3, 30), at=AT, organisation=fritid)
    log(activity, on=date(2026, 4, 1), at=AT, organisation=fritid)
    (line,) = written(activity).done["activities"]
    assert (line["in_period"], line["occasions"], line["total"], line["status"]) == (4, 3, 5, "ongoing")
    assert line["target"] == {"kind": "count", "number": 10, "unit": "passager"}
    assert line["organisations"] == [
        {"name": "KBAB", "occasions": 2, "number": 3, "last_on": "2026-03-12"},
        {"name": "Fritid", "occasions": 1, "number": 1, "last_on": "2026-03-30"},
    ]


def test_what_it_did_are_counts_over_equally_many_days_and_nobody_judges_them(activity):
    effect = written(activity).effect
    assert effect == {
        "places": [
            {
                "name": "Järnvägsstationen",
                "days": 23,
                "before_from": "2026-02-14",
                "before_to": "2026-03-08",
                "after_from": "2026-03-09",
                "after_to": "2026-03-31",
                "before": 3,
                "after": 1,
                "before_last_year": 1,
                "after_last_year": 0,
            }
        ],
        "test": None,
    }


def test_before_the_first_report_of_all_nothing_is_known(scene):
    scene.events(2, place=scene.place("Järnvägsstationen"))
    place = scene.municipality.places.get()
    activity = make_activity(scene.municipality, place=place, start_on=date(2026, 3, 1))
    (line,) = written(activity).effect["places"]
    assert (line["before"], line["before_last_year"], line["after_last_year"]) == (2, None, None)


def test_small_counts_are_not_told_to_who_may_not_read_them(activity):
    (place,) = followup.told_effect(written(activity).effect, 5)["places"]
    assert [place[name] for name in ("before", "after", "after_last_year")] == ["<5", "<5", 0]


def test_it_stays_as_it_was_written(activity):
    row = written(activity)
    log(activity, on=date(2026, 3, 10), at=AT)
    row.refresh_from_db()
    assert (row.done["activities"][0]["in_period"], row.status) == (0, "not_started")


def test_writing_it_again_takes_the_figures_anew_until_somebody_else_has(activity):
    row = written(activity)
    log(activity, on=date(2026, 3, 10), at=AT)
    again = followup.rewrite(row, edited=0, summary="En passage.", assessment="", by=None, at=AT)
    assert (again.done["activities"][0]["in_period"], again.summary, again.edited) == (1, "En passage.", 1)
    with pytest.raises(EditedMeanwhile):
        followup.rewrite(row, edited=0, summary="Annat.", assessment="", by=None, at=AT)


def test_the_same_thing_is_followed_up_once_a_period(activity):
    first = written(activity)
    with pytest.raises(AlreadyWritten) as refusal:
        written(activity)
    assert refusal.value.follow_up == first


def test_what_has_not_begun_cannot_be_followed_up(activity):
    with pytest.raises(NotBegun):
        followup.write(activity, rhythm="year", span=span_of(date(2027, 1, 1), "year"), by=None, at=AT)


def test_a_span_that_is_none_of_the_rhythms_is_a_mistake(activity):
    with pytest.raises(ValueError, match="no quarter"):
        followup.write(activity, rhythm="quarter", span=span_of(AT.date(), "year"), by=None, at=AT)


def test_what_a_meeting_has_adopted_is_locked(activity, adopted_resolution):
    row = written(activity)
    FollowUp.objects.filter(pk=row.pk).update(adopted_in=adopted_resolution)
    with pytest.raises(Locked):
        followup.rewrite(row, edited=0, summary="Annat.", assessment="", by=None, at=AT)


@pytest.fixture
def adopted_resolution(scene):
    """A decision of a meeting of the council."""
    meeting = Meeting.objects.create(
        municipality=scene.municipality,
        body="council",
        starts_at=AT,
        ends_at=AT.replace(hour=10),
        created_at=AT,
    )
    item = AgendaItem.objects.create(
        municipality=scene.municipality, meeting=meeting, number=1, heading="Uppföljning"
    )
    return Resolution.objects.create(
        municipality=scene.municipality, meeting=meeting, item=item, number=1, kind="approve", text="x", at=AT
    )
