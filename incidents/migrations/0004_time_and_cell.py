"""The index on time holds the cell too: likely duplicates are near in both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_decided_states")]

    operations = [
        migrations.RemoveIndex("incident", "incident_by_time"),
        migrations.AddIndex(
            "incident",
            models.Index(fields=["municipality", "-started_at", "cell_x", "cell_y"], name="incident_by_time"),
        ),
    ]
