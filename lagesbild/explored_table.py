"""What the explored page shows, as a table for a spreadsheet: the same numbers, one a line, in the order of the page.

Semicolons, as Swedish spreadsheets expect. Nothing is counted here.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from incidents.export import BYTE_ORDER_MARK, disarmed, log_export
from lagesbild import wording
from lagesbild.figures.explore import Answer, Question
from lagesbild.figures.hot_lists import HotLists

__all__ = ["as_csv", "log_export"]

Line = tuple[str, object, object, object]


def as_csv(question: Question, found: Answer, lists: HotLists) -> str:
    """Four columns: which part of the page, what it is of, how many, and how many the equally long time before."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Avsnitt"), _("Av vad"), _("Händelser"), _("Lika lång tid dessförinnan")])
    writer.writerows(disarmed(line) for line in _lines(question, found, lists))
    return BYTE_ORDER_MARK + file.getvalue()


def _lines(question: Question, found: Answer, lists: HotLists) -> Iterator[Line]:
    yield _("Alla"), wording.dates(question.period), found.total, found.before
    for spot in found.ranked:
        yield _("Plats"), spot.name, spot.count, spot.before
    if found.ranked:
        yield _("Plats"), _("På andra ställen"), found.elsewhere, ""
    yield from _pointed_out(lists)
    for area, events in found.areas:
        yield _("Område"), area, events, ""
    for weekday, row in enumerate(found.when["matrix"]):
        for hour, share in enumerate(row):
            hours = _("%(weekday)s kl. %(from)d–%(to)d") % {
                "weekday": WEEKDAYS[weekday],
                "from": hour,
                "to": hour + 1,
            }
            yield _("Veckodag och timme"), hours, number_format(share, decimal_pos=2), ""
    for period, events in found.trend:
        yield _("Fjorton dagar"), f"{period.start.isoformat()}–{period.last_day.isoformat()}", events, ""


def _pointed_out(lists: HotLists) -> Iterator[Line]:
    """The two lists beside the places'; what is not a number of events says in its first column what it is."""
    for block in lists.by_cell.found or ():
        yield _("Ruta som sticker ut"), block.name, block.count, ""
        yield _("Ruta som sticker ut, Gi* (z)"), block.name, number_format(block.z, decimal_pos=1), ""
    for place in lists.by_density:
        yield _("Täthetens topp, händelser per km²"), place.name, place.density, ""
