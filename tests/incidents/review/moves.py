"""What a person does at the review desk, and what came of it."""

from django.http import HttpResponse
from django.test import Client

from incidents.models import Incident


def send(client: Client, report: Incident, move: str, query: str = "", **fields: object) -> HttpResponse:
    """Make a move as the page does, with the version that `report` had when it was read."""
    data = {"move": move, "version": report.version} | fields
    return client.post(f"/granskning/{report.pk}/beslut{query}", data)


def shown(response: HttpResponse) -> Incident | None:
    """The report on the desk."""
    exhibit = response.context["exhibit"]
    return exhibit and exhibit.incident


def state(report: Incident) -> str:
    """Where the report stands by now."""
    return Incident.objects.values_list("state", flat=True).get(pk=report.pk)
