"""Reading at scale: heat map, lists, queue, home page, an edition's figures."""

import urllib.parse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.scope import within
from lagesbild import document, figures
from lagesbild.models import Edition, Level
from lagesbild.period import fortnight
from tests.bench.data import UNTIL, Town
from tests.bench.timing import Figure, median_seconds
from tests.factories import ANCHOR, NOW, file_report

HEAT_GOALS = {100_000: 0.15, 1_000_000: 0.5}
PAGES = {"list of 50": "incidents", "review queue": "review_queue", "home page": "home"}
MOST_STATEMENTS = 10
#: How long a period, and what else is asked.
EXPLORED: dict[str, dict[str, Any]] = {
    "30 days": {"length": timedelta(days=30)},
    "a year": {"length": timedelta(days=364)},
    "a year of evenings": {"length": timedelta(days=364), "fran_kl": "18", "till_kl": "2"},
    "all 27 months": {"length": timedelta(days=800)},
}
#: Reports awaiting a decision: the queue's first page is full.
QUEUED = 60


def heat_map(town: Town, count: int) -> Iterator[Figure]:
    """The map's contours over HTTP for the whole 27 months, each run a little different so that nothing is cached."""
    client = _signed_in(town.coordinator)
    narrowing = iter(range(1, 100))

    def fetch() -> bytes:
        query = {"fran": f"2023-12-{next(narrowing):02}", "till": UNTIL.isoformat()}
        answer = client.get(f"{reverse('explore_heat')}?{urllib.parse.urlencode(query)}")
        assert answer.status_code == 200, answer.status_code
        return bytes(answer.content)

    size = len(fetch())
    yield Figure(f"heat map of {count:,}", median_seconds(fetch), "s", HEAT_GOALS.get(count))
    yield Figure(f"heat map of {count:,}, size", size / 1000, "kB", 100)
    yield Figure(f"grouping {count:,} stored cells, nothing else", median_seconds(_group_cells), "s")


def _group_cells() -> None:
    """The yardstick beside the heat map: what PostgreSQL alone takes on this machine today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cell_x, cell_y, count(*) FROM incidents_incident GROUP BY cell_x, cell_y")


def pages(town: Town) -> Iterator[Figure]:
    """SQL statements and time of the pages people open most."""
    for _ in range(QUEUED):
        file_report(town.reporter)
    client = _signed_in(town.coordinator)
    for name, url_name in PAGES.items():
        url = reverse(url_name)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        statements = [query for query in captured if query["sql"] not in ("BEGIN", "COMMIT")]
        yield Figure(f"{name}, SQL statements", len(statements), "", MOST_STATEMENTS)
        yield Figure(name, median_seconds(lambda url=url: client.get(url)), "s")


def exploring(town: Town, count: int) -> Iterator[Figure]:
    """The explored page over HTTP for ever longer periods, each run a little different so that nothing is cached."""
    client = _signed_in(town.coordinator)
    narrowing = iter(range(1, 1000))
    for name, asked in EXPLORED.items():
        first = UNTIL - asked["length"]

        def fetch(first: date = first, asked: dict[str, Any] = asked) -> None:
            days = {"fran": first - timedelta(days=next(narrowing) % 20), "till": UNTIL}
            assert client.get(reverse("explore"), asked | days).status_code == 200

        yield Figure(f"explore page at {count:,}, {name}", median_seconds(fetch), "s", 0.5)


def edition_figures(town: Town, count: int) -> Iterator[Figure]:
    """Counting one edition, both levels."""
    edition = _draft(town)
    for level in Level:
        with within(town.municipality.pk):
            taken = median_seconds(lambda level=level: figures.compose(edition, level=level, at=NOW))
        yield Figure(f"figures of an edition at {count:,}, {level}", taken, "s", 0.5)


def printing(town: Town) -> Iterator[Figure]:
    """The PDF, against WeasyPrint alone on the same HTML in the same minute."""
    from weasyprint import HTML

    from lagesbild import pdf
    from lagesbild.press import BASE_URL, StaticFilesOnly

    html = document.as_html(_draft(town), Level.FULL, at=NOW)
    ours = median_seconds(lambda: pdf.render(html, identifier="bench"))
    source = {"base_url": BASE_URL, "url_fetcher": StaticFilesOnly()}
    alone = median_seconds(lambda: HTML(string=html, **source).write_pdf())
    yield Figure("PDF of an edition", ours, "s", 3)
    yield Figure("PDF against WeasyPrint alone", ours / alone, "×", 1.5)


def _draft(town: Town) -> Edition:
    period = fortnight(UNTIL, anchor=ANCHOR).previous()
    return document.draft(town.municipality, period, at=NOW)


def _signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client
