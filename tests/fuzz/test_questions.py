"""Every page that is asked something in its address answers whatever it is asked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from tests.fuzz.nonsense import CURSED, Pairs, drawn, encoded, examples
from tests.fuzz.page import Page
from tests.world import World

pytestmark = pytest.mark.long

DAYS = st.dates().map(str) | st.sampled_from(["2026-02-16", "2026-03-01", "0001-01-01", "9999-12-31"])
EXPLORED = {
    "fran": DAYS,
    "till": DAYS,
    "kategori": st.sampled_from(["SKA", "SKA-20", ""]),
    "omrade": st.sampled_from(["", "1", "2"]),
    "karna": st.sampled_from(["kvartisk", "gaussisk"]),
    "bandbredd": st.sampled_from(["100", "400", "150.0"]),
}
LISTED = {
    "fran": DAYS,
    "till": DAYS,
    "kategori": st.sampled_from(["SKA", "SKA-20", ""]),
    "omrade": st.sampled_from(["", "1", "2"]),
    "plats": st.sampled_from(["1", "2"]),
    "lage": st.sampled_from(["submitted", "approved"]),
    "sida": st.sampled_from(["1", "2", "last", "0"]),
}
WORDS = {"q": st.sampled_from(["ank", "4711", "2026:05", "nr 1"]), "sida": st.sampled_from(["1", "99"])}
QUEUED = {
    "lage": st.sampled_from(["svar", ""]),
    "kategori": st.just("SKA"),
    "alder": st.sampled_from(["sena", "nya"]),
}
#: Whom each page answers, and what it may be asked.
PAGES: Mapping[str, tuple[Role, Mapping[str, st.SearchStrategy[Any]]]] = {
    "/karta": (Role.REVIEWER, EXPLORED),
    "/karta.svg": (Role.REVIEWER, EXPLORED),
    "/karta.geojson": (Role.REVIEWER, EXPLORED),
    "/handelser": (Role.REVIEWER, LISTED),
    "/handelser.csv": (Role.REVIEWER, LISTED),
    "/granskning": (Role.REVIEWER, QUEUED),
    "/sok": (Role.REVIEWER, WORDS),
    "/lagesbilder": (Role.REVIEWER, WORDS),
    "/installningar/personer": (Role.ADMINISTRATOR, WORDS),
    "/installningar/platser": (Role.ADMINISTRATOR, WORDS),
}
#: A map that cannot be drawn is a picture or a fetch that fails; the page beside it says why.
UNREADABLE = {"/karta.svg": 400, "/karta.geojson": 400}


@pytest.fixture(scope="module")
def readers(world: World) -> Mapping[Role, Client]:
    clients = {role: Client() for role in (Role.REVIEWER, Role.ADMINISTRATOR)}
    for role, client in clients.items():
        client.force_login(world.cast[role])
    return clients


def ask(readers: Mapping[Role, Client], path: str, pairs: Pairs) -> None:
    with transaction.atomic():
        answer: Any = readers[PAGES[path][0]].get(f"{path}?{encoded(pairs)}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    if answer.status_code == UNREADABLE.get(path):
        return
    assert answer.status_code in (200, 302), pairs
    sort = answer.get("Content-Type", "")
    if sort.startswith("image/svg"):
        ElementTree.fromstring(body)
    elif "json" in sort:
        assert json.loads(body)["type"] == "FeatureCollection"
    elif sort.startswith("text/html") and answer.status_code == 200:
        page = Page(answer)
        assert (page.language, page.in_english) == ("sv", [])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_whatever_its_address_asks(readers, path):
    @examples(15)
    @given(pairs=drawn(PAGES[path][1]))
    def answers(pairs: Pairs) -> None:
        ask(readers, path, pairs)

    answers()


@pytest.mark.parametrize("path", [path for path, (_role, asked) in PAGES.items() if "fran" in asked])
@pytest.mark.parametrize(
    "days", [("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("0001-01-01", "9999-12-31")]
)
def test_the_ends_of_the_calendar_are_days_like_others(readers, path, days):
    for said in (("fran", "till"), ("fran",), ("till",)):
        ask(
            readers,
            path,
            [(name, day) for name, day in zip(("fran", "till"), days, strict=True) if name in said],
        )


@pytest.mark.parametrize("path", PAGES)
def test_each_part_of_the_question_may_be_cursed(readers, path):
    names: Sequence[str] = list(PAGES[path][1])
    for curse in CURSED:
        ask(readers, path, [(name, curse) for name in names])
