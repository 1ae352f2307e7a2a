"""Appendices: questions put to the explored map, answered anew and frozen with the edition that they are added to."""

from datetime import datetime

from django.utils.translation import gettext as _

from incidents.models import Category
from lagesbild import wording
from lagesbild.content import Appendix as Chapter
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question, answer, heat
from lagesbild.figures.tally import Hours
from lagesbild.models import Appendix, Edition, Level
from lagesbild.period import Period


def appendices_chapter(edition: Edition, *, level: Level, at: datetime) -> list[Chapter]:
    """One for each question, as the page shows it; none at the generalised level, which tells of no single place.

    Eight statements each.
    """
    if level != Level.FULL:
        return []
    groups = Groups.of(edition.municipality)
    return [_chapter(question_of(row, edition, groups)) for row in edition.appendices.order_by("pk")]


def question_of(row: Appendix, edition: Edition, groups: Groups) -> Question:
    """What was asked."""
    hours = None if row.from_hour is None or row.to_hour is None else Hours(row.from_hour, row.to_hour)
    return Question(
        edition.municipality,
        groups,
        Period(row.start_on, row.end_on),
        category=row.category,
        area=row.area_id,
        hours=hours,
        kernel="gaussian" if row.kernel == "gaussian" else "quartic",
        bandwidth=row.bandwidth,
    )


def said(question: Question) -> str:
    """What is asked, in words: "Skadegörelse · Nygård · kl. 20–02". At most two statements."""
    hours = question.hours
    parts = [
        _category(question),
        question.area_name,
        _("kl. %(from)02d–%(to)02d") % {"from": hours.start, "to": hours.end} if hours else "",
    ]
    return " · ".join(filter(None, parts))


def _category(question: Question) -> str:
    if not question.category:
        return _("Alla händelser")
    rows = Category.objects.current().filter(municipality=question.municipality, code=question.category)
    found = rows.first()
    return found.label if found else question.groups.names[question.category]


def _chapter(question: Question) -> Chapter:
    found = answer(question)
    return {
        "title": said(question),
        "dates": wording.dates(question.period),
        "days": question.period.days,
        "total": found.total,
        "before": found.before,
        "ranked": [
            {
                "rank": spot.rank,
                "name": spot.name,
                "count": spot.count,
                "before": spot.before,
                "position": [round(metres, 1) for metres in spot.position],
            }
            for spot in found.ranked
        ],
        "elsewhere": found.elsewhere,
        "areas": [{"name": name, "count": events} for name, events in found.areas],
        "when": found.when,
        "heat": heat(question),
        "trend": [
            {
                "weeks": wording.weeks(period),
                "count": events,
                "is_chosen": period.overlaps(question.period),
            }
            for period, events in found.trend
        ],
    }
