"""Near repeats among what one explores."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident, LocationPrecision
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question
from lagesbild.figures.near_repeats import FEWEST, near_repeats
from lagesbild.period import Period
from tests.lagesbild.figures.scene import PERIOD, Scene

pytestmark = pytest.mark.django_db

QUARTER = Period(PERIOD.start - timedelta(days=90), PERIOD.end)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def scattered(scene, number, *, together: bool) -> None:
    """Approved events over three months and some kilometres; `together`, each comes with another the next day."""
    (pattern,) = scene.events(1)
    dice = np.random.default_rng(5)
    rows = []
    for _event in range(number // 2 if together else number):
        x, y = (int(each) for each in dice.integers(-150, 150, 2))
        start = scene.local(QUARTER.start + timedelta(days=int(dice.integers(0, 100))))
        for day in range(2 if together else 1):
            at = start + timedelta(days=day)
            rows.append(copied(pattern, x=x, y=y, at=at))
    Incident.objects.bulk_create(rows)


def copied(pattern, *, x, y, at):
    row = Incident.objects.get(pk=pattern.pk)
    row.pk, row.submission, row.place = None, None, None
    row.cell_x, row.cell_y, row.started_at, row.ended_at = pattern.cell_x + x, pattern.cell_y + y, at, at
    return row


def asked(scene) -> Question:
    return Question(
        scene.municipality, Groups.of(scene.municipality), QUARTER, bandwidth=scene.municipality.bandwidth
    )


def test_events_that_draw_others_after_them_stand_out_close_in_place_and_time(scene):
    scattered(scene, 300, together=True)
    found = near_repeats(asked(scene))
    nearest = found.bands[0][0]
    assert (nearest.metres, nearest.days) == ((0, 100), (0, 7))
    assert nearest.observed >= 150
    assert nearest.stands_out
    excess = [band.observed - band.expected for row in found.bands for band in row]
    assert excess.index(max(excess)) == 0
    assert sorted(excess)[-2] < 20 < 100 < max(excess)


def test_events_by_chance_do_not(scene):
    scattered(scene, 300, together=False)
    found = near_repeats(asked(scene))
    assert not any(band.stands_out for row in found.bands for band in row)


def test_too_few_are_not_asked_and_what_is_known_by_its_area_is_no_event(scene):
    scattered(scene, FEWEST - 2, together=False)
    scene.events(5, location_precision=LocationPrecision.AREA)
    assert (near_repeats(asked(scene)).events, near_repeats(asked(scene)).bands) == (FEWEST - 1, None)


def test_the_page_says_it_in_a_table_or_says_why_not(scene):
    client = Client()
    client.force_login(scene.coordinator)
    query = {"fran": QUARTER.start.isoformat(), "till": QUARTER.last_day.isoformat()}
    assert "Här är det 0" in client.get(reverse("explore_repeats"), query).content.decode()
    scattered(scene, 300, together=True)
    content = client.get(reverse("explore_repeats"), query).content.decode()
    assert "Par av händelser, av 301 händelser" in content
    outstanding = [band for row in near_repeats(asked(scene)).bands for band in row if band.stands_out]
    assert content.count("fler än slumpen") == len(outstanding) > 0
    assert client.get(reverse("explore_repeats"), {"till": "2020-01-01"}).status_code == 400
