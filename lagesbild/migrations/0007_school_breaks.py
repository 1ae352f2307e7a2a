"""When a municipality's schools are closed, where it is not as usual."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.database import logged


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_publishes"), ("lagesbild", "0006_police_reported")]

    operations = [
        migrations.CreateModel(
            name="SchoolBreak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="namn")),
                ("first_on", models.DateField(verbose_name="första lovdagen")),
                ("last_on", models.DateField(verbose_name="sista lovdagen")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_on__lte", models.F("last_on"))),
                        name="break_ends_after_it_begins",
                    ),
                ],
            },
        ),
        logged("lagesbild_schoolbreak", values=["id", "municipality_id", "name", "first_on", "last_on"]),
    ]
