"""The yardstick beside the intake: a Django view that does two inserts and nothing else.

Measured as the report form is, on the same machine in the same minute, it says how fast the machine is today. This
module is both the settings and the addresses of that little site.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare"
INSTALLED_APPS = []
MIDDLEWARE = []

TABLE = "CREATE TABLE bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text)"
INSERT = "INSERT INTO bench_bare (words) VALUES (%s)"


def alive(request: HttpRequest) -> HttpResponse:
    """Answer."""
    return HttpResponse()


def two_inserts(request: HttpRequest) -> HttpResponse:
    """Store the two words that were sent, in the request's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [request.POST["key"]])
        cursor.execute(INSERT, [request.POST["event0-description"]])
    return HttpResponse(status=303)


urlpatterns = [path("livez", alive, name="alive"), path("handelser/ny", two_inserts, name="report")]
