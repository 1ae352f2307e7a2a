"""What came out of a comparison as people say it: "Mellan 2 och 14 färre händelser än väntat på 84 dagar". Pure.

Takes the line that `promises/comparisons/` counts and a follow-up freezes. The words themselves are `verdict.py`'s.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild import wording
from promises.verdict import Caution, Reason, Verdict

#: What each row of counts is.
ROLES = {
    "treated": gettext_lazy("Platsen"),
    "control": gettext_lazy("Kontrollen"),
    "displaced": gettext_lazy("Dit det kan ha flyttat"),
    "displaced_control": gettext_lazy("Kontroll för dit det kan ha flyttat"),
}


def verdict(line: Mapping[str, Any]) -> str:
    """The word alone."""
    return str(Verdict(line["verdict"]).label)


def sentence(line: Mapping[str, Any]) -> str:
    """The verdict with its interval, and how long a time it is about; the word alone where numbers may not be told."""
    effect = line["effect"]
    if effect is None:
        return f"{verdict(line)}."
    low, high = effect["low"], effect["high"]
    words = {"days": line["after_days"], "fewer": _much(low), "more": _much(high)}
    if line["verdict"] == Verdict.FEWER:
        words = {**words, "least": _much(high), "most": _much(low)}
        return _("Mellan %(least)s och %(most)s färre händelser än väntat på %(days)d dagar.") % words
    if line["verdict"] == Verdict.MORE:
        words = {**words, "least": _much(low), "most": _much(high)}
        return _("Mellan %(least)s och %(most)s fler händelser än väntat på %(days)d dagar.") % words
    return (
        _(
            "Kan inte skiljas från slump: mellan %(fewer)s färre och %(more)s fler än väntat på %(days)d dagar."
        )
        % words
    )


def estimate(line: Mapping[str, Any]) -> str:
    """The number in the middle of the interval, with its sign: "−8", "+3"."""
    value = line["effect"]["estimate"]
    sign = wording.MINUS if value < 0 else "+"
    return f"{sign}{_much(value)}" if value else "0"


def reasons(line: Mapping[str, Any]) -> list[str]:
    """Why it cannot be judged."""
    return [str(Reason(each).label) for each in line["reasons"]]


def cautions(line: Mapping[str, Any]) -> list[str]:
    """What to bear in mind."""
    return [str(Caution(each).label) for each in line["cautions"]]


def in_short(line: Mapping[str, Any]) -> str:
    """The sentence with the place, and the first reason where there is one: for papers and lists."""
    return " ".join([f"{line['place']}:", wording.inside(sentence(line)), *reasons(line)[:1]])


def _much(events: float) -> str:
    """How many, without a sign; less than one to a decimal."""
    size = abs(events)
    return wording.number(size) if size >= 1 else wording.number(max(size, 0.1), decimals=1)
