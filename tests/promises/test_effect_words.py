"""What came out of a comparison, in Swedish sentences."""

import pytest

from promises import effect_words

LINE = {"verdict": "fewer", "after_days": 84, "reasons": [], "cautions": [], "place": "Stationen"}


def line(verdict: str, low: float, high: float):
    effect = {"estimate": (low + high) / 2, "se": 1.0, "low": low, "high": high}
    return {**LINE, "verdict": verdict, "effect": effect}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (line("fewer", -13.8, -2.3), "Mellan 2 och 14 färre händelser än väntat på 84 dagar."),
        (line("fewer", -13.8, -0.04), "Mellan 0,1 och 14 färre händelser än väntat på 84 dagar."),
        (
            line("more", 1.2, 1240.0),
            "Mellan 1 och 1\N{NARROW NO-BREAK SPACE}240 fler händelser än väntat på 84 dagar.",
        ),
        (
            line("chance", -9.4, 4.1),
            "Kan inte skiljas från slump: mellan 9 färre och 4 fler än väntat på 84 dagar.",
        ),
        ({**LINE, "verdict": "not_judged", "effect": None}, "Går ej att bedöma."),
        ({**LINE, "verdict": "fewer", "effect": None}, "Färre händelser än väntat."),
    ],
)
def test_the_sentence_says_the_interval_where_it_may(given, words):
    assert effect_words.sentence(given) == words


@pytest.mark.parametrize(("estimate", "words"), [(-8.4, "−8"), (3.2, "+3"), (0.3, "+0,3"), (0, "0")])
def test_the_estimate_has_its_sign(estimate, words):
    assert effect_words.estimate({**LINE, "effect": {"estimate": estimate}}) == words


def test_in_short_it_has_the_place_and_the_first_reason():
    said = {**LINE, "verdict": "not_judged", "effect": None, "reasons": ["short_after", "hindsight"]}
    assert effect_words.in_short(said) == (
        "Stationen: går ej att bedöma. Det har gått färre än 28 dagar sedan starten."
    )


def test_every_reason_and_caution_has_its_words():
    said = {**LINE, "reasons": ["too_few", "moved"], "cautions": ["top", "unlike"]}
    assert [len(effect_words.reasons(said)), len(effect_words.cautions(said))] == [2, 2]
