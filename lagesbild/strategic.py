"""The chapters that only a tertial's and a year's edition have, as they are shown: the months, and the law's parts.

Like `sections.py`: frozen figures in, a template with its context out; None where the edition has no such chapter.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString

from accounts.models import Municipality
from lagesbild import charts
from lagesbild.content import Content, MonthCount, Part
from lagesbild.models import LawPart
from lagesbild.sections import Section


def development(content: Content, municipality: Municipality) -> Section | None:
    """Three years month by month as a chart and a table, and the hot spots that persist."""
    chapter = content.get("development")
    if not chapter:
        return None
    context: dict[str, Any] = {
        **chapter,
        "unit": content["where"]["unit"],
        "chart_svg": months_chart(chapter["months"], title=charts.months_title),
        "names": [MONTHS_3[number] for number in range(1, 13)],
        "years": years_of(chapter["months"]),
    }
    return Section("lagesbild/sections/development.html", context)


def mapping(content: Content, municipality: Municipality) -> Section | None:
    """What the law calls a mapping: the chapters of figures follow it."""
    return _part(content, LawPart.MAPPING)


def other_information(content: Content, municipality: Municipality) -> Section | None:
    """What the law calls other information."""
    return _part(content, LawPart.OTHER)


def analysis(content: Content, municipality: Municipality) -> Section | None:
    """What the law calls an analysis."""
    return _part(content, LawPart.ANALYSIS)


def _part(content: Content, part: LawPart) -> Section | None:
    found: list[Part] = [each for each in content.get("parts", []) if each["part"] == part]
    if not found:
        return None
    context = {**found[0], "number": LawPart.values.index(part) + 1, "of": len(LawPart)}
    return Section("lagesbild/sections/law_part.html", context)


def months_chart(
    months: Sequence[MonthCount], *, title: Callable[[Sequence[float]], str]
) -> SafeString | None:
    """None where a month's count is hidden: a bar of no length would tell it wrongly."""
    told = [month for month in months if month["count"] is not None]
    counts = [month["count"] for month in told if isinstance(month["count"], int)]
    if not told or len(counts) < len(told):
        return None
    return charts.trend_chart(
        counts,
        labels=[_name(month) for month in told],
        chosen=[month["in_period"] for month in told],
        title=title(counts),
    )


def _name(month: MonthCount) -> str:
    """ "aug 2026"."""
    start = date.fromisoformat(month["start"])
    return f"{MONTHS_3[start.month]} {start.year}"


def years_of(months: Sequence[MonthCount]) -> list[tuple[int, list[MonthCount | None]]]:
    """Each year with its twelve months; None for one outside the three years."""
    rows = []
    for year, of_year in groupby(months, key=lambda month: date.fromisoformat(month["start"]).year):
        by_number = {date.fromisoformat(month["start"]).month: month for month in of_year}
        rows.append((year, [by_number.get(number) for number in range(1, 13)]))
    return rows
