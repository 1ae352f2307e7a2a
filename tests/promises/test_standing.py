"""How activities and promises stand with the log behind them, and that a hundred cost no more than one."""

from datetime import timedelta

import pytest

from accounts.models import Municipality
from promises import activities, documents
from promises.models import Document, DocumentKind, Promise, Promisor
from promises.standing import activity_standings, promise_standings
from promises.status import ActivityStatus, PromiseStatus
from tests import factories
from tests.promises.factories import FIRST, LAST, NOW, TODAY, log, make_activity

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def list_of_promises(koping) -> Document:
    return documents.create(
        municipality=koping,
        kind=DocumentKind.PROMISES,
        title="Medborgarlöften 2026",
        first_on=FIRST,
        last_on=LAST,
        by=None,
        at=NOW,
    )


def make_promise(document: Document, **said) -> Promise:
    return Promise.objects.create(
        municipality=document.municipality,
        document=document,
        number=document.promises.count() + 1,
        text="Vi är synliga i centrum.",
        promisor=Promisor.JOINT,
        first_on=FIRST,
        last_on=LAST,
        **said,
    )


def test_standings_come_in_the_order_they_were_asked_for(koping):
    rows = [make_activity(koping) for _ in range(3)]
    log(rows[1], number=4)
    standings = activity_standings(reversed(rows), today=TODAY)
    assert [standing.activity for standing in standings] == rows[::-1]
    assert [standing.progress.done for standing in standings] == [0, 4, 0]


def test_a_promise_counts_the_occasions_of_all_its_activities(koping, list_of_promises):
    promise = make_promise(list_of_promises, target_kind="threshold", target_number=5, target_unit="kvällar")
    for number in (2, 3):
        log(make_activity(koping, promises=[promise]), number=number)
    log(make_activity(koping), number=9)
    [standing] = promise_standings([promise], today=TODAY)
    assert (standing.progress.done, standing.status) == (5, PromiseStatus.KEPT)
    assert len(standing.activities) == 2


def test_a_late_activity_puts_its_promise_at_risk_until_it_is_replaced(koping, list_of_promises):
    promise = make_promise(list_of_promises)
    late = make_activity(koping, due_on=TODAY - DAY, promises=[promise])
    log(make_activity(koping, promises=[promise]))
    [standing] = promise_standings([promise], today=TODAY)
    assert standing.status == PromiseStatus.AT_RISK
    activities.override(late, status=ActivityStatus.REPLACED, motive="Ingår i en annan", by=None, at=NOW)
    [standing] = promise_standings([promise], today=TODAY)
    assert (standing.status, len(standing.activities)) == (PromiseStatus.ON_TRACK, 2)


def test_the_latest_word_on_a_promise_holds_and_the_rule_is_still_told(koping, list_of_promises):
    promise = make_promise(list_of_promises)
    for status in (PromiseStatus.BROKEN, PromiseStatus.KEPT):
        activities.override(promise, status=status, motive="Bedömt på mötet", by=None, at=NOW)
    [standing] = promise_standings([promise], today=TODAY)
    assert (standing.status, standing.derived) == (PromiseStatus.KEPT, PromiseStatus.UNKNOWN)
    assert standing.override.motive == "Bedömt på mötet"


def test_a_hundred_activities_cost_no_more_than_one(koping, django_assert_num_queries):
    rows = []
    for _ in range(3):
        rows.append(make_activity(koping))
        log(rows[-1])
        with django_assert_num_queries(2):
            activity_standings(rows, today=TODAY)


def test_a_hundred_promises_cost_no_more_than_one(koping, list_of_promises, django_assert_num_queries):
    rows = []
    for _ in range(3):
        rows.append(make_promise(list_of_promises))
        log(make_activity(koping, promises=[rows[-1]]))
        with django_assert_num_queries(5):
            promise_standings(rows, today=TODAY)
