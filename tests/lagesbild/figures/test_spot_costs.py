"""What damage cost at a place: sums of kronor per period, of the same events that are counted there."""

from datetime import date

from accounts.models import Area
from lagesbild.figures.spot import Site
from lagesbild.figures.spot_costs import Cost, costs_at
from tests.lagesbild.figures.scene import PERIOD

PERIODS = [PERIOD.previous(), PERIOD]


def test_kronor_are_summed_per_period_at_the_place_and_around_it_and_nowhere_else(scene):
    station = scene.place("Stationen")
    scene.events(2, damage_type="glass", damage_cost=1500, place=station)
    scene.events(1, damage_type="graffiti")
    scene.events(1, date(2026, 2, 20), damage_cost=400)
    scene.events(3, damage_type="glass", damage_cost=900, latitude=59.6)
    scene.events(5)
    sites = {"place": (Site.of_place(station, scene.municipality), PERIODS)}
    assert costs_at(sites, municipality=scene.municipality) == {"place": [Cost(1, 1, 400), Cost(3, 2, 3000)]}


def test_an_area_has_what_is_counted_to_it(scene):
    scene.events(2, damage_type="glass", damage_cost=1500)
    centre = Area.objects.get(municipality=scene.municipality)
    sites = {1: (Site.of_area(centre), PERIODS)}
    assert costs_at(sites, municipality=scene.municipality) == {1: [Cost(), Cost(2, 2, 3000)]}


def test_nowhere_costs_nothing_and_asks_nothing(scene, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert costs_at({}, municipality=scene.municipality) == {}
