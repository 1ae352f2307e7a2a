"""No identity number gets into any table, whichever box it is written in and however."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import document
from tests.factories import NOW, category, file_report, make_municipality, make_user
from tests.fuzz.database import added, counted, tables_with, undone
from tests.fuzz.nonsense import examples

pytestmark = [pytest.mark.long, pytest.mark.django_db]

SENTENCES = ("{}", "Legitimerade sig med {}.", "Två ungdomar:\n{}\noch en till.", "pnr:{} \N{POLICE OFFICER}")
#: Each box by what it is called here; how its form is addressed and filled in stands in `doors`.
BOXES = ("report", "question", "answer", "masking", "comment", "summary", "direction", "correction")


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """One with a right check digit, drawn and never looked up, spelled as people do."""
    born = draw(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
    nine = f"{born:%y%m%d}{draw(st.integers(1, 999)):03}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    serial = nine[6:] + str(-sum(value // 10 + value % 10 for value in doubled) % 10)
    mark = draw(
        st.sampled_from(
            ["-", "–", "\N{NON-BREAKING HYPHEN}", " - ", "", "   ", "\n", "-\n", "_", ":", ", ", ") ("]
        )
    )
    return f"{born:%Y%m%d}{mark}{serial}"


@pytest.fixture
def doors(client: Client) -> Mapping[str, tuple[Client, str, dict[str, object], str]]:
    """Who sends each form where, how the rest of it is filled in, and which field the box is."""
    town = make_municipality()
    guard, head = make_user(Role.REPORTER, town), make_user(Role.COORDINATOR, town)
    reporter = Client()
    reporter.force_login(guard)
    client.force_login(head)
    fresh, asked, blocked = file_report(guard), file_report(guard), file_report(guard)
    decide(asked.pk, Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Var?"), by=head, at=NOW)
    decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=head, at=NOW)
    period = document.latest_period(town, at=NOW)
    adopted = document.adopt(document.draft(town, period.previous(), at=NOW), by=head, at=NOW)
    draft = f"/lagesbilder/utkast/{document.draft(town, period, at=NOW).pk}"
    report = {
        "event": "0",
        "event0-category": category(town).pk,
        "event0-longitude": "15.993",
        "event0-latitude": "59.513",
        "event0-place_type": "street",
    }
    ask = {"move": "request_completion", "version": 1, "reason": "where_unclear"}
    mask = {"version": 3, "is_clean": "on"}
    return {
        "report": (reporter, "/handelser/ny", report, "event0-description"),
        "question": (client, f"/granskning/{fresh.pk}/beslut", ask, "text"),
        "answer": (reporter, f"/handelser/{asked.pk}/svar", {"version": 3}, "text"),
        "masking": (client, f"/granskning/{blocked.pk}/maskera", mask, f"text{blocked.texts.get().pk}"),
        "comment": (client, f"{draft}/kommentar", {}, "body"),
        "summary": (client, f"{draft}/spara", {"outlook": "stable"}, "summary"),
        "direction": (client, f"{draft}/spara", {"outlook": "stable"}, "police"),
        "correction": (client, f"/lagesbilder/{adopted.pk}/ratta", {}, "note"),
    }


@pytest.mark.parametrize("box", BOXES)
def test_an_identity_number_is_stored_nowhere(doors, box):
    sender, path, rest, field = doors[box]
    with undone():
        before = counted()
        assert sender.post(path, rest | {field: "Krossad ruta."}).status_code in (302, 303)
        assert added(before) or box in ("summary", "direction"), "the form itself is sound"

    @examples(10)
    @given(number=identity_numbers(), sentence=st.sampled_from(SENTENCES))
    def holds(number: str, sentence: str) -> None:
        with undone():
            sender.post(path, rest | {field: sentence.format(number)})
            assert added(before) == {}
            assert tables_with(number) == []

    holds()
