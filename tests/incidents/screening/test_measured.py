"""What docs/screening.md says of the screening is what the code does, and it is good enough."""

from incidents.privacy import Kind
from tests.incidents.screening.measuring import NUMBER, PAGE, figures, measure, numbers
from tests.incidents.screening.reading import FOLDER

#: No promise, but below these somebody has broken something.
LEAST_RECALL, LEAST_PRECISION = 0.9, 0.9


def test_the_page_says_what_is_measured():
    assert figures() in PAGE.read_text(encoding="utf-8"), "run python -m tests.incidents.screening"


def test_numbers_are_found_as_often_as_promised_and_hardly_ever_without_being_there():
    drawn, found, harmless, alarmed = numbers()
    assert (drawn, harmless) >= (1000, 1000)
    assert found >= 0.99 * drawn
    assert alarmed <= 0.01 * harmless


def test_the_held_out_sentences_are_enough_and_have_every_kind():
    held_out = measure("held_out")
    assert held_out.sentences >= 300
    blocking = {kind.value for kind in Kind} - {"personal_number", "coordination_number", "interim_number"}
    assert set(held_out.kinds) == blocking | {NUMBER}


def test_every_kind_is_found_well_enough_in_sentences_that_the_rules_were_not_made_with():
    for kind, tally in measure("held_out").kinds.items():
        assert tally.found >= LEAST_RECALL * tally.marked, kind
        assert tally.right >= LEAST_PRECISION * tally.alarms, kind


def test_the_two_sets_share_no_sentence():
    held_out, development = (
        {line for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line}
        for name in ("held_out", "development")
    )
    assert held_out & development == set()
