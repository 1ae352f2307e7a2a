"""Om underlaget: what waits, what came too late, how well things are known, and who has answered."""

from datetime import timedelta

from incidents.intake import nothing_to_report
from incidents.models import LocationPrecision
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import document
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD


def about(scene):
    return scene.content()["about"]


def test_reports_of_the_period_that_wait_are_told(scene):
    scene.events(1)
    scene.filed()
    asked = scene.filed()
    question = Choice(Move.REQUEST_COMPLETION, asked.version, Reason.WHERE_UNCLEAR, "Vilken gård?")
    decide(asked.pk, question, by=scene.coordinator, at=factories.NOW)
    factories.reject(scene.filed(), scene.coordinator)
    scene.filed(PERIOD.previous().start)
    assert about(scene)["under_review"] == 2


def test_an_approval_too_late_for_its_own_edition_is_told_once_in_the_next(scene):
    previous, before = PERIOD.previous(), PERIOD.previous().previous()
    late = [scene.filed(previous.start), scene.filed(before.start), scene.filed(before.start)]
    factories.approve(late[2], scene.coordinator, at=DRAFTED - timedelta(days=25))
    for period, days in ((before, 27), (previous, 13)):
        document.adopt(scene.draft(period), by=scene.coordinator, at=DRAFTED - timedelta(days=days))
    for report in late[:2]:
        factories.approve(report, scene.coordinator, at=DRAFTED - timedelta(days=1))
    scene.events(1)
    assert about(scene)["late"] == 2


def test_nothing_is_late_before_there_is_an_edition_to_be_late_for(scene):
    scene.events(1, PERIOD.previous().start, decided_at=DRAFTED)
    assert about(scene)["late"] == 0


def test_the_median_wait_is_from_sent_in_to_approved(scene):
    for hours in (2, 10, 48):
        scene.events(1, decided_at=scene.local(PERIOD.start) + timedelta(hours=hours))
    assert about(scene)["median_hours"] == 10


def test_without_events_there_is_no_wait(scene):
    assert about(scene)["median_hours"] is None


def test_exact_places_and_times_are_counted(scene):
    scene.events(2)
    scene.events(1, hours=3, location_precision=LocationPrecision.BLOCK)
    told = about(scene)
    assert (told["events"], told["exact_place"], told["exact_time"]) == (3, 2, 2)


def test_units_have_reported_had_nothing_to_report_or_are_silent(scene):
    quiet, silent, retired = (
        factories.make_organisation(scene.municipality, name) for name in ("Parken", "Skolan", "Nedlagda")
    )
    retired.is_active = False
    retired.save()
    factories.make_organisation(scene.municipality, "Föreningen", reports_weekly=False)
    scene.filed()  # KBAB, though nobody has decided on it
    nothing_to_report(organisation=quiet, by=scene.reporter, at=DRAFTED, today=PERIOD.start)
    nothing_to_report(
        organisation=silent, by=scene.reporter, at=DRAFTED, today=PERIOD.start - timedelta(days=7)
    )
    # The coordinator's own office is the second that has said nothing.
    assert about(scene)["units"] == {"reported": 1, "nothing_to_report": 1, "silent": 2}


def test_a_report_sent_in_during_the_period_about_the_week_before_is_an_answer_too(scene):
    scene.filed(PERIOD.start - timedelta(days=3), at=scene.local(PERIOD.start))
    assert about(scene)["units"]["reported"] == 1


def test_it_is_said_when_the_figures_were_taken(scene):
    assert about(scene)["extracted"] == "9 mars 2026 kl. 06.00"
