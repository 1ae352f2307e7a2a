"""Who did it and what else than a change was done are found in a long log at once; made while people work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0008_sealed_log")]

    operations = [
        AddIndexConcurrently("eventlog", models.Index(fields=["actor_id", "at"], name="event_by_actor")),
        AddIndexConcurrently(
            "eventlog",
            models.Index(
                condition=models.Q(("action__in", ["insert", "update"]), _negated=True),
                fields=["municipality_id", "action", "at"],
                name="event_by_deed",
            ),
        ),
    ]
