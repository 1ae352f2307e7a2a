"""Activities and their log: what is refused, by the room that writes and by the database alike."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Municipality, Organisation
from promises import activities, documents
from promises.models import Activity, DocumentKind, Occasion, Responsibility, ResponsibilityRole
from promises.standing import activity_standings
from promises.status import ActivityStatus
from tests import factories
from tests.promises.factories import FIRST, LAST, NOW, TODAY, log, make_activity, responsible

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def kbab(koping) -> Organisation:
    return factories.make_organisation(koping)


@pytest.fixture
def activity(koping, kbab) -> Activity:
    return make_activity(koping, kbab)


def make_plan(municipality: Municipality, kind: DocumentKind = DocumentKind.ACTION_PLAN):
    return documents.create(
        municipality=municipality,
        kind=kind,
        title="Handlingsplan 2026",
        first_on=FIRST,
        last_on=LAST,
        by=None,
        at=NOW,
    )


def refused(write, *args, **said) -> str:
    """The code of the refusal."""
    with pytest.raises(activities.Refused) as refusal, transaction.atomic():
        write(*args, **said)
    return refusal.value.code


def database_refuses(statement: str, *parameters) -> bool:
    """Whether PostgreSQL itself will not have it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except DatabaseError:
        return True
    return False


def done(activity: Activity) -> int:
    [standing] = activity_standings([activity], today=TODAY)
    return standing.progress.done


# Making and changing


def test_an_activity_has_what_was_said_of_it(koping, kbab):
    police = factories.make_organisation(koping, "Polisen")
    place = factories.make_place(koping)
    activity = make_activity(koping, kbab, police, place=place, target=("threshold", 100, "kvällar"))
    answering = [(row.organisation, row.role) for row in activity.responsibilities.order_by("pk")]
    assert answering == [(kbab, ResponsibilityRole.JOINT), (police, ResponsibilityRole.JOINT)]
    kept = Activity.objects.get()
    assert (kept.target_kind, kept.target_number, kept.target_unit) == ("threshold", 100, "kvällar")
    assert (kept.place, kept.document, kept.edited) == (place, None, 0)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"text": " "}, "text"),
        ({"start_on": LAST, "due_on": FIRST}, "days"),
        ({"target": ("count", 10, "")}, "target"),
        ({"target": ("count", None, "passager")}, "target"),
        ({"target": ("threshold", 0, "passager")}, "target"),
        ({"target": ("yes_no", 10, "")}, "target"),
        ({"target": ("none", None, "passager")}, "target"),
    ],
)
def test_an_unfinished_activity_is_refused(koping, said, code):
    assert refused(make_activity, koping, **said) == code
    assert not Activity.objects.exists()


def test_somebody_answers_for_an_activity(koping):
    asked = {"text": "Patruller", "start_on": FIRST, "due_on": LAST, "by": None, "at": NOW}
    assert refused(activities.create, municipality=koping, responsible=[], **asked) == "responsible"
    assert refused(activities.create, municipality=koping, **asked) == "responsible"


def test_nobody_of_another_municipality_answers_and_nothing_of_theirs_is_pointed_at(koping, activity):
    sala = factories.make_municipality("Sala")
    stranger, place = factories.make_organisation(sala), factories.make_place(sala)
    assert refused(make_activity, koping, stranger) == "stranger"
    assert refused(make_activity, koping, place=place) == "stranger"
    assert refused(activities.edit, activity, edited=0, responsible=responsible(stranger)) == "stranger"
    row = "INSERT INTO promises_responsibility (municipality_id, activity_id, organisation_id, role)"
    assert database_refuses(f"{row} VALUES (%s, %s, %s, 'joint')", koping.pk, activity.pk, stranger.pk)


def test_an_edit_changes_what_it_says_and_leaves_the_rest(koping, activity, kbab):
    place = factories.make_place(koping)
    activities.edit(activity, edited=0, place=place)
    changed = activities.edit(activity, edited=1, text="Ronder", due_on=LAST - DAY, place=None)
    assert (changed.text, changed.due_on, changed.place, changed.edited) == ("Ronder", LAST - DAY, None, 2)
    assert changed.target_number == 10
    assert [row.organisation for row in changed.responsibilities.all()] == [kbab]


def test_an_edit_can_hand_an_activity_over(koping, activity):
    police = factories.make_organisation(koping, "Polisen")
    activities.edit(activity, edited=0, responsible=[(police, ResponsibilityRole.LEAD)])
    assert list(activity.responsibilities.values_list("organisation", "role")) == [(police.pk, "lead")]


def test_whoever_saves_second_is_told_what_the_first_saved(activity):
    activities.edit(activity, edited=0, text="Den första")
    with pytest.raises(activities.EditedMeanwhile) as meanwhile:
        activities.edit(activity, edited=0, text="Den andra")
    assert meanwhile.value.activity.text == "Den första"
    assert Activity.objects.get().text == "Den första"


def test_a_plans_activities_are_numbered_in_order(koping):
    plan = make_plan(koping)
    assert [make_activity(koping, document=plan).number for _ in range(3)] == [1, 2, 3]


def test_activities_belong_in_plans(koping):
    promises = make_plan(koping, DocumentKind.PROMISES)
    assert refused(make_activity, koping, document=promises) == "not_a_plan"


def test_an_adopted_plans_activities_are_locked(koping, kbab):
    plan = make_plan(koping)
    activity = make_activity(koping, document=plan)
    documents.adopt(plan, by=None, at=NOW)
    assert refused(activities.edit, activity, edited=0, text="Ronder") == "locked"
    assert refused(make_activity, koping, document=plan) == "locked"
    assert database_refuses("UPDATE promises_activity SET text = 'Ronder'")
    assert database_refuses("UPDATE promises_responsibility SET role = 'lead'")
    assert database_refuses("DELETE FROM promises_responsibility")


# The log


def test_occasions_count_by_themselves(koping, activity):
    log(activity)
    log(activity, on=TODAY - DAY, number=3, note="Lugnt")
    assert done(activity) == 4


def test_each_of_the_responsible_logs_its_own(koping, kbab):
    police = factories.make_organisation(koping, "Polisen")
    activity = make_activity(koping, kbab, police)
    log(activity, organisation=kbab)
    log(activity, organisation=police)
    assert done(activity) == 2


@pytest.mark.parametrize("on", [FIRST - DAY, date(2026, 2, 1)])
def test_an_occasion_lies_within_the_activitys_days(koping, on):
    activity = make_activity(koping, start_on=FIRST, due_on=date(2026, 1, 31))
    assert refused(log, activity, on=on) == "outside"
    assert database_refuses(*inserted(activity, on))


def test_the_first_and_the_last_day_are_within(koping):
    activity = make_activity(koping, start_on=FIRST, due_on=date(2026, 1, 31))
    log(activity, on=FIRST)
    log(activity, on=date(2026, 1, 31))
    assert done(activity) == 2


def test_what_is_done_late_counts_while_the_plan_is_in_force(koping):
    plan = make_plan(koping)
    activity = make_activity(koping, document=plan, due_on=date(2026, 1, 31))
    documents.adopt(plan, by=None, at=NOW)
    log(activity, on=TODAY)
    assert done(activity) == 1


def test_nothing_is_logged_before_it_has_been_done(activity):
    assert refused(log, activity, on=TODAY + DAY) == "future"
    assert database_refuses(*inserted(activity, TODAY + DAY))


def test_today_is_the_municipalitys(activity):
    late_in_the_evening = NOW.replace(hour=23, minute=30)  # past midnight in Köping
    log(activity, on=TODAY + DAY, at=late_in_the_evening)
    assert done(activity) == 1


def test_only_the_responsible_have_done_it(koping, activity):
    other = factories.make_organisation(koping, "Fritid")
    assert refused(log, activity, organisation=other) == "not_responsible"
    assert database_refuses(*inserted(activity, TODAY, other))


def test_an_occasion_is_one_or_more(activity):
    assert refused(log, activity, number=0) == "number"


def test_a_place_in_the_log_is_the_municipalitys(activity):
    elsewhere = factories.make_place(factories.make_municipality("Sala"))
    assert refused(log, activity, place=elsewhere) == "stranger"


def test_what_a_phone_sends_twice_is_stored_once(activity):
    key = uuid4()
    assert log(activity, key=key) == log(activity, key=key)
    assert done(activity) == 1


def test_the_log_is_never_rewritten(activity):
    log(activity)
    assert database_refuses("UPDATE promises_occasion SET number = 9")
    assert database_refuses("DELETE FROM promises_occasion")


def test_what_was_logged_by_mistake_is_struck_out_and_stays(activity, kbab):
    wrong = log(activity, number=5)
    right = log(activity)
    withdrawal = activities.withdraw(wrong, by=None, at=NOW, note="Fel aktivitet")
    assert done(activity) == 1
    assert (withdrawal.withdraws, withdrawal.number, withdrawal.organisation) == (wrong, 0, kbab)
    assert set(activity.occasions.all()) == {wrong, right, withdrawal}


def test_nothing_is_struck_out_twice_or_without_a_reason_nor_a_striking_out_itself(activity):
    wrong = log(activity)
    assert refused(activities.withdraw, wrong, by=None, at=NOW, note=" ") == "note"
    withdrawal = activities.withdraw(wrong, by=None, at=NOW, note="Fel")
    for row in (wrong, withdrawal):
        assert refused(activities.withdraw, row, by=None, at=NOW, note="Fel") == "withdrawn"


def test_an_activity_keeps_the_days_on_which_it_has_been_done(activity):
    occasion = log(activity)
    assert refused(activities.edit, activity, edited=0, due_on=TODAY - DAY) == "logged"
    assert database_refuses("UPDATE promises_activity SET due_on = %s", TODAY - DAY)
    activities.withdraw(occasion, by=None, at=NOW, note="Fel dag")
    assert activities.edit(activity, edited=0, due_on=TODAY - DAY).due_on == TODAY - DAY


def test_who_has_logged_may_stop_answering_without_losing_what_was_done(koping, activity):
    log(activity)
    police = factories.make_organisation(koping, "Polisen")
    activities.edit(activity, edited=0, responsible=responsible(police))
    assert done(activity) == 1


# What a person says


def standing_of(activity: Activity):
    [standing] = activity_standings([activity], today=TODAY)
    return standing


def test_a_word_with_a_motive_holds_until_it_gives_way(activity):
    for status in (ActivityStatus.STOPPED, ActivityStatus.REPLACED, ""):
        activities.override(activity, status=status, motive=" Pengarna är slut ", by=None, at=NOW)
        derived = status or ActivityStatus.NOT_STARTED
        standing = standing_of(activity)
        assert (standing.status, standing.derived) == (derived, ActivityStatus.NOT_STARTED)
        assert activity.overrides.latest("pk").motive == "Pengarna är slut"


@pytest.mark.parametrize(
    ("status", "motive", "code"),
    [("stopped", " ", "motive"), ("late", "Sen", "status"), ("kept", "Klart", "status")],
)
def test_a_word_without_a_motive_or_that_is_none_is_refused(activity, status, motive, code):
    assert refused(activities.override, activity, status=status, motive=motive, by=None, at=NOW) == code


def inserted(activity: Activity, on: date, organisation: Organisation | None = None) -> tuple[object, ...]:
    """A statement that logs an occasion past the room that writes."""
    by = organisation or Responsibility.objects.get(activity=activity).organisation
    statement = (
        'INSERT INTO promises_occasion (municipality_id, activity_id, organisation_id, key, at, note, number, "on") '
        "VALUES (%s, %s, %s, %s, %s, '', 1, %s)"
    )
    return statement, activity.municipality_id, activity.pk, by.pk, uuid4(), NOW, on


def test_what_the_database_is_asked_in_these_tests_can_be_stored(activity):
    assert not database_refuses(*inserted(activity, TODAY))
    assert Occasion.objects.get().number == 1
