"""The demo: always the same story, told as of any day, by the doors that everybody uses."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Max
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import AddressPoint, Area, Municipality, Organisation, Place, PoliceDistrict, User
from accounts.roles import Role
from config.demo.ahead import planned
from config.demo.cast import logins
from config.demo.filing import SILENT
from config.demo.loading import Loaded, load
from config.demo.patterns import is_term, patterns
from config.demo.scene import Scene
from config.demo.telling import phrases
from incidents.categories import standard_codes
from incidents.models import Decision, Incident, NothingToReport
from incidents.states import Move, State
from lagesbild.document import content_of, empty_parts
from lagesbild.models import Edition, EditionKind, Level, Recipient, RecipientDecision, RenditionState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)  # a Friday


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """A tenth of the demo, as of a Friday in March; loaded once and undone after the last test here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(password="hemligt nog", now=NOW, scale=0.1)
        transaction.set_rollback(True)


def test_three_neighbours_share_a_police_district_whose_police_see_them_all(demo):
    names = ["Arboga", "Kungsör", "Köping"]
    assert (
        list(PoliceDistrict.objects.get().municipality_set.order_by("name").values_list("name", flat=True))
        == names
    )
    police = User.objects.get(email="kommunpolis@polisen.example")
    assert sorted(m.name for m in police.standing.municipalities.values()) == names


def test_there_is_somebody_to_sign_in_as_for_every_role_and_nobody_has_a_real_address(demo):
    assert {role for role, _email in logins()} == {str(role.label) for role in Role}
    assert [
        email for email in User.objects.values_list("email", flat=True) if not email.endswith(".example")
    ] == []
    assert User.objects.earliest("pk").check_password("hemligt nog")
    assert User.objects.values("password").distinct().count() == 1


def test_every_recipient_has_a_decision_behind_its_level(demo):
    decided = RecipientDecision.objects.filter(level=F("recipient__level"), mode=F("recipient__mode"))
    assert decided.count() == Recipient.objects.count() == 3


def test_areas_places_and_addresses_lie_in_their_municipality(demo):
    for municipality in Municipality.objects.all():
        assert municipality.boundary.valid
        for rows in (Place, AddressPoint):
            inside = rows.objects.filter(municipality=municipality, point__coveredby=municipality.boundary)
            assert inside.count() == rows.objects.filter(municipality=municipality).count() > 0
    areas = Area.objects.filter(municipality__name="Köping").order_by("pk")
    overlapping = [
        (a.name, b.name) for a in areas for b in areas if a.pk < b.pk and a.geometry.overlaps(b.geometry)
    ]
    assert overlapping == []


def test_every_report_was_sent_in_and_decided_on_by_somebody_else(demo):
    submitted = Decision.objects.filter(move=Move.SUBMIT, by=F("incident__reporter"))
    assert submitted.count() == Incident.objects.count()
    assert not Decision.objects.exclude(move=Move.SUBMIT).filter(by=F("incident__reporter")).exists()
    counts = Incident.objects.filter(state=State.APPROVED).annotate(moves=Count("decisions"))
    assert set(counts.values_list("moves", "version")) == {(3, 3)}


def test_there_is_a_queue_with_a_question_in_it_and_oddities_lately(demo):
    states = Counter(Incident.objects.filter(municipality__name="Köping").values_list("state", flat=True))
    assert states[State.COMPLETION_REQUESTED] == 1
    assert all(states[state] > 0 for state in (State.SUBMITTED, State.REJECTED))
    assert states[State.APPROVED] > 0.9 * states.total()


def test_nothing_has_happened_in_the_future_but_something_is_planned(demo):
    ahead = Incident.objects.filter(started_at__gt=NOW)
    kinds = set(ahead.values_list("category__code", flat=True))
    assert kinds == {"OVR-21", "OVR-22", "OVR-23", "OVR-24"}
    assert set(ahead.values_list("municipality__name", "category__may_lie_ahead")) == {("Köping", True)}
    assert not Incident.objects.filter(received_at__gt=NOW).exists()
    assert not Decision.objects.filter(at__gt=NOW).exists()


def test_one_unit_has_gone_silent_and_the_others_say_when_there_is_nothing(demo):
    silent = Organisation.objects.get(name=SILENT)
    latest = Incident.objects.filter(organisation=silent).aggregate(at=Max("received_at"))["at"]
    assert latest is None or NOW - latest > timedelta(days=56)
    lately = NothingToReport.objects.filter(week_on__gt=date(2026, 1, 20))
    assert lately.exists()
    assert not lately.filter(organisation=silent).exists()


def test_one_fortnight_is_adopted_and_the_next_is_a_draft(demo):
    adopted, draft = Edition.objects.filter(kind=EditionKind.FORTNIGHT).order_by("start_on")
    assert demo.edition == adopted
    assert (adopted.designation, adopted.start_on, draft.start_on) == (
        "2026:01",
        date(2026, 2, 9),
        date(2026, 2, 23),
    )
    assert (adopted.directions.count(), adopted.comments.count(), draft.is_draft) == (5, 1, True)


def test_both_tell_of_what_is_coming(demo):
    adopted, draft = Edition.objects.filter(kind=EditionKind.FORTNIGHT).order_by("start_on")
    for edition in (adopted, draft):
        coming = content_of(edition, level=Level.FULL, at=NOW)["coming"]
        first, last = edition.end_on, edition.end_on + timedelta(days=20)
        assert len(coming["events"]) >= 4
        assert [event["first"] for event in coming["events"]] == [
            event.on.isoformat() for event in planned(first, last)
        ]


def test_last_year_and_the_last_tertial_have_editions_whose_pdfs_wait_for_the_worker(demo):
    longer = Edition.objects.exclude(kind=EditionKind.FORTNIGHT).order_by("start_on")
    assert [edition.designation for edition in longer] == ["Å2025:01", "T2025:03"]
    for edition in longer:
        assert edition.directions.count() >= 4
        assert set(edition.renditions.values_list("state", flat=True)) == {RenditionState.QUEUED}


def test_the_year_says_something_in_every_part_that_the_law_asks_for(demo):
    content = Edition.objects.get(kind=EditionKind.YEAR).content
    assert empty_parts(content[Level.FULL]) == []
    assert [bool(part["text"]) for part in content[Level.FULL]["parts"]] == [True] * 3
    assert len(content[Level.FULL]["other_information"]["dialogues"]) >= 1


def test_the_same_seed_tells_the_same_story(demo):
    koping = Municipality.objects.get(name="Köping")
    first, second = (list(Scene(koping, seed=7, now=NOW).happenings(days=30, total=80)) for _ in range(2))
    assert first == second
    assert 40 < len(first) < 130


def test_no_report_has_a_point_outside_its_municipality(demo):
    for municipality in Municipality.objects.all():
        incidents = Incident.objects.filter(municipality=municipality)
        assert not incidents.exclude(point__coveredby=municipality.boundary).exists()


def test_loaded_again_it_is_left_as_it_is_and_the_logins_are_said(demo, capsys):
    before = Incident.objects.count()
    call_command("load_demo")
    assert Incident.objects.count() == before
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [email for _role, email in logins()]
    assert lines[-1].endswith("(the one that was chosen when the demo was loaded)")


def test_every_category_that_counts_has_a_pattern_and_words():
    codes = set(standard_codes()) - {"OVR-20"}
    assert {pattern.code for pattern in patterns().categories} == codes
    assert codes <= set(phrases())


def test_school_is_out_in_summer_at_christmas_and_in_the_breaks():
    days = {
        date(2026, 2, 2): True,
        date(2026, 2, 25): False,
        date(2026, 7, 1): False,
        date(2026, 12, 31): False,
    }
    assert {day: is_term(day) for day in days} == days


def test_a_hot_spot_grows_stays_and_fades():
    nygard = patterns().hot_spots[1]
    pulls = [round(nygard.pull("SKA", days_ago), 2) for days_ago in (461, 460, 415, 300, 145, 100, 99)]
    assert pulls == [0, 0, 0.16, 0.32, 0.16, 0, 0]
    assert nygard.pull("TRA", 300) == 0
