"""The index that figures are counted by holds when an event was decided, and whether it came from a file.

The old one serves until the new one stands; while they change places each of them bears another name for a moment.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index on a live table is built beside its use, and that is no transaction

    dependencies = [("incidents", "0005_figures_by_index")]

    operations = [
        migrations.RenameIndex("incident", new_name="approved_by_time_old", old_name="approved_by_time"),
        AddIndexConcurrently(
            "incident",
            models.Index(
                condition=models.Q(("state", "approved")),
                fields=["municipality", "started_at"],
                include=(
                    "cell_x",
                    "cell_y",
                    "category",
                    "area",
                    "place",
                    "ended_at",
                    "time_precision",
                    "location_precision",
                    "decided_at",
                    "batch",
                ),
                name="approved_by_time",
            ),
        ),
        RemoveIndexConcurrently("incident", "approved_by_time_old"),
    ]
