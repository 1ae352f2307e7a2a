"""Police-reported crime per area and month: files that may be withdrawn, and figures that are never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.database import append_only, logged


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_publishes"),
        ("lagesbild", "0005_map_grades"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PoliceImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=100, verbose_name="källa")),
                ("file_name", models.CharField(max_length=200, verbose_name="fil")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CrimeCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="The first day of it.", verbose_name="månad")),
                (
                    "offence",
                    models.CharField(
                        help_text="As the source names it.", max_length=100, verbose_name="brott"
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="antal")),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="lagesbild.policeimport",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["municipality", "area", "offence", "month"], name="crime_by_month")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "area", "offence", "month"),
                        name="crime_once_in_a_file",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="crime_by_whole_months"
                    ),
                ],
            },
        ),
        append_only("lagesbild_crimecount"),
        # A file is logged once, as a file: its figures can be read where they are.
        logged(
            "lagesbild_policeimport",
            values=[
                "id",
                "municipality_id",
                "first_on",
                "last_on",
                "rows",
                "imported_by_id",
                "withdrawn_at",
                "withdrawn_by_id",
            ],
        ),
    ]
