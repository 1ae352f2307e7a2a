"""Taking in a municipality with one command."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Municipality, PoliceDistrict, User
from accounts.roles import Role
from tests.accounts.geo_examples import converted, geojson, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def boundaries(tmp_path):
    """Two municipalities in one file, in SWEREF 99 TM."""
    squares = [square(15.8, 59.4, 0.3, kod="1983"), square(16.1, 59.4, 0.1, kod="1960")]
    return converted(geojson(tmp_path / "k.geojson", squares), tmp_path / "k.gpkg", "-t_srs", "EPSG:3006")


@pytest.fixture
def create(boundaries):
    """Run the command for Köping, or otherwise than that."""

    def create(**otherwise):
        words = {
            "code": "1983",
            "name": "Köping",
            "boundary": boundaries,
            "only": "kod=1983",
            "district": "Västra Mälardalen",
            "administrator": "admin@koping.example",
        } | otherwise
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in words.items() if value]
        call_command("create_municipality", *arguments)

    return create


def test_it_has_its_boundary_its_categories_and_an_administrator(create, capsys):
    create()
    municipality = Municipality.objects.get(code="1983")
    assert municipality.boundary.extent == pytest.approx((15.8, 59.4, 16.1, 59.7), abs=1e-3)
    assert (municipality.metric_srid, municipality.time_zone) == (3006, "Europe/Stockholm")
    assert municipality.categories.groups().count() == 9
    administrator = User.objects.get(email="admin@koping.example")
    assert administrator.standing.roles_in(municipality.pk) == {Role.ADMINISTRATOR}
    assert capsys.readouterr().out.splitlines() == [
        "Köping has 57 categories and admin@koping.example as administrator.",
        f"They choose a password at {settings.SITE_URL}{reverse('account_reset_password')}",
    ]


def test_neighbours_share_the_police_district_and_may_share_the_administrator(create, capsys):
    create()
    create(code="1960", name="Kungsör", only="kod=1960", administrator="Admin@Koping.example")
    assert PoliceDistrict.objects.get().municipality_set.count() == 2
    assert len(User.objects.get().standing.municipalities) == 2


@pytest.mark.parametrize(
    ("otherwise", "words"),
    [
        ({"metric_srid": "3007"}, "samma projektion"),
        ({"metric_srid": "4326"}, "EPSG:4326 is not a projection in metres"),
        ({"metric_srid": "2277"}, "EPSG:2277 is not a projection in metres"),  # Texas, in feet
        ({"metric_srid": "123456"}, "EPSG:123456 is not a projection in metres"),
        ({"code": "1983"}, "finns redan"),
        ({"only": "kod=1984"}, "2 with another kod"),
        ({"time_zone": "Europe/Koping"}, "not a time zone"),
        ({"administrator": "admin"}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left_behind(create, otherwise, words):
    create()
    with pytest.raises(CommandError, match=words):
        create(**{"code": "1960", "name": "Kungsör", "only": "kod=1960"} | otherwise)
    assert list(Municipality.objects.values_list("name", flat=True)) == ["Köping"]
