"""Inställningar and the sign-in: every form is answered, saves what has been read or nothing, and the list stands."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from tests.fuzz.database import added, counted
from tests.fuzz.nonsense import CURSED, FORM, Pairs, encoded, examples, tampered
from tests.fuzz.page import Page
from tests.world import World

pytestmark = pytest.mark.long

#: Each form of an administrator, what fills it in well where it is empty, and the list that one comes to.
FORMS: Mapping[str, Mapping[str, str]] = {
    "person_invite": {"name": "Rapportör 9", "email": "ny@example.com", "roles": "reporter"},
    "person": {},
    "organisation_create": {"name": "Bostäder", "kind": "company"},
    "organisation": {},
    "place_create": {"name": "Torget", "kind": "square", "latitude": "59,51", "longitude": "15,99"},
    "place": {},
    "area": {},
    "category_create": {"code": "SKA-70", "name": "Skyltar", "kind": "crime"},
    "category": {},
    "recipient_create": {
        "name": "Polis",
        "kind": "police",
        "email": "p@example.com",
        "level": "full",
        "mode": "usual",
    },
    "recipient": {},
    "purging": {"purge_decision": "KS 2026/7 § 3", "purge_decided_on": "2026-02-01"},
    "rhythm": {"anchor_on": "2024-01-08"},
    "signing_in": {},
}


@pytest.fixture(scope="module")
def keeper(world: World) -> Client:
    client = Client()
    client.force_login(world.cast[Role.ADMINISTRATOR])
    return client


def filled_in(keeper: Client, path: str, said: Mapping[str, str]) -> Pairs:
    """The form as the page shows it, with what is empty filled in."""
    page = Page(keeper.get(path))
    shown = {name: values for name, values in page.fields.items() if name not in ("csrfmiddlewaretoken", "q")}
    choices = {
        name: sorted(offered - {""})[:1] for name, offered in page.offered.items() if name not in shown
    }
    fields = {name: [value] for name, value in said.items()}
    return [(name, value) for name, values in (choices | shown | fields).items() for value in values]


def save(keeper: Client, path: str, pairs: Pairs) -> None:
    """Send the form, send it again as it was read, and read the list."""
    before = counted()
    answer: Any = keeper.post(path, encoded(pairs), content_type=FORM)
    assert answer.status_code in (200, 422), pairs
    page = Page(answer)
    assert (page.language, page.in_english) == ("sv", [])
    assert added(before) == {}, "nothing is saved before it has been read"
    if "seen" in page.fields:
        again = [*pairs, ("seen", page.fields["seen"][-1])]
        answer = keeper.post(path, encoded(again), content_type=FORM)
        assert answer.status_code in (200, 302), pairs
    if answer.status_code == 302:
        assert keeper.get(answer["Location"]).status_code == 200, pairs


@pytest.mark.parametrize("name", FORMS)
def test_each_setting_takes_or_refuses_whatever_is_typed(keeper, world, name):
    path = world.path(name)
    with transaction.atomic():
        sound = filled_in(keeper, path, FORMS[name])

    @examples(12)
    @given(pairs=tampered(sound))
    def holds(pairs: Pairs) -> None:
        with transaction.atomic():
            save(keeper, path, pairs)
            transaction.set_rollback(True)

    holds()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("rhythm", "tile_url"),
        ("rhythm", "anchor_on"),
        ("place", "latitude"),
        ("place", "name"),
        ("recipient", "email"),
    ],
)
def test_each_curse_may_stand_in_a_setting(keeper, world, name, field):
    path = world.path(name)
    with transaction.atomic():
        sound = filled_in(keeper, path, FORMS[name])
    for curse in CURSED:
        with transaction.atomic():
            save(keeper, path, [(key, curse if key == field else value) for key, value in sound])
            transaction.set_rollback(True)


@examples(25)
@given(data=st.data())
def test_whoever_knocks_is_answered(world, data):
    """Nobody is let in, and nothing breaks, whatever stands in the sign-in, the reset and the two choices."""
    doors: Mapping[str, Pairs] = {
        "/konto/logga-in": [("login", "nobody@example.com"), ("password", "fel"), ("next", "/handelser")],
        "/konto/losenord/glomt": [("email", "nobody@example.com")],
        "/sprak": [("language", "en"), ("next", "/")],
    }
    stranger, path = Client(), data.draw(st.sampled_from(sorted(doors)))
    pairs = data.draw(tampered(doors[path]))
    with transaction.atomic():
        answer: Any = stranger.post(path, encoded(pairs), content_type=FORM)
        assert answer.status_code in (200, 302, 422, 429), pairs
        assert "_auth_user_id" not in stranger.session
        transaction.set_rollback(True)


def test_no_curse_opens_the_door_or_breaks_it(keeper, world):
    for curse in CURSED:
        with transaction.atomic():
            for sender, path, pairs in (
                (Client(), "/konto/logga-in", [("login", curse), ("password", curse), ("next", curse)]),
                (Client(), "/konto/losenord/glomt", [("email", curse)]),
                (Client(), "/sprak", [("language", curse), ("next", curse)]),
                (keeper, "/kommun", [("municipality", curse)]),
            ):
                answer: Any = sender.post(path, encoded(pairs), content_type=FORM)
                assert answer.status_code in (200, 302, 429), (path, curse)
            transaction.set_rollback(True)
