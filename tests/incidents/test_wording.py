"""How times and ages read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from incidents.models import TimePrecision
from incidents.wording import age, duration, moment, when

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2026-04-14T22:15", "2026-04-14T22:15", TimePrecision.EXACT, "tis 14 april kl. 22.15"),
        ("2026-04-14T09:00", "2026-04-14T09:00", TimePrecision.EXACT, "tis 14 april kl. 9"),
        ("2026-04-14T22:00", "2026-04-14T23:00", TimePrecision.INTERVAL, "tis 14 april kl. 22–23"),
        ("2026-04-14T22:00", "2026-04-15T00:00", TimePrecision.INTERVAL, "tis 14 april kl. 22–24"),
        ("2026-04-14T00:00", "2026-04-14T06:30", TimePrecision.INTERVAL, "tis 14 april kl. 0–6.30"),
        (
            "2026-04-10T16:00",
            "2026-04-13T07:00",
            TimePrecision.INTERVAL,
            "fre 10 april kl. 16 – mån 13 april kl. 7",
        ),
        ("2026-04-14T00:00", "2026-04-15T00:00", TimePrecision.DAY, "tis 14 april"),
        ("2026-04-10T00:00", "2026-04-13T00:00", TimePrecision.DAY, "fre 10 – sön 12 april"),
        ("2026-03-31T00:00", "2026-04-02T00:00", TimePrecision.DAY, "tis 31 mars – ons 1 april"),
        ("2025-12-30T00:00", "2025-12-31T00:00", TimePrecision.DAY, "tis 30 december 2025"),
        ("2026-04-10T00:00", "2026-04-13T00:00", TimePrecision.UNKNOWN, "okänd tid, fre 10 – sön 12 april"),
    ],
)
def test_the_time_of_an_event_is_said_as_a_person_says_it(start: str, end: str, precision: str, words: str):
    first, last = (datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM) for text in (start, end))
    assert when(first, last, precision, zone=STOCKHOLM, today=TODAY) == words


def test_a_moment_of_today_is_said_as_today():
    now = datetime(2026, 4, 20, 8, 32, tzinfo=UTC)
    assert moment(now, zone=STOCKHOLM, today=TODAY) == "i dag kl. 10.32"
    assert moment(now - timedelta(days=1), zone=STOCKHOLM, today=TODAY) == "sön 19 april kl. 10.32"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.5, "30\xa0minuter"), (3.9, "3\xa0timmar"), (50, "2\xa0dagar"), (24 * 15, "2\xa0veckor")],
)
def test_an_age_is_said_in_its_largest_unit(hours: float, words: str):
    now = datetime(2026, 4, 20, tzinfo=UTC)
    assert age(now - timedelta(hours=hours), now=now) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 tim"), (100, "2 tim"), (720, "12 tim")]
)
def test_how_far_apart_two_events_are_is_said_in_minutes_or_hours(minutes: int, words: str):
    assert duration(timedelta(minutes=minutes)) == words
