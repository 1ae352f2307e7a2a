"""When what the law asks for is due again, and how it stands: every line of the rule, and the days at its edges."""

from datetime import date

import pytest

from promises.duties import DUTY_TAGS, DutyFacts, DutyStatus, due_again, duty_status

DECIDED = date(2024, 6, 10)
DUE = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("decided_on", "due_on", "today", "status"),
    [
        (None, None, date(2026, 3, 2), DutyStatus.MISSING),
        (DECIDED, DUE, date(2026, 3, 11), DutyStatus.MET),
        (DECIDED, DUE, date(2026, 3, 12), DutyStatus.SOON),
        (DECIDED, DUE, date(2026, 6, 10), DutyStatus.SOON),
        (DECIDED, DUE, date(2026, 6, 11), DutyStatus.OVERDUE),
        (DECIDED, None, date(2046, 6, 11), DutyStatus.MET),
    ],
)
def test_the_rule_warns_ninety_days_ahead_and_from_the_day_after_the_last(decided_on, due_on, today, status):
    assert duty_status(DutyFacts(decided_on, due_on, today)) == status


@pytest.mark.parametrize(
    ("decided_on", "years", "valid_to", "due_on"),
    [
        (DECIDED, 2, None, DUE),
        (date(2024, 2, 29), 2, None, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, None, date(2028, 2, 29)),
        (DECIDED, None, date(2025, 12, 31), date(2025, 12, 31)),
        (DECIDED, 2, date(2025, 12, 31), date(2025, 12, 31)),
        (DECIDED, 2, date(2027, 12, 31), DUE),
        (DECIDED, None, None, None),
    ],
)
def test_it_is_due_so_many_years_on_or_when_it_ceases_to_hold_whichever_comes_first(
    decided_on, years, valid_to, due_on
):
    assert due_again(decided_on, years=years, valid_to=valid_to) == due_on


def test_every_word_has_its_colour():
    assert set(DUTY_TAGS) == set(DutyStatus)
