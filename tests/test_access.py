"""Who may open what: every path of the site × every role, walked and held against `tests/access_table.py`.

Then what a status does not show: that no page, table, map, file or PDF tells anything of the next municipality's, nor
who reported to those who should not know.
"""

import csv
import json
import subprocess
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Membership, User
from accounts.roles import COUNCIL, POLICE, REVIEWERS, Role
from incidents.models import Incident
from tests import factories
from tests.access_table import PEOPLE, ROWS, Row, as_markdown, parse
from tests.world import OTHER_UNIT, PLACE, WORDS, World

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "access.md"
#: What is sent where an empty form would be refused before anybody looks at whose report it is.
SENT = {"decide": "move=approve"}
FORM = "application/x-www-form-urlencoded"
#: They see where and what, but not who said so; the administrator keeps the people, and knows their names from there.
UNTOLD = frozenset(Role) - REVIEWERS - {Role.ADMINISTRATOR}


def ours() -> list[Row]:
    """The rows whose address names something of Köping's."""
    return [row for row in ROWS if row.is_ours]


def client_of(user: User | None) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def answer(client: Client, method: str, path: str, sent: str = "") -> str:
    """What the site's answer amounts to; a fault is raised. Nothing that the request changed is kept."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path, sent if method == "POST" else "", content_type=FORM)
        body = b"".join(response)  # a file is closed when it has been read
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    door = f"{reverse('account_login')}?next="
    is_led_there = response.headers.get("Location", "").startswith(door)
    if is_led_there or (response.status_code == 403 and door.encode() in body):
        return "sign in"
    return {403: "refused", 404: "does not exist"}.get(response.status_code, "opens")


def existing(world: World, client: Client) -> dict[str, str]:
    """Every address of something of Köping's that answers otherwise than that it does not exist, and what it says."""
    found = {
        f"{method} {row.key}": answer(client, method, world.path(row.key), SENT.get(row.name, ""))
        for row in ours()
        for method in row.methods
    }
    return {path: said for path, said in found.items() if said != "does not exist"}


def elsewhere(world: World) -> list[str]:
    """Every address that names nothing of a municipality's, or something of Köping's in its query alone."""
    keys = [row.key for row in ROWS if not row.is_ours and row.key not in world.arguments]
    return [*(world.path(key) for key in keys if not key.endswith(" own")), *asked_for(world)]


def surprises(
    world: World, client: Client, rows: Iterable[Row], role: Role | None, *, neighbour: bool = False
) -> list[str]:
    """Every address that answers otherwise than the table says."""
    return [
        f"{method} {row.key}: {found}, not: {expected}"
        for row in rows
        if (expected := row.expected(role, neighbour=neighbour)) != "has none"
        for method in sorted(row.methods)
        if (found := answer(client, method, world.path(row.key, role), SENT.get(row.name, ""))) != expected
    ]


def test_every_path_has_a_row_in_the_table_and_every_row_a_path():
    paths = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {row.name for row in ROWS} == paths


def test_no_row_is_said_twice():
    said = [(row.key, method) for row in ROWS for method in row.methods]
    assert len(said) == len(set(said))


def test_a_line_that_says_more_of_one_role_than_of_another_is_no_row():
    signs = ["?", "xx", *["x"] * (len(PEOPLE) - 2)]
    with pytest.raises(ValueError, match="home r"):
        list(parse(" ".join(PEOPLE) + "\n" + " ".join(["home", "r", *signs])))


def test_every_row_that_names_something_of_ours_says_what_it_is_to_the_neighbour(world):
    closed = [row for row in ROWS if row.key in world.arguments and row.signs[None] == "?"]
    assert [row.key for row in closed if not row.is_ours] == []


def test_the_documentation_is_printed_from_the_table():
    assert DOCUMENT.read_text() == as_markdown(), "python -m tests.access_table > docs/access.md"


def test_what_is_read_cannot_be_written_to_nor_the_other_way_round(world):
    client = client_of(None)
    for name in {row.name for row in ROWS}:
        rows = [row for row in ROWS if row.name == name]
        methods = {method for row in rows for method in row.methods}
        for method in {"GET", "POST"} - methods:
            assert client.generic(method, world.path(rows[0].key)).status_code == 405, name


def test_somebody_who_has_not_signed_in_is_asked_to_wherever_it_is_not_public(world):
    assert surprises(world, client_of(None), ROWS, None) == []


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says_and_nothing_else(world, role):
    assert surprises(world, client_of(world.cast[role]), ROWS, role) == []


@pytest.mark.parametrize("role", Role)
def test_nothing_of_ours_exists_in_another_municipality(world, role):
    assert existing(world, client_of(world.strangers[role])) == {}


@pytest.mark.parametrize("role", Role)
def test_the_neighbour_in_our_police_district_reads_what_the_table_says(world, role):
    client = acting_in_koping(world, world.neighbours[role])
    assert surprises(world, client, ours(), role, neighbour=True) == []


@pytest.mark.parametrize("role", [Role.REPORTER, Role.COORDINATOR, Role.POLICE])
def test_one_who_holds_a_role_here_and_another_there_is_one_at_a_time(world, role):
    """Nothing of Köping's, where one keeps the settings, exists while one acts in Sala, whatever one is there."""
    with transaction.atomic():
        user = factories.make_user(Role.ADMINISTRATOR, world.koping)
        there = world.strangers[role].memberships.get()
        Membership.objects.create(
            user=user, municipality=there.municipality, organisation=there.organisation, role=role
        )
        client = client_of(user)
        assert answer(client, "GET", world.path("place")) == "opens"
        client.post(reverse("choose_municipality"), {"municipality": there.municipality_id})
        rows = [row for row in ours() if "GET" in row.methods]
        found = {row.key: answer(client, "GET", world.path(row.key)) for row in rows}
        assert {key: said for key, said in found.items() if said != "does not exist"} == {}
        transaction.set_rollback(True)


def test_one_sees_where_one_acts_and_as_what(world):
    with transaction.atomic():
        user = factories.make_user(Role.REVIEWER, world.koping)
        for municipality, role in (
            (world.koping, Role.REPORTER),
            (world.strangers[Role.POLICE].memberships.get().municipality, Role.BRA_MEMBER),
        ):
            organisation = factories.make_organisation(municipality)
            Membership.objects.create(
                user=user, municipality=municipality, organisation=organisation, role=role
            )
        client = client_of(user)
        offices = client.get(reverse("home")).context["acting"].offices
        assert [(str(where), titles) for where, titles in offices] == [
            ("Köping", "Rapportör, Granskare"),
            ("Sala", "BRÅ-ledamot"),
        ]
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", Role)
def test_no_page_of_another_municipality_tells_anything_of_ours(world, role):
    client = client_of(world.strangers[role])
    for path in elsewhere(world):
        assert [word for word in (PLACE, WORDS, "15.99") if word in told(client, path)] == [], path


@pytest.mark.parametrize("municipality", ["neighbours", "strangers"])
def test_lists_tables_maps_and_searches_count_nothing_of_ours(world, municipality):
    """The coordinator of an empty municipality, who may open them all, though our reports lie where its map looks."""
    client = client_of(getattr(world, municipality)[Role.COORDINATOR])
    listed = client.get(reverse("incidents")).context
    assert listed["page"].paginator.count == 0
    assert len(list(csv.reader(told(client, reverse("incidents_csv")).splitlines()))) == 1
    levels = json.loads(told(client, reverse("explore_heat")))["features"]
    assert [level["geometry"]["coordinates"] for level in levels] == [[]] * len(levels)
    assert client.get(reverse("explore")).context["found"].total == 0
    for words in (PLACE, str(world.arguments["incident unit"]["pk"]), "2026:1"):
        assert client.get(reverse("search"), {"q": words}).context["hits"] == []


def acting_in_koping(world: World, user: User) -> Client:
    """A browser in which the person has signed in and asked to act in Köping, which only police may be granted."""
    client = client_of(user)
    client.post(reverse("choose_municipality"), {"municipality": world.koping.pk})
    return client


def told(client: Client, path: str) -> str:
    """What an address tells whoever may open it: of a PDF its text, of all else what was sent."""
    page = client.get(path)
    content = b"".join(page) if page.status_code == 200 else b""
    if page.headers.get("Content-Type") == "application/pdf":
        return text_of(content)
    return content.decode(errors="replace")


def text_of(pdf: bytes) -> str:
    """The words of a PDF, and what it says of itself."""
    read = ("pdftotext", "-", "-"), ("pdfinfo", "-")
    return "".join(
        subprocess.run(command, input=BytesIO(pdf).read(), capture_output=True, check=True).stdout.decode()
        for command in read
    )


def asked_for(world: World) -> list[str]:
    """Addresses that name something of ours in their query."""
    report, place = world.arguments["incident unit"]["pk"], world.arguments["place"]["pk"]
    return [
        f"{reverse('report')}?samma={report}",
        f"{reverse('incidents')}?plats={place}",
        f"{reverse('incidents_csv')}?plats={place}",
        f"{reverse('search')}?q={report}",
        f"{reverse('search')}?q={PLACE[:-2].lower()}",
        f"{reverse('place_search')}?event=0&event0-find={PLACE[:-2].lower()}",
    ]


def read_by(world: World, role: Role) -> list[str]:
    """Every address that somebody of the role may open in Köping."""
    rows = [row for row in ROWS if "GET" in row.methods and row.signs[role][0] == "x"]
    return [*(world.path(row.key, role) for row in rows), *asked_for(world)]


@pytest.mark.parametrize("role", sorted(UNTOLD))
def test_who_reported_is_told_to_no_one_who_should_not_know(world, role):
    """Neither name nor address, in any page, table, map or PDF; one's own name stands on every page."""
    client = client_of(world.cast[role])
    others = [reporter for reporter in world.reporters if reporter != world.cast[role]]
    secrets = [secret for reporter in others for secret in (reporter.name, reporter.email)]
    assert len(secrets) >= 10
    for path in read_by(world, role):
        if role == Role.AUDITOR and path.startswith(reverse("event_log")):
            continue  # who did what is what the log is for
        said = told(client, path)
        assert [secret for secret in secrets if secret in said] == [], path


def test_the_reviewer_is_told_who_reported(world):
    said = told(client_of(world.cast[Role.REVIEWER]), world.path("incident other"))
    assert [reporter.name in said for reporter in world.reporters].count(
        True
    ) == 2  # who sent it, and oneself


@pytest.mark.parametrize("role", sorted(POLICE))
def test_police_are_told_the_sort_of_unit_that_reported_and_not_its_name(world, role):
    client = client_of(world.cast[role])
    for path in (world.path("incident other"), world.path("photo other"), reverse("incidents_csv")):
        assert OTHER_UNIT not in told(client, path), path


def test_a_file_that_is_fetched_by_link_names_nobody(world):
    page = client_of(None).post(world.path("delivered_pdf"))
    said = text_of(b"".join(page))
    assert "Köping" in said
    assert [reporter.name for reporter in world.reporters if reporter.name in said] == []


def test_the_council_reads_no_place_and_no_word_of_any_report(world):
    path = world.path("edition")
    full, general = (
        client_of(world.cast[role]).get(path).content.decode() for role in (Role.COORDINATOR, Role.BRA_MEMBER)
    )
    assert (PLACE in full, PLACE in general, WORDS in full + general) == (True, False, False)


@pytest.mark.parametrize(
    "role", sorted(COUNCIL | {Role.ADMINISTRATOR, Role.AUDITOR, Role.EXTERNAL_RECIPIENT})
)
def test_those_without_rows_reach_no_row_of_any_report_by_any_path(world, role):
    member = world.cast[role]
    assert not Incident.objects.visible_to(member).exists()
    client, row = client_of(member), reverse("incident", kwargs=world.arguments["incident unit"])
    for path in [*(world.path(each.key) for each in ROWS if "GET" in each.methods), *asked_for(world)]:
        assert [word for word in (WORDS, row) if word in told(client, path)] == [], path


def test_a_unit_coordinator_reads_the_reports_of_the_unit_they_coordinate_and_of_no_other(world):
    """Also where they report for another unit as well."""
    with transaction.atomic():
        user = factories.make_user(Role.REPORTER, world.koping, organisation=OTHER_UNIT)
        Membership.objects.create(
            user=user,
            municipality=world.koping,
            organisation=factories.make_organisation(world.koping),
            role=Role.UNIT_COORDINATOR,
        )
        client = client_of(user)
        found = [answer(client, "GET", world.path(f"incident {whose}")) for whose in ("unit", "other")]
        assert found == ["opens", "does not exist"]
        transaction.set_rollback(True)
