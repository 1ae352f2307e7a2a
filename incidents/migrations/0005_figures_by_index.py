"""Indexes for what an edition asks beside its counts: which units have been heard of, and what the damage cost."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index on a live table is built beside its use, and that is no transaction

    dependencies = [("accounts", "0002_guards"), ("incidents", "0004_time_and_cell")]

    operations = [
        AddIndexConcurrently(
            "incident",
            models.Index(
                fields=["organisation", "started_at", "received_at"], name="incident_by_organisation"
            ),
        ),
        AddIndexConcurrently(
            "incident",
            models.Index(
                condition=models.Q(
                    ("state", "approved"),
                    models.Q(
                        models.Q(("damage_type", ""), _negated=True),
                        ("damage_cost__isnull", False),
                        _connector="OR",
                    ),
                ),
                fields=["municipality", "started_at"],
                include=("category", "ended_at", "damage_type", "damage_cost", "cost_basis", "cost_paid_by"),
                name="damage_by_time",
            ),
        ),
        migrations.AlterField(
            "incident",
            "organisation",
            models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
    ]
