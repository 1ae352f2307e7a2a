"""The demo's long loop: on whatever day it is loaded, it has come as far as such a loop has by then."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Municipality
from config.demo.loading import load
from config.demo.loop.planyear import PlanYear
from lagesbild.models import Edition, EditionKind, HotSpot, HotSpotState
from promises import comparisons, law
from promises.dashboard import dashboard_of
from promises.duties import DutyStatus
from promises.models import (
    Activity,
    AgendaItem,
    Body,
    Comparison,
    Document,
    DocumentState,
    Duty,
    DutyRecord,
    FollowUp,
    ItemKind,
    Meeting,
    MeetingState,
    Occasion,
    Paper,
    Promise,
    TargetKind,
)
from promises.standing import activity_standings, promise_standings
from promises.status import ActivityStatus, PromiseStatus

pytestmark = pytest.mark.django_db
#: The first and the last day of the year, a leap day, and the days on which the plan's year becomes another.
DAYS = [
    date(2027, 1, 1),
    date(2028, 2, 29),
    pytest.param(date(2026, 5, 1), marks=pytest.mark.long),
    pytest.param(date(2026, 12, 31), marks=pytest.mark.long),
]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def now(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    """A little of the demo, loaded as of that day's afternoon and undone after the last test of it."""
    moment = datetime.combine(request.param, datetime.min.time(), UTC).replace(hour=15)
    with django_db_blocker.unblock(), transaction.atomic():
        load(password="hemligt nog", now=moment, scale=0.3)
        yield moment
        transaction.set_rollback(True)


def test_every_word_for_how_a_promise_stands_is_there_to_be_seen(now):
    standings = promise_standings(Promise.objects.order_by("pk"), today=now.date())
    this_year = [row for row in standings if row.promise.document.last_on >= now.date()]
    assert {row.status for row in this_year} == set(PromiseStatus)


def test_every_word_for_how_an_activity_stands_is_there_to_be_seen(now):
    standings = activity_standings(Activity.objects.order_by("pk"), today=now.date())
    assert {row.status for row in standings} == set(ActivityStatus)
    assert {row.activity.target_kind for row in standings} == set(TargetKind)


def test_both_years_are_adopted_and_the_last_one_is_followed_up_by_the_council(now):
    assert Counter(Document.objects.values_list("state", flat=True)) == {DocumentState.ADOPTED: 6}
    adopted = FollowUp.objects.filter(adopted_in__meeting__body=Body.COUNCIL)
    last_year = Promise.objects.filter(last_on__lt=PlanYear.around(now.date()).first)
    assert set(adopted.values_list("promise", flat=True)) == set(last_year.values_list("pk", flat=True))


def test_six_meetings_have_confirmed_minutes_and_the_next_of_every_body_is_in_the_calendar(now):
    assert Counter(Meeting.objects.values_list("state", flat=True)) == {
        MeetingState.CONFIRMED: 6,
        MeetingState.PLANNED: 5,
    }
    coming = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at")
    assert coming[0].starts_at > now
    assert set(coming.values_list("body", flat=True)) == {
        Body.COUNCIL,
        Body.COMMITTEE,
        Body.EST,
        Body.STRATEGIC,
    }


def test_the_council_has_been_called_with_an_agenda(now):
    council = Meeting.objects.filter(state=MeetingState.PLANNED, body=Body.COUNCIL)
    coming = council.earliest("starts_at")
    kinds = set(AgendaItem.objects.filter(meeting=coming).values_list("kind", flat=True))
    assert kinds >= {ItemKind.EDITION, ItemKind.PROMISE, ItemKind.ACTIVITY, ItemKind.FOLLOW_UP}


def test_two_hot_spots_of_the_edition_have_come_differently_far_by_what_was_decided(now):
    spots = HotSpot.objects.order_by("pk")
    assert [spot.state for spot in spots] == [HotSpotState.ACTED_ON, HotSpotState.ANALYSED]
    decided = Activity.objects.filter(resolution__meeting__body=Body.EST).order_by("pk")
    assert [activity.hot_spot for activity in decided] == [spots[0], spots[0], spots[1]]


def test_one_insats_made_a_difference_one_cannot_be_judged_and_one_is_still_to_begin(now):
    compared = [row.activity for row in Comparison.objects.select_related("activity").order_by("activity")]
    koping, *others = Municipality.objects.filter(pk__in=[row.municipality_id for row in compared])
    lines = comparisons.judged(compared, until=now.date(), municipality=koping)
    verdicts = [lines[row.pk]["verdict"] if row.pk in lines else None for row in compared]
    assert (verdicts, others) == (["fewer", "not_judged", None], [])
    assert not Comparison.objects.filter(in_hindsight=True).exists()


def test_the_latest_tertial_tells_of_the_insats_that_ended_in_it(now):
    evaluation = Edition.objects.get(kind=EditionKind.TERTIAL).content["full"]["evaluation"]
    assert "Nygård" in {line["place"] for line in evaluation["lines"]}


def test_the_law_is_met_and_points_at_the_lägesbild_that_a_meeting_stands_behind(now):
    rows = law.standings(law.in_order(DutyRecord.objects.all()), today=now.date())
    by_duty = {row.duty: row for row in rows}
    assert {row.status for row in rows} <= {DutyStatus.MET, DutyStatus.SOON}
    situation = by_duty[Duty.SITUATION]
    assert situation.status == DutyStatus.MET
    assert situation.record.edition == Edition.objects.get(kind=EditionKind.YEAR)
    assert situation.record.resolution.item.edition == situation.record.edition


def test_the_dashboard_counts_no_damage_twice(now):
    koping = Municipality.objects.get(code="1983")
    adopted = Edition.objects.adopted().filter(kind=EditionKind.FORTNIGHT).get()
    board = dashboard_of(koping, year=adopted.start_on.year, at=now)
    assert (board.costs.editions, len(board.meetings)) == (1, 5)


def test_nothing_was_done_decided_or_ordered_in_the_future(now):
    assert not Occasion.objects.filter(at__gt=now).exists()
    assert not FollowUp.objects.filter(written_at__gt=now).exists()
    assert not Meeting.objects.filter(confirmed_at__gt=now).exists()
    assert not Paper.objects.filter(ordered_at__gt=now).exists()


def test_only_the_first_municipality_has_one(now):
    koping = Municipality.objects.get(code="1983")
    assert set(Document.objects.values_list("municipality", flat=True)) == {koping.pk}
