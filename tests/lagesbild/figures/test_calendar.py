"""När på året: events by sort of day on the local calendar, and by week beside the same week of the years before."""

from datetime import date, timedelta

from incidents.models import TimePrecision
from lagesbild import document
from lagesbild.figures.calendar import calendar_chapter, daytypes_of, year_wheel
from lagesbild.figures.events import Basis
from lagesbild.models import Level, SchoolBreak
from lagesbild.period import Period, calendar_year, tertial
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

#: Weeks 10 and 11: no break, no holiday.
ORDINARY = Period(date(2026, 3, 2), date(2026, 3, 16))


def counted(scene: Scene, period: Period = PERIOD) -> dict[str, tuple[int, int]]:
    """Days and events by sort."""
    basis = Basis.of(scene.municipality, period)
    found = daytypes_of(basis.selection, period)
    return {kind: (found.days[kind], found.events[kind]) for kind in found.days}


def chapter(scene: Scene, period: Period, *, level: Level = Level.FULL):
    return calendar_chapter(document.draft(scene.municipality, period, at=DRAFTED), level=level, at=DRAFTED)


def test_events_are_counted_by_the_day_they_began_on_the_towns_own_clock(scene):
    scene.events(2, date(2026, 2, 27), 23.5, hours=5)
    scene.events(3, date(2026, 2, 28), 0)
    scene.events(4, date(2026, 3, 3))
    scene.events(1, PERIOD.end, 0)
    assert counted(scene) == {"school": (5, 4), "break": (5, 2), "weekend": (4, 3)}


def test_what_is_of_no_certain_day_is_left_out_and_said_to_be(scene):
    scene.events(2, date(2026, 3, 3), 0, hours=24, time_precision=TimePrecision.DAY)
    scene.events(3, date(2026, 3, 3), 10, hours=24.5)
    scene.events(4, date(2026, 3, 3), time_precision=TimePrecision.UNKNOWN)
    basis = Basis.of(scene.municipality, PERIOD)
    found = daytypes_of(basis.selection, PERIOD)
    assert (sum(found.events.values()), found.excluded) == (2, 7)


def test_the_municipalitys_own_breaks_are_used(scene):
    SchoolBreak.objects.create(
        municipality=scene.municipality,
        name="Lov",
        first_on=date(2026, 3, 2),
        last_on=date(2026, 3, 3),
    )
    scene.events(1, date(2026, 3, 3))
    assert counted(scene)["break"] == (2, 1)


def test_a_fortnight_has_the_chapter_where_its_days_are_not_all_ordinary(scene):
    scene.events(1, date(2026, 2, 24))
    assert [row["kind"] for row in chapter(scene, PERIOD)["days"]["rows"]] == ["school", "break", "weekend"]
    assert chapter(scene, PERIOD)["wheel"] is None
    assert chapter(scene, ORDINARY) is None


def test_the_open_edition_hides_small_numbers_of_a_sort_of_day_and_one_more(scene):
    scene.events(3, date(2026, 2, 24))
    scene.events(9, date(2026, 3, 3))
    scene.events(6, date(2026, 3, 7))
    found = chapter(scene, PERIOD, level=Level.GENERALISED)
    assert [row["events"] for row in found["days"]["rows"]] == [9, "<5", "≥5"]


def weeks(wheel) -> dict[tuple[int, int], tuple]:
    return {
        (each["year"], each["week"]): (each["count"], each["mean"])
        for each in wheel["weeks"]
        if each["count"] or each["mean"]
    }


def test_the_wheel_has_the_last_whole_weeks_each_beside_the_years_before(scene):
    monday = date(2026, 3, 2)
    scene.events(1, date(2024, 1, 1))
    scene.events(3, monday - timedelta(days=1), 23)
    scene.events(4, monday, 0)
    scene.events(2, date.fromisocalendar(2025, 10, 7), 23)
    scene.events(5, date.fromisocalendar(2024, 10, 1))
    scene.events(9, date(2026, 3, 9), 0)
    basis = Basis.of(scene.municipality, PERIOD)
    wheel = year_wheel(basis.selection, until=date(2026, 3, 11), since=basis.first_day())
    assert weeks(wheel) == {(2026, 1): (0, 0.5), (2026, 9): (3, 0.0), (2026, 10): (4, 3.5)}
    first, *_rest, last = wheel["weeks"]
    assert (len(wheel["weeks"]), wheel["years"]) == (52, 2)
    assert ((first["year"], first["week"]), (last["year"], last["week"])) == ((2025, 11), (2026, 10))


def test_before_anybody_reported_there_is_neither_nought_nor_mean(scene):
    scene.events(2, date(2026, 2, 25))
    basis = Basis.of(scene.municipality, PERIOD)
    wheel = year_wheel(basis.selection, until=PERIOD.end, since=basis.first_day())
    assert [each["count"] for each in wheel["weeks"]] == [None] * 50 + [2, 0]
    assert wheel["years"] == 0 and {each["mean"] for each in wheel["weeks"]} == {None}


def test_a_town_without_events_has_an_empty_wheel(scene):
    basis = Basis.of(scene.municipality, PERIOD)
    wheel = year_wheel(basis.selection, until=PERIOD.end, since=basis.first_day())
    assert {each["count"] for each in wheel["weeks"]} == {None}


def test_week_53_is_beside_no_year_that_had_none(scene):
    scene.events(1, date(2023, 1, 2))
    scene.events(7, date(2026, 12, 30))
    basis = Basis.of(scene.municipality, PERIOD)
    wheel = year_wheel(basis.selection, until=date(2027, 1, 4), since=basis.first_day())
    last = wheel["weeks"][-1]
    assert (last["year"], last["week"], last["count"], last["mean"]) == (2026, 53, 7, None)


def test_the_open_wheel_hides_small_weeks_and_their_means(scene):
    scene.events(1, date(2024, 1, 1))
    for back in range(40):
        scene.events(6, date(2026, 3, 3) - timedelta(weeks=back))
    scene.events(2, date.fromisocalendar(2025, 10, 1))
    basis = Basis.of(scene.municipality, PERIOD)
    wheel = year_wheel(basis.selection, until=PERIOD.end, since=basis.first_day(), k=5)
    told = [each["count"] for each in wheel["weeks"]]
    assert told[-1] == 6 and "<5" in told
    assert wheel["weeks"][-1]["mean"] is None


def test_the_longer_editions_have_both(scene):
    scene.events(2, date(2025, 12, 24))
    for period in (tertial(2025, 3), calendar_year(2025)):
        found = chapter(scene, period)
        assert {row["kind"]: row["events"] for row in found["days"]["rows"]}["eve"] == 2
        assert len(found["wheel"]["weeks"]) == 52


def test_days_of_a_period_add_up(scene):
    scene.events(5, date(2025, 12, 24))
    scene.events(5, date(2025, 11, 1))
    found = chapter(scene, tertial(2025, 3))["days"]
    assert sum(row["days"] for row in found["rows"]) == 122
    assert sum(row["events"] for row in found["rows"]) == 10


def test_a_busy_year_asks_the_database_no_more_than_a_calm_one(scene, django_assert_num_queries):
    edition = document.draft(scene.municipality, calendar_year(2025), at=DRAFTED)
    for number in (1, 3):
        scene.events(number, date(2025, 12, 24))
        with django_assert_num_queries(5):
            calendar_chapter(edition, level=Level.FULL, at=DRAFTED)
