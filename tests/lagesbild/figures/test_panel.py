"""Who reports, over a year: what the coordinator's page tells of each unit."""

from datetime import date, timedelta

from django.test import Client

from accounts.roles import Role
from incidents.intake import nothing_to_report
from lagesbild.figures.panel import by_silence, panel
from tests import factories
from tests.lagesbild.figures.scene import PERIOD

TODAY = date(2026, 3, 10)


def test_a_unit_has_its_reports_reporters_quiet_weeks_and_last_report(scene):
    scene.filed(PERIOD.start)
    scene.filed(PERIOD.start - timedelta(days=14))
    scene.reporter = factories.make_user(Role.REPORTER, scene.municipality)
    scene.filed(PERIOD.start + timedelta(days=3))
    unit = scene.reporter.memberships.get().organisation
    nothing_to_report(organisation=unit, by=scene.reporter, at=factories.NOW, today=date(2026, 1, 7))
    line = next(each for each in panel(scene.municipality, today=TODAY).units if each.name == "KBAB")
    assert (line.reports, line.reporters, line.quiet_weeks) == (3, 2, 1)
    assert (line.last_report, line.silent, line.is_silent) == (date(2026, 2, 26), 12, False)


def test_word_that_there_is_nothing_breaks_the_silence(scene):
    unit = scene.reporter.memberships.get().organisation
    nothing_to_report(organisation=unit, by=scene.reporter, at=factories.NOW, today=date(2026, 2, 9))
    line = next(each for each in panel(scene.municipality, today=TODAY).units if each.name == "KBAB")
    assert (line.last_report, line.last_heard, line.silent) == (None, date(2026, 2, 16), 22)


def test_by_silence_the_longest_silent_stand_first_and_those_not_expected_last(scene):
    factories.make_organisation(scene.municipality, "Skolan")
    factories.make_organisation(scene.municipality, "Föreningen", reports_weekly=False)
    scene.filed(PERIOD.start)
    units = by_silence(panel(scene.municipality, today=TODAY).units)
    assert [unit.name for unit in units] == ["Kansli", "Skolan", "KBAB", "Föreningen"]


def test_the_page_costs_as_many_statements_however_many_units(scene, django_assert_num_queries):
    client = Client(HTTP_HOST="localhost")
    client.force_login(scene.coordinator)
    client.get("/rapportering")
    with django_assert_num_queries(8):
        client.get("/rapportering?ordning=tystnad")
    for name in ("Skolan", "Parken"):
        scene.reporter = factories.make_user(Role.REPORTER, scene.municipality, organisation=name)
        scene.filed()
    with django_assert_num_queries(8):
        page = client.get("/rapportering?ordning=tystnad").content.decode()
    assert "Skolan" in page
    assert scene.reporter.name not in page
