"""The auditor's pages: the log with its filter, the same to take away, and the digest of every day."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import log_watch, sealing
from accounts.access import SamladRequest, open_to
from accounts.eventlog import asked, log_deed
from accounts.models import Action, EventLog, User
from accounts.roles import Role
from accounts.scope import read_later
from config.event_log.search import LogFilter, page_of
from config.event_log.words import lines, table_word
from incidents.export import BYTE_ORDER_MARK, Echo, disarmed

AUDITORS = frozenset({Role.AUDITOR})
CHUNK = 2000
#: Those that anybody may mean.
YEARS = range(2020, 2200)


@require_safe
@open_to(AUDITORS)
def event_log(request: SamladRequest) -> HttpResponse:
    """What was done in the municipality, the latest first. To search here is logged as well."""
    form = LogFilter(request.GET, municipality=request.acting.municipality)
    page = page_of(form.rows(), before=request.GET.get("fore", ""))
    _tell(request, Action.SEARCH, form)
    names = _names(form, page.rows)
    context = {
        "form": form,
        "page": page,
        "lines": [
            (row, names.get(row.actor_id or 0, ""), table_word(row.table), list(lines(row)))
            for row in page.rows
        ],
    }
    return render(request, "event_log/event_log.html", context)


@require_safe
@open_to(AUDITORS)
def event_log_csv(request: SamladRequest) -> StreamingHttpResponse:
    """All that the filter lets through, as a table for a spreadsheet."""
    municipality = request.acting.municipality
    form = LogFilter(request.GET, municipality=municipality)
    rows = form.rows()
    _tell(request, Action.EXPORT, form)
    names = {pk: user.name for pk, user in form.people.items()}
    today = timezone.localdate(timezone=municipality.zone)
    name = _("handelselogg-%(day)s.csv") % {"day": today}
    return StreamingHttpResponse(
        read_later(_table(rows.iterator(chunk_size=CHUNK), names, municipality.zone), municipality.pk),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@open_to(AUDITORS)
def event_log_days(request: SamladRequest) -> HttpResponse:
    """Each day of a month with the digest it ended with, to print and keep, and the last look through the log."""
    today = timezone.localdate()
    first = _month(request.GET.get("manad", "")) or today.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    context = {
        "days": sealing.days(first, after),
        "month": first,
        "earlier": (first - timedelta(days=1)).replace(day=1),
        "later": after if after <= today else None,
        "look": log_watch.last_look(),
    }
    return render(request, "event_log/days.html", context)


def _tell(request: SamladRequest, action: Action, form: LogFilter) -> None:
    municipality = request.acting.municipality
    log_deed(action, EventLog, by=request.user, municipality=municipality, details=asked(form))


def _names(form: LogFilter, rows: list[EventLog]) -> dict[int, str]:
    """The names of who did what, also of those who never had a role here: police of a neighbour."""
    names = {pk: user.name for pk, user in form.people.items()}
    others = {row.actor_id for row in rows if row.actor_id} - names.keys()
    if others:
        names |= dict(User.objects.filter(pk__in=others).values_list("pk", "name"))
    return names


def _table(rows: Any, names: dict[int, str], zone: ZoneInfo) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield BYTE_ORDER_MARK
    yield writer.writerow(
        [_("Nr"), _("När"), _("Vem"), _("Gjorde vad"), _("Med vad"), _("Nummer"), _("Uppgifter")]
    )
    for row in rows:
        said = "; ".join(f"{name}: {value}" for name, value in lines(row))
        who = names.get(row.actor_id, row.actor_id) if row.actor_id else _("Systemet")
        moment: datetime = row.at.astimezone(zone)
        cells = (row.pk, f"{moment:%Y-%m-%d %H:%M:%S}", who, row.get_action_display(), table_word(row.table))
        yield writer.writerow(disarmed((*cells, row.row_id, said)))


def _month(words: str) -> date | None:
    try:
        first = datetime.strptime(words, "%Y-%m").date()
    except ValueError:
        return None
    return first if first.year in YEARS else None
