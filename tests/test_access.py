"""Who may open what: every path of the site × every role, against a table written by hand.

The table is the expectation and the only one: nothing here is taken from the decorators or from the sets of roles in
`accounts/roles.py`. A path without a row fails, as does a row without a path. Rows of the database are the business of
the second half: what lies in the next municipality does not exist for anybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from accounts.roles import Role
from incidents.models import Incident
from tests import factories
from tests.world import PLACE, WORDS, World

#: The columns of the table: nobody signed in, then the roles.
PEOPLE: dict[str, Role | None] = {
    "-": None,
    "r": Role.REPORTER,
    "u": Role.UNIT_COORDINATOR,
    "g": Role.REVIEWER,
    "c": Role.COORDINATOR,
    "p": Role.POLICE,
    "l": Role.POLICE_CHIEF,
    "i": Role.ACTION_OWNER,
    "b": Role.BRA_MEMBER,
    "s": Role.STEERING_GROUP,
    "m": Role.EXTERNAL_RECIPIENT,
    "a": Role.ADMINISTRATOR,
    "d": Role.AUDITOR,
}

#: `x` may open, `.` may not: it does not exist, or asks a stranger to sign in. `rw` answers GET and POST, `r` and `w`
#: one of them. The report is one that the reporter and unit coordinator sent for their unit.
TABLE = """
                                       - r u g c p l i b s m a d
alive                              r   x x x x x x x x x x x x x
ready                              r   x x x x x x x x x x x x x
accessibility                      r   x x x x x x x x x x x x x
personal_data                      r   x x x x x x x x x x x x x
wrong_channel                      r   x x x x x x x x x x x x x
public                             r   x x x x x x x x x x x x x
public_edition                     r   x x x x x x x x x x x x x
public_pdf                         r   x x x x x x x x x x x x x
choose_language                    w   x x x x x x x x x x x x x
account_login                      rw  x x x x x x x x x x x x x
account_logout                     rw  x x x x x x x x x x x x x
account_inactive                   r   x x x x x x x x x x x x x
account_reset_password             rw  x x x x x x x x x x x x x
account_reset_password_done        r   x x x x x x x x x x x x x
account_reset_password_from_key    rw  x x x x x x x x x x x x x
account_reset_password_from_key_done r x x x x x x x x x x x x x
account_reauthenticate             rw  . x x x x x x x x x x x x
account_change_password            rw  . x x x x x x x x x x x x
account_set_password               rw  . x x x x x x x x x x x x
home                               r   . x x x x x x x x x x x x
search                             r   . x x x x x x x x x x x x
choose_municipality                w   . x x x x x x x x x x x x
map_layers                         r   . x x x x x x x x x x x x
report                             rw  . x x x x . . . . . . . .
nothing_to_report                  rw  . x x x x . . . . . . . .
report_receipt                     r   . x . . . . . . . . . . .
place_search                       r   . x x x x . . . . . . . .
point_in_words                     r   . x x x x . . . . . . . .
screen_text                        w   . x x x x . . . . . . . .
incidents                          r   . x x x x x x . . . . . .
incidents_csv                      r   . x x x x x x . . . . . .
incident                           r   . x x x x x x . . . . . .
photo                              r   . x x x x x x . . . . . .
answer_completion                  w   . x x x x . . . . . . . .
review_queue                       r   . . . x x . . . . . . . .
review                             r   . . . x x . . . . . . . .
review_next                        r   . . . x x . . . . . . . .
decide                             w   . . . x x . . . . . . . .
correct                            rw  . . . x x . . . . . . . .
mask                               rw  . . . x x . . . . . . . .
black_out                          rw  . . . x x . . . . . . . .
imports                            r   . . . x x . . . . . . . .
approve_import                     rw  . . . x x . . . . . . . .
explore                            r   . . . x x x x . . . . . .
explore_picture                    r   . . . x x x x . . . . . .
explore_heat                       r   . . . x x x x . . . . . .
explore_table                      r   . . . x x x x . . . . . .
explore_year                       r   . . . x x x x . . . . . .
explore_three_ways                 r   . . . x x x x . . . . . .
explore_repeats                    r   . . . x x x x . . . . . .
appendix_add                       w   . . . . x . . . . . . . .
appendix_remove                    w   . . . . x . . . . . . . .
editions                           r   . . . x x x x . x x . . .
edition                            r   . . . x x x x . x x . . .
edition_status                     r   . . . x x x x . x x . . .
edition_pdf full                   r   . . . x x x x . . . . . .
edition_pdf generalised            r   . . . x x x x . x x . . .
strategic_edition                  r   . . . x x x x . x x . . .
strategic_edition_status           r   . . . x x x x . x x . . .
strategic_edition_pdf full         r   . . . x x x x . . . . . .
strategic_edition_pdf generalised  r   . . . x x x x . x x . . .
reporting                          r   . . . . x . . . . . . . .
police_reported                    r   . . . x x x x . x x . . .
police_import                      rw  . . . . x . . . . . . . .
police_withdraw                    w   . . . . x . . . . . . . .
tertial_create                     w   . . . . x . . . . . . . .
year_create                        w   . . . . x . . . . . . . .
edition_draft                      r   . . . x x x x . . . . . .
edition_comment                    w   . . . x x x x . . . . . .
edition_create                     w   . . . . x . . . . . . . .
edition_edit                       w   . . . . x . . . . . . . .
edition_adopt                      w   . . . . x . . . . . . . .
edition_correct                    w   . . . . x . . . . . . . .
hot_spot_open                      w   . . . . x . . . . . . . .
map_grades                         r   . . . x x x x . . . . . .
map_bandwidth                      w   . . . . x . . . . . . . .
rendition_retry                    w   . . . . x . . . . . . . .
delivery_resend                    w   . . . . x . . . . . . . .
plan                               r   . . x x x x x x x x . . .
activity                           r   . . x x x x x x x x . . .
activity_log                       w   . . x . x x . x . . . . .
occasion_withdraw                  w   . . x . x x . x . . . . .
activity_override                  w   . . . . x . . . . . . . .
activity_comparison                rw  . . . . x . . . . . . . .
activity_create                    rw  . . . . x . . . . . . . .
activity_edit                      rw  . . . . x . . . . . . . .
hot_spots                          r   . . x x x x x x x x . . .
hot_spot                           r   . . x x x x x x x x . . .
hot_spot_step                      w   . . . . x . . . . . . . .
follow_ups                         r   . . x x x x x x x x . . .
follow_up                          r   . . x x x x x x x x . . .
follow_up_create                   rw  . . . . x . . . . . . . .
follow_up_edit                     rw  . . . . x . . . . . . . .
promises                           r   . . x x x x x x x x . . .
promise                            r   . . x x x x x x x x . . .
documents                          r   . . x x x x x x x x . . .
document                           r   . . x x x x x x x x . . .
document_create                    rw  . . . . x . . . . . . . .
document_edit                      rw  . . . . x . . . . . . . .
document_parties                   rw  . . . . x . . . . . . . .
document_adopt                     rw  . . . . x . . . . . . . .
document_revise                    w   . . . . x . . . . . . . .
document_discard                   w   . . . . x . . . . . . . .
part_create ataganden              rw  . . . . x . . . . . . . .
part_create grupper                rw  . . . . x . . . . . . . .
part_create underskrifter          rw  . . . . x . . . . . . . .
part_create fokusomraden           rw  . . . . x . . . . . . . .
part_create loften                 rw  . . . . x . . . . . . . .
part_create aktiviteter            rw  . . . . x . . . . . . . .
part                               rw  . . . . x . . . . . . . .
part_remove                        w   . . . . x . . . . . . . .
focus_area                         rw  . . x x x x x x x x . . .
cause                              rw  . . . . x . . . . . . . .
cause_remove                       w   . . . . x . . . . . . . .
dialogues                          r   . . x x x x x x x x . . .
dialogue_create                    rw  . . . . x . . . . . . . .
dialogue                           r   . . x x x x x x x x . . .
dialogue_edit                      rw  . . . . x . . . . . . . .
costs                              r   . . x x x x x x x x . . .
cost_create                        rw  . . . . x . . . . . . . .
cost                               rw  . . . . x . . . . . . . .
law                                r   . . x x x x x x x x . . .
law_record                         rw  . . . . x . . . . . . . .
meetings                           r   . . x x x x x x x x . . .
meeting_create                     rw  . . . . x . . . . . . . .
meeting                            r   . . x x x x x x x x . . .
meeting_edit                       rw  . . . . x . . . . . . . .
meeting_due                        w   . . . . x . . . . . . . .
meeting_hold                       w   . . . . x . . . . . . . .
meeting_confirm                    w   . . . . x . . . . . . . .
item_add                           w   . . . . x . . . . . . . .
item_write                         w   . . . . x . . . . . . . .
item_note                          w   . . . . x . . . . . . . .
item_move                          w   . . . . x . . . . . . . .
item_remove                        w   . . . . x . . . . . . . .
item_decide                        w   . . . . x . . . . . . . .
resolution_assign                  w   . . . . x . . . . . . . .
attend                             w   . . . . x . . . . . . . .
attend_as_last_time                w   . . . . x . . . . . . . .
attendance_remove                  w   . . . . x . . . . . . . .
paper_order                        w   . . . . x . . . . . . . .
papers_status                      r   . . x x x x x x x x . . .
paper_pdf                          r   . . x x x x x x x x . . .
paper_retry                        w   . . . . x . . . . . . . .
settings                           r   . . . . x . . . . . . x .
places                             r   . . . . x . . . . . . x .
place_create                       rw  . . . . x . . . . . . x .
place                              rw  . . . . x . . . . . . x .
purging                            rw  . . . . x . . . . . . x .
recipients                         r   . . . . x . . . . . . x .
recipient_create                   rw  . . . . x . . . . . . x .
recipient                          rw  . . . . x . . . . . . x .
school_breaks                      r   . . . . x . . . . . . x .
school_break_create                rw  . . . . x . . . . . . x .
school_break                       rw  . . . . x . . . . . . x .
school_break_remove                w   . . . . x . . . . . . x .
school_breaks_usual                w   . . . . x . . . . . . x .
people                             r   . . . . . . . . . . . x .
person_invite                      rw  . . . . . . . . . . . x .
person                             rw  . . . . . . . . . . . x .
person_let_go                      rw  . . . . . . . . . . . x .
person_remind                      w   . . . . . . . . . . . x .
organisations                      r   . . . . . . . . . . . x .
organisation_create                rw  . . . . . . . . . . . x .
organisation                       rw  . . . . . . . . . . . x .
areas                              r   . . . . . . . . . . . x .
area                               rw  . . . . . . . . . . . x .
categories                         r   . . . . . . . . . . . x .
category_create                    rw  . . . . . . . . . . . x .
category                           rw  . . . . . . . . . . . x .
category_retire                    rw  . . . . . . . . . . . x .
category_restore                   w   . . . . . . . . . . . x .
rhythm                             rw  . . . . . . . . . . . x .
public_preview                     r   . . . . . . . . . . . x .
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; `key` is the path's name, and which of its addresses where the table tells them apart."""

    key: str
    methods: frozenset[str]
    openers: frozenset[Role | None]

    @property
    def name(self) -> str:
        """The path's name."""
        return self.key.split()[0]

    def expected(self, role: Role | str | None) -> str:
        """What the answer to somebody of the role, or of NOBODY's, should amount to, in the words of `answer`."""
        if role in self.openers:
            return "opens"
        return "sign in" if role is None else "does not exist"


def parse(table: str) -> list[Row]:
    """The rows, in the order they are written."""
    columns, *lines = table.strip().splitlines()
    people = [PEOPLE[letter] for letter in columns.split()]
    rows = []
    for line in lines:
        *key, methods = line.split()[: -len(people)]
        marks = zip(people, line.split()[-len(people) :], strict=True)
        rows.append(
            Row(
                key=" ".join(key),
                methods=frozenset({"r": "GET", "w": "POST"}[letter] for letter in methods),
                openers=frozenset(person for person, mark in marks if mark == "x"),
            )
        )
    return rows


ROWS = parse(TABLE)
#: Somebody who has signed in and has no business here.
NOBODY = "nobody"
DISTRICT_WIDE = frozenset({Role.POLICE, Role.POLICE_CHIEF})


def objects(world: World) -> list[Row]:
    """The rows whose address names something of Köping's."""
    return [row for row in ROWS if row.key in world.arguments and None not in row.openers]


def client_of(user: User | None) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def answer(client: Client, method: str, path: str) -> str:
    """What the site's answer amounts to; a fault is raised. Nothing that the request changed is kept."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        b"".join(response)  # a file is closed when it has been read
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    if response.headers.get("Location", "").startswith(f"{reverse('account_login')}?next="):
        return "sign in"
    return "does not exist" if response.status_code in (403, 404) else "opens"


def surprises(world: World, client: Client, rows: Iterable[Row], role: Role | str | None) -> list[str]:
    """Every address that answers otherwise than the table says."""
    return [
        f"{method} {row.key}: {found}, not: {row.expected(role)}"
        for row in rows
        for method in sorted(row.methods)
        if (found := answer(client, method, world.path(row.key))) != row.expected(role)
    ]


def test_every_path_has_a_row_in_the_table_and_every_row_a_path():
    paths = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {row.name for row in ROWS} == paths


def test_what_is_read_cannot_be_written_to_nor_the_other_way_round(world):
    client = client_of(None)
    for row in ROWS:
        for method in {"GET", "POST"} - row.methods:
            assert client.generic(method, world.path(row.key)).status_code == 405, row.key


def test_somebody_who_has_not_signed_in_is_asked_to_wherever_it_is_not_public(world):
    assert surprises(world, client_of(None), ROWS, None) == []


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says_and_nothing_else(world, role):
    assert surprises(world, client_of(world.cast[role]), ROWS, role) == []


@pytest.mark.parametrize("role", Role)
def test_nothing_of_ours_exists_in_another_municipality(world, role):
    assert surprises(world, client_of(world.strangers[role]), objects(world), NOBODY) == []


@pytest.mark.parametrize("role", sorted(set(Role) - DISTRICT_WIDE))
def test_nothing_of_ours_exists_for_the_neighbour_in_our_police_district(world, role):
    client = acting_in_koping(world, world.neighbours[role])
    assert surprises(world, client, objects(world), NOBODY) == []


@pytest.mark.parametrize("role", sorted(DISTRICT_WIDE))
def test_police_read_a_neighbour_of_their_district_as_their_own(world, role):
    client = acting_in_koping(world, world.neighbours[role])
    assert surprises(world, client, objects(world), role) == []


@pytest.mark.parametrize("role", Role)
def test_no_page_of_another_municipality_tells_anything_of_ours(world, role):
    client = client_of(world.strangers[role])
    elsewhere = [row.key for row in ROWS if row.key not in world.arguments]
    for path in [*map(world.path, elsewhere), *asked_for(world)]:
        page = client.get(path)
        told = b"".join(page).decode() if page.status_code == 200 else ""
        assert [word for word in (PLACE, WORDS, "15.99") if word in told] == [], path


def acting_in_koping(world: World, user: User) -> Client:
    """A browser in which the person has signed in and asked to act in Köping, which only police may be granted."""
    client = client_of(user)
    client.post(reverse("choose_municipality"), {"municipality": world.koping.pk})
    return client


def asked_for(world: World) -> list[str]:
    """Addresses that name something of ours in their query."""
    report, place = world.arguments["incident"]["pk"], world.arguments["place"]["pk"]
    return [
        f"{reverse('report')}?samma={report}",
        f"{reverse('incidents')}?plats={place}",
        f"{reverse('incidents_csv')}?plats={place}",
        f"{reverse('search')}?q={report}",
        f"{reverse('search')}?q={PLACE[:-2].lower()}",
        f"{reverse('place_search')}?event=0&event0-find={PLACE[:-2].lower()}",
    ]


def test_a_colleagues_report_of_another_unit_does_not_exist_for_a_reporter(world):
    with transaction.atomic():
        colleagues = [
            factories.make_user(role, world.koping, organisation="Fritid")
            for role in (Role.REPORTER, Role.UNIT_COORDINATOR)
        ]
        names = ("incident", "photo", "answer_completion", "report_receipt")
        rows = [row for row in ROWS if row.key in names]
        for colleague in colleagues:
            assert surprises(world, client_of(colleague), rows, NOBODY) == []
        transaction.set_rollback(True)


def test_the_council_reads_no_place_and_no_word_of_any_report(world):
    path = world.path("edition")
    full, general = (
        client_of(world.cast[role]).get(path).content.decode() for role in (Role.COORDINATOR, Role.BRA_MEMBER)
    )
    assert (PLACE in full, PLACE in general, WORDS in full + general) == (True, False, False)


def test_the_council_reaches_no_row_of_any_report_by_any_path(world):
    member = world.cast[Role.BRA_MEMBER]
    assert not Incident.objects.visible_to(member).exists()
    client, row = client_of(member), reverse("incident", kwargs=world.arguments["incident"])
    for path in [*(world.path(each.key) for each in ROWS if "GET" in each.methods), *asked_for(world)]:
        page = client.get(path)
        told = b"".join(page).decode(errors="replace") if page.status_code == 200 else ""
        assert [word for word in (WORDS, row) if word in told] == [], path
