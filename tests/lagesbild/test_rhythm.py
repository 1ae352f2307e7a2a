"""When the next draft comes, and the page on which that is set."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild.period import Period
from lagesbild.rhythm import next_draft
from tests.factories import NOW, make_municipality, make_user

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("now", "start", "due"),
    [
        (datetime(2026, 3, 3, 12), date(2026, 2, 23), datetime(2026, 3, 9, 6)),
        (datetime(2026, 3, 9, 5, 59), date(2026, 2, 23), datetime(2026, 3, 9, 6)),
        (datetime(2026, 3, 9, 6), date(2026, 3, 9), datetime(2026, 3, 23, 6)),
        (datetime(2026, 3, 22, 23, 59), date(2026, 3, 9), datetime(2026, 3, 23, 6)),
    ],
)
def test_a_period_is_drafted_on_the_monday_after_it_at_the_hour_set(now, start, due):
    municipality = Municipality(anchor_on=date(2024, 1, 1), draft_at=time(6), time_zone="Europe/Stockholm")
    period, due_at = next_draft(municipality, at=now.replace(tzinfo=STOCKHOLM))
    assert period == Period(start, due.date())
    assert due_at == due.replace(tzinfo=STOCKHOLM)


@pytest.fixture
def administrator(client, db):
    """Signed in with the client."""
    user = make_user(Role.ADMINISTRATOR, make_municipality())
    client.force_login(user)
    return user


FIELDS = {
    "anchor_on": "2024-01-01",
    "draft_at": "06:00",
    "tile_url": "",
    "tile_attribution": "",
    "minimum_count": "5",
    "link_days": "30",
}


def send(client, **changes):
    with time_machine.travel(NOW, tick=False):
        return client.post(reverse("rhythm"), FIELDS | changes)


def test_a_new_anchor_says_which_period_is_next_and_when_its_draft_comes(client, administrator):
    form = send(client, anchor_on="2024-01-08").context["form"]
    assert form.sentences == [
        "Nästa lägesbild gäller vecka 10–11 2026. Utkastet kommer måndag 16 mars kl. 06.00.",
        "Lägesbilder som finns ändras inte, men perioderna kan överlappa dem.",
    ]
    send(client, anchor_on="2024-01-08", seen=form.digest)
    assert Municipality.objects.get().anchor_on == date(2024, 1, 8)


def test_a_contact_address_may_be_taken_back(client, administrator, settings):
    settings.CONTACT_EMAIL = "drift@example.com"
    words = "Den som har frågor hänvisas till %s."
    form = send(client, contact_email="trygghet@koping.example").context["form"]
    assert form.sentences == [words % "trygghet@koping.example"]
    send(client, contact_email="trygghet@koping.example", seen=form.digest)
    assert Municipality.objects.get().contact == "trygghet@koping.example"
    assert send(client, contact_email="").context["form"].sentences == [words % "drift@example.com"]


def test_an_anchor_that_is_no_monday_is_refused(client, administrator):
    form = send(client, anchor_on="2024-01-02").context["form"]
    assert form.errors == {"anchor_on": ["Startdagen måste vara en måndag."]}


def test_map_tiles_come_only_from_hosts_that_the_installation_trusts(client, administrator, settings):
    url = "https://tile.example.org/{z}/{x}/{y}.png"
    assert send(client, tile_url=url).context["form"].errors == {
        "tile_url": [
            "Servern tile.example.org är inte tillåten här. Den som sköter driften kan lägga till den."
        ]
    }
    settings.MAP_TILE_HOSTS = ["https://tile.example.org"]
    assert send(client, tile_url=url).context["form"].sentences == [
        "Kartor hämtar sin bakgrund från tile.example.org, som då får veta var du tittar."
    ]
    assert send(client, tile_url="https://tile.example.org/").context["form"].errors == {
        "tile_url": ["Adressen måste innehålla {z}, {x} och {y}."]
    }


def test_the_source_of_the_background_map_is_named_or_not(client, administrator):
    assert send(client, tile_attribution="© Lantmäteriet").context["form"].sentences == [
        "Kartorna anger källan: © Lantmäteriet."
    ]
    Municipality.objects.update(tile_attribution="© Lantmäteriet")
    assert send(client).context["form"].sentences == ["Kartorna anger ingen källa."]


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_sets_the_rhythm(client, role):
    client.force_login(make_user(role, make_municipality()))
    assert client.get(reverse("rhythm")).status_code == (200 if role == Role.ADMINISTRATOR else 404)


def test_a_tile_address_that_cannot_be_read_is_refused_in_words(client, administrator):
    answer = client.post(reverse("rhythm"), {"tile_url": "http://[{z}{x}{y}", "anchor_on": "2024-01-01"})
    assert answer.context["form"].errors["tile_url"] == ["Adressen går inte att läsa."]


def test_how_few_events_are_told_is_set_within_limits_and_changes_no_edition(client, administrator):
    form = send(client, minimum_count="10").context["form"]
    assert form.sentences == [
        "Färre än 10 händelser döljs eller slås ihop i den förenklade versionen.",
        "Lägesbilder som redan är fastställda ändras inte.",
    ]
    send(client, minimum_count="10", seen=form.digest)
    assert Municipality.objects.get().minimum_count == 10
    for refused in ("2", "21", ""):
        assert list(send(client, minimum_count=refused).context["form"].errors) == ["minimum_count"]
