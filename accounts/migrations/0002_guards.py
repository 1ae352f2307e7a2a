"""The event log's triggers, and the cache table that sign-in limits are counted in."""

from django.core.management import call_command
from django.db import migrations

from accounts.database import create_event_log, logged


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        create_event_log(),
        logged("accounts_policedistrict", values=["id", "name"]),
        logged(
            "accounts_municipality",
            values=["id", "code", "name", "district_id", "metric_srid", "time_zone", "anchor_on"],
        ),
        logged(
            "accounts_organisation",
            values=["id", "municipality_id", "name", "kind", "reports_weekly", "is_active"],
        ),
        logged("accounts_user", values=["id", "is_active", "language"]),
        logged("accounts_membership", values=["id", "user_id", "municipality_id", "organisation_id", "role"]),
        logged("accounts_place", values=["id", "municipality_id", "name", "kind", "owner_id", "is_active"]),
        logged("accounts_area", values=["id", "municipality_id", "name", "kind", "code", "is_active"]),
        logged("accounts_outgoingmail", values=["id", "municipality_id", "state", "attempts", "maybe_twice"]),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
