"""The pages of this app under Inställningar: who opens them, whose rows they show, and that saving takes two steps."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Area, Membership, Municipality, Organisation, OutgoingMail, Place, User
from accounts.roles import Role
from tests.factories import make_municipality, make_organisation, make_place, make_user

pytestmark = pytest.mark.django_db

ADMINISTRATORS = {Role.ADMINISTRATOR}
KEEPERS = {Role.ADMINISTRATOR, Role.COORDINATOR}
LISTS = {
    "people": ADMINISTRATORS,
    "organisations": ADMINISTRATORS,
    "areas": ADMINISTRATORS,
    "places": KEEPERS,
}
NEW = {"person_invite": ADMINISTRATORS, "organisation_create": ADMINISTRATORS, "place_create": KEEPERS}


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def administrator(client: Client, municipality: Municipality) -> User:
    """Signed in with the client."""
    user = make_user(Role.ADMINISTRATOR, municipality)
    client.force_login(user)
    return user


def save(client: Client, path: str, fields: dict[str, object]) -> list[str]:
    """Send the form, read what it will change, and send it again. Returns what was read."""
    form = client.post(path, fields).context["form"]
    assert form.errors == {}
    sentences: list[str] = form.sentences
    saved = client.post(path, fields | {"seen": form.digest})
    assert saved.status_code == 302
    return sentences


@pytest.mark.parametrize("role", Role)
def test_each_page_is_open_to_those_who_keep_it_and_to_nobody_else(client, municipality, role):
    client.force_login(make_user(role, municipality))
    opened = {name for name in LISTS | NEW if client.get(reverse(name)).status_code == 200}
    assert opened == {name for name, roles in (LISTS | NEW).items() if role in roles}


@pytest.mark.parametrize("page", ["organisation_create", "person_invite", "place_create"])
def test_a_persons_number_is_refused_as_a_name_and_said_at_the_field(client, administrator, page):
    form = client.post(reverse(page), {"name": "Hos 811228, 9874"}).context["form"]
    assert form.errors["name"] == ["Texten innehåller ett personnummer. Ta bort det och försök igen."]


def test_the_rows_of_the_next_municipality_do_not_exist(client, municipality, administrator):
    neighbour = make_municipality("Arboga")
    rows = {
        "person": make_user(Role.REPORTER, neighbour).pk,
        "person_let_go": make_user(Role.REPORTER, neighbour).pk,
        "organisation": make_organisation(neighbour).pk,
        "place": make_place(neighbour).pk,
        "area": Area.objects.get(municipality=neighbour).pk,
    }
    for name, pk in rows.items():
        path = reverse(name, args=[pk])
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404), name


# Two of them are the test's own savepoint; then session, user, memberships, rows in reach, and what the page is about.
@pytest.mark.parametrize(
    ("name", "count"), [("people", 7), ("organisations", 7), ("places", 8), ("areas", 7)]
)
def test_a_list_asks_the_database_no_more_for_three_rows_than_for_one(
    client, municipality, administrator, django_assert_num_queries, name, count
):
    for number in range(3):
        make_user(Role.REPORTER, municipality, organisation=f"Enhet {number}")
        make_place(municipality, f"Plats {number}")
        with django_assert_num_queries(count):
            client.get(reverse(name))


def test_a_person_is_invited_once_the_sentences_have_been_read(client, municipality, administrator):
    sentences = save(
        client,
        reverse("person_invite"),
        {
            "name": "Väktare 3",
            "email": "Vaktare3@example.com",
            "organisation": make_organisation(municipality).pk,
            "roles": ["reporter"],
        },
    )
    assert sentences == [
        "Ett konto skapas, och en länk för att välja lösenord skickas till vaktare3@example.com.",
        "Väktare 3 blir rapportör: rapporterar händelser och ser hur det gick.",
        "Väktare 3 hör till KBAB.",
    ]
    assert [m.role for m in Membership.objects.filter(user__email="vaktare3@example.com")] == [Role.REPORTER]
    assert OutgoingMail.objects.get().to == "vaktare3@example.com"


def test_nothing_is_saved_by_sending_a_form_the_first_time(client, municipality, administrator):
    client.post(
        reverse("organisation_create"),
        {"name": "Simhallen", "kind": "department", "reports_weekly": "on"},
    )
    assert not Organisation.objects.filter(name="Simhallen").exists()


def test_the_page_of_a_person_says_what_comes_and_what_goes(client, municipality, administrator):
    reporter = make_user(Role.REPORTER, municipality)
    sentences = save(
        client,
        reverse("person", args=[reporter.pk]),
        {"organisation": make_organisation(municipality).pk, "roles": ["reviewer"]},
    )
    assert sentences == [
        f"{reporter} är inte längre rapportör.",
        f"{reporter} blir granskare: läser, rättar och beslutar om allas rapporter.",
    ]


def test_the_last_administrator_is_told_to_appoint_another_first(client, municipality, administrator):
    path = reverse("person", args=[administrator.pk])
    fields = {"organisation": make_organisation(municipality).pk, "roles": ["reporter"]}
    digest = client.post(path, fields).context["form"].digest
    response = client.post(path, fields | {"seen": digest})
    assert response.context["form"].errors == {
        "roles": ["Kommunen måste ha minst en administratör. Utse en till först."]
    }


def test_somebody_let_go_loses_access_with_the_next_click(client, municipality, administrator):
    reporter = make_user(Role.REPORTER, municipality)
    theirs = Client()
    theirs.force_login(reporter)
    assert theirs.get("/").status_code == 200
    client.post(reverse("person_let_go", args=[reporter.pk]))
    assert theirs.get("/").headers["Location"] == "/konto/logga-in?next=/"


def test_an_invitation_can_be_sent_again_to_those_who_have_not_chosen_a_password(
    client, municipality, administrator
):
    reporter = make_user(Role.REPORTER, municipality)
    client.post(reverse("person_remind", args=[reporter.pk]))
    assert "/konto/losenord/ny/" in OutgoingMail.objects.get(to=reporter.email).body


def test_an_organisation_that_closes_says_what_becomes_of_its_people(client, municipality, administrator):
    organisation = make_organisation(municipality, "Simhallen")
    sentences = save(
        client,
        reverse("organisation", args=[organisation.pk]),
        {"name": "Simhallen", "kind": "company", "reports_weekly": "on"},
    )
    assert sentences == [
        "Aktiv: ja → nej",
        "De som bara hör hit kan inte längre göra något i kommunen. Deras rapporter står kvar.",
    ]
    assert not Organisation.objects.get(pk=organisation.pk).is_active


def test_a_name_is_used_once_in_a_municipality_and_freely_in_the_next(client, municipality, administrator):
    make_organisation(municipality, "Simhallen")
    make_organisation(make_municipality("Arboga"), "Badet")
    new = {"kind": "department"}
    path = reverse("organisation_create")
    assert client.post(path, new | {"name": "simhallen"}).context["form"].errors == {
        "name": ["Namnet finns redan."]
    }
    save(client, path, new | {"name": "Badet"})


def test_a_place_is_put_where_the_coordinates_say_with_comma_or_point(client, municipality, administrator):
    fields = {"name": "Gångtunneln", "kind": "path", "latitude": "59,5131", "longitude": "15.9932"}
    assert save(client, reverse("place_create"), fields) == ["Läggs till: Gångtunneln."]
    assert Place.objects.get(name="Gångtunneln").point.coords == (15.9932, 59.5131)


def test_a_place_outside_the_municipality_is_refused_at_the_field(client, municipality, administrator):
    fields = {"name": "Gångtunneln", "kind": "path", "latitude": "58", "longitude": "15.9932"}
    form = client.post(reverse("place_create"), fields).context["form"]
    assert form.errors == {"latitude": ["Punkten ligger utanför kommunen."]}


def test_a_place_shown_and_sent_back_unchanged_has_not_changed(client, municipality, administrator):
    place = make_place(municipality)
    path = reverse("place", args=[place.pk])
    shown = client.get(path).context["form"]
    fields = {name: shown[name].value() for name in ("name", "kind", "latitude", "longitude")}
    sent = client.post(path, fields | {"is_active": "on"})
    assert sent.context["form"].sentences == []
    assert "Du har inte ändrat något." in sent.content.decode()


def test_a_coordinator_moves_a_place_and_older_reports_stay(client, municipality):
    client.force_login(make_user(Role.COORDINATOR, municipality))
    place = make_place(municipality)
    fields = {"name": place.name, "kind": "station", "latitude": "59.6", "longitude": "16", "is_active": "on"}
    assert save(client, reverse("place", args=[place.pk]), fields) == [
        "Latitud: 59.513000 → 59.6",
        "Longitud: 15.993000 → 16",
        "Nya rapporter härifrån hamnar på den nya punkten. Äldre ligger kvar där de rapporterades.",
    ]
    assert Place.objects.get(pk=place.pk).point.coords == (16.0, 59.6)


def test_an_area_is_renamed_and_keeps_its_outline(client, municipality, administrator):
    area = Area.objects.get(municipality=municipality)
    outline = area.geometry.wkt
    assert save(client, reverse("area", args=[area.pk]), {"name": "Innerstaden", "is_active": "on"}) == [
        "Namn: ”Centrum” → ”Innerstaden”",
        "Det nya namnet används i kommande lägesbilder. Fastställda ändras inte.",
    ]
    area.refresh_from_db()
    assert (area.name, area.geometry.wkt) == ("Innerstaden", outline)


def test_the_last_administrators_organisation_stays_in_use(client, municipality, administrator):
    path = reverse("organisation", args=[make_organisation(municipality).pk])
    closed = {"name": "KBAB", "kind": "company"}
    assert client.post(path, closed).context["form"].errors == {
        "is_active": ["Kommunen måste ha minst en administratör. Utse en till först."]
    }
    make_user(Role.ADMINISTRATOR, municipality, organisation="Kommunen")
    save(client, path, closed)
    assert not Organisation.objects.get(name="KBAB").is_active
