"""How well each edition's map foretold the next period: append-only, and logged."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.database import append_only, logged


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_bandwidth"), ("lagesbild", "0004_hot_spot_guards")]

    operations = [
        migrations.CreateModel(
            name="MapGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start_on", models.DateField()),
                ("method", models.CharField(choices=[("density", "Kartan"), ("count", "Enkel räkning"), ("last_year", "Samma veckor i fjol")], max_length=10)),
                ("bandwidth", models.PositiveSmallIntegerField(help_text="Metres; null for a plain count.", null=True)),
                ("is_map", models.BooleanField(default=False, help_text="Whether it is the map as the edition showed it.")),
                ("ground", models.CharField(choices=[("built_up", "tätorternas yta"), ("reported", "ytan där något har rapporterats det senaste året")], max_length=10)),
                ("area_km2", models.FloatField()),
                ("share", models.FloatField(help_text="Of the area, 0 to 1, that each method may point out.")),
                ("events", models.PositiveIntegerField(help_text="Of the next period, on the ground.")),
                ("outside", models.PositiveIntegerField(help_text="Of the next period, on the map but not on the ground.")),
                ("caught", models.PositiveIntegerField()),
                ("hit_rate", models.FloatField(null=True)),
                ("pai", models.FloatField(null=True)),
                ("pei", models.FloatField(null=True)),
                ("rri", models.FloatField(null=True)),
                ("graded_at", models.DateTimeField()),
                ("edition", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lagesbild.edition")),
                ("followed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lagesbild.edition")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "start_on", "edition", "followed_by", "method", "bandwidth"), name="map_graded_once", nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(models.Q(("edition", None), ("followed_by", None)), models.Q(("edition__isnull", False), ("followed_by__isnull", False)), _connector="OR"), name="map_grade_has_both_editions"),
                ],
            },
        ),
        append_only("lagesbild_mapgrade"),
        logged("lagesbild_mapgrade", values=["id", "municipality_id", "edition_id", "followed_by_id", "start_on", "method", "bandwidth", "events", "caught"]),
    ]  # fmt: skip
