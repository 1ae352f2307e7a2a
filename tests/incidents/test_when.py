"""What people say about time means the same hours whatever the night: weekends, midnights, changed clocks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.when import Chip, Interval, NoSuchTime, local_time, suggested, whole_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)


def between(start: str, end: str) -> Interval:
    return Interval(local(start), local(end))


@pytest.mark.parametrize(
    ("chip", "now", "expected"),
    [
        (Chip.NOW, "2026-03-03T14:07:31", between("2026-03-03T14:07", "2026-03-03T14:07")),
        (Chip.OTHER, "2026-03-03T14:07", between("2026-03-03T14:07", "2026-03-03T14:07")),
        (Chip.TODAY, "2026-03-03T14:07", between("2026-03-03T00:00", "2026-03-03T14:07")),
        # In the morning the night that has been, after ten the one that has begun.
        (Chip.NIGHT, "2026-03-03T07:30", between("2026-03-02T22:00", "2026-03-03T06:00")),
        (Chip.NIGHT, "2026-03-03T03:15", between("2026-03-02T22:00", "2026-03-03T03:15")),
        (Chip.NIGHT, "2026-03-03T23:40", between("2026-03-03T22:00", "2026-03-03T23:40")),
        # Monday to Friday noon the weekend that has been, from Friday evening the one that is.
        (Chip.WEEKEND, "2026-03-02T07:30", between("2026-02-27T17:00", "2026-03-02T06:00")),
        (Chip.WEEKEND, "2026-03-06T12:00", between("2026-02-27T17:00", "2026-03-02T06:00")),
        (Chip.WEEKEND, "2026-03-06T19:00", between("2026-03-06T17:00", "2026-03-06T19:00")),
        (Chip.WEEKEND, "2026-03-08T10:00", between("2026-03-06T17:00", "2026-03-08T10:00")),
    ],
)
def test_each_chip_is_an_interval_that_never_reaches_past_the_present(chip, now, expected):
    assert suggested(chip, now=local(now), zone=STOCKHOLM) == expected


def test_the_night_of_the_spring_change_has_seven_hours():
    night = suggested(Chip.NIGHT, now=local("2026-03-29T08:00"), zone=STOCKHOLM)
    assert (night.end - night.start).total_seconds() == 7 * 3600


def test_the_day_of_the_autumn_change_has_twenty_five_hours():
    day = whole_day(date(2026, 10, 25), now=local("2026-10-27T08:00"), zone=STOCKHOLM)
    assert (day.end - day.start).total_seconds() == 25 * 3600


def test_of_the_present_day_only_what_has_passed_counts():
    now = local("2026-03-03T14:07")
    assert whole_day(date(2026, 3, 3), now=now, zone=STOCKHOLM) == Interval(local("2026-03-03T00:00"), now)


def test_a_day_ahead_is_whole():
    assert whole_day(date(2026, 4, 1), now=local("2026-03-03T14:07"), zone=STOCKHOLM) == between(
        "2026-04-01T00:00", "2026-04-02T00:00"
    )


def test_a_skipped_time_does_not_exist():
    with pytest.raises(NoSuchTime):
        local_time(datetime(2026, 3, 29, 2, 30), STOCKHOLM)


def test_a_repeated_time_is_read_as_the_first_or_the_last():
    twice = datetime(2026, 10, 25, 2, 30)
    assert local_time(twice, STOCKHOLM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local_time(twice, STOCKHOLM, last=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("last", [False, True])
def test_an_ordinary_time_occurs_once(last):
    assert local_time(datetime(2026, 7, 1, 12, 0), STOCKHOLM, last=last) == datetime(
        2026, 7, 1, 10, 0, tzinfo=UTC
    )
