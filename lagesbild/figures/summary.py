"""Sammanfattning: the key boxes, and at most five sentences that follow from the other chapters alone.

What a level does not tell in its chapters can therefore not be read in its sentences; the same figures give the same
words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lagesbild import wording
from lagesbild.content import (
    Costs,
    Count,
    Expected,
    FigureRow,
    Figures,
    Peak,
    Ranked,
    Situation,
    Summary,
    When,
    Where,
)
from lagesbild.figures.costs import largest_cost
from lagesbild.models import EditionKind

MOST_SENTENCES = 5
MOST_LINES = 3
LARGEST_CATEGORIES = 2
WORST_PLACES = 3
# Before a capital letter, so that "kl. 20" stays whole, or at a new line.
SENTENCE_ENDS = re.compile(r"(?<=[.!?])[ \t]+(?=[A-ZÅÄÖ])|\s*\n\s*")


def summary_chapter(outlook: str, total: FigureRow, costs: Costs, sentences: Sequence[str]) -> Summary:
    """The chapter, from the figures and costs at the same level."""
    return {
        "situation": cast(Situation, outlook),
        "situation_note": "",
        "total": total["this_period"],
        "expected": total["expected"],
        "verdict": total["verdict"],
        "last_period": total["last_period"],
        "cost": costs["total"]["total"],
        "largest_cost": largest_cost(costs),
        "uncosted": costs["total"]["uncosted"],
        "sentences": list(sentences),
    }


def written(summary: str) -> list[str]:
    """The coordinator's own words, sentence by sentence."""
    return [sentence for sentence in SENTENCE_ENDS.split(summary.strip()) if sentence][:MOST_SENTENCES]


def proposed(
    figures: Figures, where: Where, when: When, costs: Costs, *, kind: str = EditionKind.FORTNIGHT
) -> list[str]:
    """What follows from the other chapters, the weightiest first. `figures` has rows of one main category each."""
    told = [
        *_verdicts(figures),
        *_how_many(figures["total"], EditionKind(kind)),
        *_what(figures["rows"]),
        *_where(where["ranked"]),
        *_new(where["ranked"]),
        *_back(where["ranked"]),
        *_when(when["peaks"]),
        *_receding(where["ranked"]),
        *_cost(costs),
    ]
    return told[:MOST_SENTENCES]


def _verdicts(figures: Figures) -> Iterator[str]:
    """What there is more and less of than expected; otherwise that nothing stands out, or that too little is known."""
    lines: list[tuple[str, Mapping[str, Any]]] = [
        (_("alla händelser"), figures["total"]),
        *((wording.inside(row["category"]), row) for row in figures["rows"]),
        *((row["area"], row) for row in figures.get("areas", [])),
    ]
    found = {row["verdict"] for _name, row in lines} - {None}
    above = [_with_expected(name, row) for name, row in lines if row["verdict"] == "above"]
    below = [_with_expected(name, row) for name, row in lines if row["verdict"] == "below"]
    if above:
        yield _("Fler än väntat: %(lines)s.") % {"lines": _first(above)}
    if below:
        yield _("Färre än väntat: %(lines)s.") % {"lines": _first(below)}
    if found == {"too_few"}:
        yield _("Händelserna är för få för att säga om något har ändrats.")
    elif found and not above and not below:
        yield _("Antalen ligger inom normal variation.")


def _with_expected(name: str, row: Mapping[str, Any]) -> str:
    expected: Expected | None = row["expected"]
    if expected is None:
        return f"{name} ({in_words(row['this_period'])})"
    return _("%(name)s (%(count)s, väntat %(expected)s)") % {
        "name": name,
        "count": in_words(row["this_period"]),
        "expected": wording.interval(expected["low"], expected["high"]),
    }


def _first(lines: list[str]) -> str:
    """The first of them, and how many there are besides."""
    rest = len(lines) - MOST_LINES
    more = [ngettext("%(count)d till", "%(count)d till", rest) % {"count": rest}] if rest > 0 else []
    return wording.listed([*lines[:MOST_LINES], *more])


def _how_many(total: FigureRow, kind: EditionKind) -> Iterator[str]:
    events = total["this_period"]
    if not events:
        yield _("Inga händelser rapporterades under perioden.")
        return
    many = events if isinstance(events, int) else 2
    words = {
        "reported": ngettext("%(events)s händelse rapporterades", "%(events)s händelser rapporterades", many)
        % {"events": in_words(events)},
        "last": in_words(total["last_period"]),
        "year": in_words(total["last_year"]),
    }
    if total["last_period"] is None:
        sentence = _("%(reported)s.")
    elif kind == EditionKind.YEAR:
        sentence = _("%(reported)s, mot %(last)s året innan.")
    elif total["last_year"] is None:
        sentence = _("%(reported)s, mot %(last)s förra perioden.")
    elif kind == EditionKind.TERTIAL:
        sentence = _("%(reported)s, mot %(last)s förra tertialet och %(year)s samma tertial i fjol.")
    else:
        sentence = _("%(reported)s, mot %(last)s förra perioden och %(year)s samma veckor i fjol.")
    yield capfirst(sentence % words)


def _what(rows: Sequence[FigureRow]) -> Iterator[str]:
    told = [row for row in rows if isinstance(row["this_period"], int) and row["this_period"]]
    told.sort(key=lambda row: -int(row["this_period"] or 0))
    if told:
        largest = [
            f"{wording.inside(row['category'])} ({in_words(row['this_period'])})"
            for row in told[:LARGEST_CATEGORIES]
        ]
        yield _("Flest gällde %(categories)s.") % {"categories": wording.listed(largest)}


def _where(ranked: Sequence[Ranked]) -> Iterator[str]:
    if ranked:
        places = [_with_count(place) for place in ranked[:WORST_PLACES]]
        yield _("Flest händelser har %(places)s.") % {"places": wording.listed(places)}


def _new(ranked: Sequence[Ranked]) -> Iterator[str]:
    new = [_with_count(place) for place in ranked if place["trend"] == "new"]
    if new and len(new) < len(ranked):
        sentence = ngettext("Ny på listan är %(places)s.", "Nya på listan är %(places)s.", len(new))
        yield sentence % {"places": wording.listed(new[:WORST_PLACES])}


def _back(ranked: Sequence[Ranked]) -> Iterator[str]:
    back = [_with_count(place) for place in ranked if place["trend"] == "back"]
    if back:
        yield _("Tillbaka på listan är %(places)s.") % {"places": wording.listed(back[:WORST_PLACES])}


def _receding(ranked: Sequence[Ranked]) -> Iterator[str]:
    for place in ranked:
        if place["trend"] == "receding":
            yield _("%(place)s har gått från %(last)s händelser till %(now)s.") % {
                "place": place["name"],
                "last": in_words(place["last_period"]),
                "now": in_words(place["count"]),
            }
            return


def _when(peaks: Sequence[Peak]) -> Iterator[str]:
    if peaks:
        yield _("Flest händelser skedde på %(weekday)sar kl. %(from)d–%(to)d.") % {
            "weekday": WEEKDAYS[peaks[0]["weekday"]],
            "from": peaks[0]["from_hour"],
            "to": peaks[0]["to_hour"],
        }


def _cost(costs: Costs) -> Iterator[str]:
    if costs["total"]["total"]:
        yield _("Skadorna kostade %(kronor)s kr.") % {"kronor": wording.number(costs["total"]["total"])}


def _with_count(place: Ranked) -> str:
    return f"{place['name']} ({in_words(place['count'])})"


def in_words(count: Count) -> str:
    """ "12", or "färre än 5" where that is all that is told."""
    if not isinstance(count, str):
        return wording.number(count or 0)
    words = _("färre än %(count)s") if count.startswith("<") else _("minst %(count)s")
    return words % {"count": count[1:]}
