"""The tables of retention: rules, holds, records of what was purged, and the counts that are left."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_mail_erased"),
        ("incidents", "0010_logged_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("motive", models.CharField(max_length=300, verbose_name="skäl")),
                (
                    "report",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="rapportens nummer"),
                ),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="från och med")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="till och med")),
                ("at", models.DateTimeField()),
                (
                    "by",
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
            ],
            options={
                "verbose_name": "gallringsstopp",
            },
        ),
        migrations.CreateModel(
            name="HoldLift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("motive", models.CharField(max_length=300, verbose_name="skäl")),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lift",
                        to="incidents.legalhold",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PurgedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField()),
                ("events", models.PositiveIntegerField()),
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
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incidents.category"
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
            ],
        ),
        migrations.CreateModel(
            name="PurgeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("run", models.UUIDField(unique=True)),
                (
                    "manner",
                    models.CharField(
                        choices=[("nightly", "nattlig körning"), ("command", "kommando på servern")],
                        max_length=10,
                    ),
                ),
                ("decision", models.CharField(max_length=100)),
                ("decided_on", models.DateField()),
                ("started_at", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PurgeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mail", "Skickade mejl: ämne och text"),
                            ("unused", "Avslagna rapporter och dubbletter"),
                            ("reports", "Godkända händelser, hela"),
                            ("texts", "Texter i godkända händelser"),
                            ("photos", "Foton i godkända händelser"),
                        ],
                        max_length=10,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("before", models.DateField(help_text="What is older than this day was due.")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("texts", models.PositiveIntegerField(default=0)),
                ("photos", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="incidents.purgerecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mail", "Skickade mejl: ämne och text"),
                            ("unused", "Avslagna rapporter och dubbletter"),
                            ("reports", "Godkända händelser, hela"),
                            ("texts", "Texter i godkända händelser"),
                            ("photos", "Foton i godkända händelser"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(3),
                            django.core.validators.MaxValueValidator(240),
                        ]
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
            ],
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first_on", None), ("last_on", None)),
                    models.Q(
                        ("first_on__isnull", False), ("last_on__gte", models.F("first_on")), ("report", None)
                    ),
                    _connector="OR",
                ),
                name="hold_covers_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="purgedcount",
            constraint=models.UniqueConstraint(
                fields=("municipality", "first_on", "category", "area"),
                name="purged_count_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="purgerecord",
            constraint=models.UniqueConstraint(
                fields=("municipality", "year", "number"), name="purge_record_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.UniqueConstraint(fields=("municipality", "kind"), name="retention_once"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__range", (3, 240))), name="retention_months"
            ),
        ),
    ]
