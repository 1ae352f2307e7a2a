"""Decisions and weeks without anything to report are logged as all else is, so that a missing one shows."""

from django.db import migrations

from accounts.database import logged


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_sealed_log"), ("incidents", "0009_erasing")]

    operations = [
        logged("incidents_decision", values=["id", "municipality_id", "incident_id", "move", "from_state", "to_state", "reason", "version", "by_id", "at"]),
        logged("incidents_nothingtoreport", values=["id", "municipality_id", "organisation_id", "week_on"]),
    ]  # fmt: skip
