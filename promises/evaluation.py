"""What became of activities that ended in a tertial or a year: a line for each that was compared, frozen with it.

`lagesbild` finds these functions by their names in the settings. At the generalised level no place and no word of an
activity is told, only how many came out how.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Municipality
from lagesbild.content import Content
from lagesbild.models import Edition, Level
from lagesbild.sections import Section
from promises import effect_words
from promises.comparisons import judged
from promises.models import Activity
from promises.models.activity import IN_FORCE
from promises.standing import one_version_of_each
from promises.verdict import Verdict


def evaluated(edition: Edition, *, level: Level, at: datetime) -> dict[str, Any] | None:
    """JSON: how many ended, how many of them were compared, and what came out. None where none ended."""
    ended = _ended(edition)
    if not ended:
        return None
    today = at.astimezone(edition.municipality.zone).date()
    lines = judged(ended, until=min(edition.end_on, today), municipality=edition.municipality)
    verdicts = Counter(line["verdict"] for line in lines.values())
    return {
        "ended": len(ended),
        "compared": len(lines),
        "lines": [_line(line) for line in lines.values()] if level == Level.FULL else [],
        "stood": [
            {"word": str(verdict.label), "number": verdicts[verdict]}
            for verdict in Verdict
            if verdicts[verdict]
        ],
    }


def chapter(content: Content, municipality: Municipality) -> Section | None:
    """It as it is shown; None where nothing ended."""
    found = content.get("evaluation")
    return Section("promises/section/evaluation.html", {**found}) if found else None


def _ended(edition: Edition) -> list[Activity]:
    """Those whose last day lies in the period. One statement."""
    rows = Activity.objects.in_municipality(edition.municipality).filter(
        IN_FORCE, due_on__gte=edition.start_on, due_on__lt=edition.end_on
    )
    around = rows.select_related("document", "hot_spot__area", "place", "area").order_by("due_on", "pk")
    return one_version_of_each(around)


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    """What the table says: words, and the counts of the place and its control."""
    counts = {row["role"]: [row["before"], row["after"]] for row in line["rows"]}
    return {
        "text": line["text"],
        "place": line["place"],
        "treated": counts["treated"],
        "control": counts["control"],
        "days": [line["before_days"], line["after_days"]],
        "sentence": effect_words.sentence(line),
        "reason": " ".join(effect_words.reasons(line)[:1]),
        "at_peak": any(caution in ("peak", "top") for caution in line["cautions"]),
    }
