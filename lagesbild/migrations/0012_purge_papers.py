"""The PDF of each purge record."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.database import logged


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_mail_erased"),
        ("incidents", "0012_purging"),
        ("lagesbild", "0011_delivery_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="PurgePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "I kö"),
                            ("rendering", "Skapas"),
                            ("ready", "Klar"),
                            ("failed", "Misslyckades"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("file", models.FileField(blank=True, max_length=150, upload_to="")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("content", models.JSONField()),
                ("ordered_at", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="incidents.purgerecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        logged(
            "lagesbild_purgepaper",
            values=["id", "municipality_id", "record_id", "state", "attempts", "sha256"],
        ),
    ]
