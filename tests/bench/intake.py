"""Intake over HTTP: signed-in clients post the report form to gunicorn, as fast as they are answered."""

import http.client
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import PlaceType
from accounts.roles import Role
from incidents.models import Decision, Incident
from tests.bench import bare
from tests.bench.data import Town
from tests.bench.timing import RUNS, Figure, percentile
from tests.database import ROOT, connect, database_url
from tests.factories import CENTRE, category, make_user
from tests.processes import wait_until

CLIENTS = 8
WORKERS = 4
WARM_UP = 20
REPORTS_EACH = 150
CSRF = "b" * 32


def intake(town: Town, *, database: str) -> Iterator[Figure]:
    """Reports per second and the slowest of the quickest 95 %, and beside them what the machine can do at all."""
    cookies = [_signed_in(make_user(Role.REPORTER, town.municipality)) for _ in range(CLIENTS)]
    with closing(connect("owner", database)) as owner, owner.cursor() as cursor:
        cursor.execute(bare.TABLE)
    yardstick, _slowest = _measure(town, cookies, database=database, settings_module=bare.__name__)
    before = Incident.objects.count()
    rate, slowest = _measure(town, cookies, database=database, settings_module="config.settings")
    stored, sent = Incident.objects.count() - before, CLIENTS * (WARM_UP + RUNS * REPORTS_EACH)
    assert stored == sent, f"{stored} of {sent} reports were stored"
    assert Decision.objects.filter(incident__submission__isnull=False).count() == sent
    yield Figure("intake", rate, "reports/s", 200, at_least=True)
    yield Figure("intake, p95", slowest, "ms", 60)
    yield Figure("a bare view with two inserts", yardstick, "requests/s")


def _measure(town: Town, cookies: list[str], *, database: str, settings_module: str) -> tuple[float, float]:
    """Requests per second and the 95th percentile in ms: the medians of the runs."""
    body = _body(town)
    with (
        _web(database, settings_module) as port,
        multiprocessing.get_context("fork").Pool(CLIENTS) as pool,
    ):
        pool.starmap(_post_reports, [(port, cookie, body, WARM_UP) for cookie in cookies])
        rates, slowest = [], []
        for _run in range(RUNS):
            began = time.perf_counter()
            waited = pool.starmap(_post_reports, [(port, cookie, body, REPORTS_EACH) for cookie in cookies])
            rates.append(CLIENTS * REPORTS_EACH / (time.perf_counter() - began))
            slowest.append(1000 * percentile([seconds for each in waited for seconds in each], 0.95))
    return statistics.median(rates), statistics.median(slowest)


def _body(town: Town) -> dict[str, str]:
    return {
        "csrfmiddlewaretoken": CSRF,
        "event": "0",
        "event0-category": str(category(town.municipality).pk),
        "event0-longitude": str(CENTRE[0]),
        "event0-latitude": str(CENTRE[1]),
        "event0-place_type": PlaceType.STREET,
        "event0-when": "now",
        "event0-description": "Krossad ruta mot gården, glaset ligger kvar.",
        "event0-severity": "2",
        "event0-police_reported": "no",
    }


def _signed_in(user: object) -> str:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def _post_reports(port: int, cookie: str, body: dict[str, str], count: int) -> list[float]:
    """Post that many reports one after another; seconds until each was answered."""
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": f"localhost:{port}",
    }
    path, waited = reverse("report"), []
    for _ in range(count):
        sent = urllib.parse.urlencode(body | {"key": str(uuid.uuid4())})
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", path, sent, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        waited.append(time.perf_counter() - began)
        assert answer.status == 303, f"{answer.status} {answer.reason}"
    return waited


@contextmanager
def _web(database: str, settings_module: str) -> Iterator[int]:
    port = urlsplit(settings.SITE_URL).port or 8000
    gunicorn = Path(sys.executable).parent / "gunicorn"
    command = [gunicorn, "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    environment = os.environ | {
        "DATABASE_URL": database_url("app", database),
        "DJANGO_SETTINGS_MODULE": settings_module,
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _is_alive(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def _is_alive(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", reverse("alive"))
        return connection.getresponse().status == 200
    except OSError:
        return False
