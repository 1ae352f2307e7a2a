"""When a hot spot stood on the editions' lists, and how it stands by the latest."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild import document, hotspots
from lagesbild.models import HotSpot
from lagesbild.period import Period
from lagesbild.presence import Presence, Standing, is_place_of, presences, standing
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

LINE = {"rank": 2, "name": "Torget", "trend": "remaining", "periods_in_a_row": 3, "position": [10.0, 10.0]}


def told(marks: str) -> Standing:
    """From a mark per fortnight: x on the list, o not on it, - without an edition."""
    return standing([Presence(PERIOD, mark != "-", LINE if mark == "x" else None) for mark in marks])


@pytest.mark.parametrize(
    ("marks", "word", "periods"),
    [
        ("oox", "remaining", 3),
        ("xx-", "remaining", 3),
        ("xoo", "gone", 2),
        ("xo-o-", "gone", 2),
        ("ooo", "never", 3),
        ("---", "unknown", 0),
        ("", "unknown", 0),
    ],
)
def test_the_latest_edition_says_how_it_stands(marks, word, periods):
    assert told(marks) == Standing(word, periods)


@given(st.text("xo-", max_size=26))
def test_it_is_listed_when_the_latest_edition_lists_it(marks):
    assert told(marks).is_listed == marks.replace("-", "").endswith("x")


def test_a_named_place_is_known_by_its_name_alone():
    hot_spot = HotSpot(name="Torget", place_id=1, x=0, y=0, radius=150)
    assert is_place_of(hot_spot, name="Torget", position=[900, 900]) is True
    assert is_place_of(hot_spot, name="Kiosken", position=[10, 10]) is False


@pytest.mark.parametrize(("east", "same"), [(200, True), (250, True), (251, False)])
def test_a_nameless_one_is_known_in_the_block_beside(east, same):
    hot_spot = HotSpot(name="300 m norr om Torget", x=0, y=0, radius=150)
    assert is_place_of(hot_spot, name="350 m norr om Torget", position=[east, 0]) is same


@pytest.mark.django_db
def test_the_editions_in_force_tell_where_it_stood(django_assert_num_queries):
    scene = Scene()
    station = scene.place("Stationen")
    before = PERIOD.previous()
    scene.events(3, before.start, place=station)
    for period in (before, PERIOD):
        edition = scene.draft(period)
        if period == before:
            spot = hotspots.open_from(edition, name="Stationen", by=None, at=DRAFTED)
        document.adopt(edition, by=scene.coordinator, at=DRAFTED)
    earlier = Period(before.start - timedelta(days=14), before.start)
    with django_assert_num_queries(1):
        found = presences([spot], [earlier, before, PERIOD], scene.municipality)[spot.pk]
    assert [(each.has_edition, each.is_listed) for each in found] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    assert found[1].line["rank"] == 1
    assert standing(found) == Standing("gone", 1)
