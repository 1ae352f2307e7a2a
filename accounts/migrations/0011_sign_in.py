"""Signing in: roles with a second step, accounts that are closed when unused, and employers who sign people in.

Whoever changed a rule or an employer stands in the event log. Accounts that exist are taken to be opened now.
"""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions
import django.utils.timezone
from django.db import migrations, models

from accounts.database import logged, logged_anew
from accounts.roles import Role

MUNICIPALITY = [
    "id",
    "code",
    "name",
    "district_id",
    "metric_srid",
    "time_zone",
    "anchor_on",
    "publishes",
    "bandwidth",
    "minimum_count",
    "purge_decision",
    "purge_decided_on",
    "link_days",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_secret_mail")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="second_step_roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=Role.choices, max_length=20),
                blank=True,
                default=list,
                size=None,
                verbose_name="fler roller som loggar in i två steg",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="unused_days",
            field=models.PositiveSmallIntegerField(
                db_default=180,
                default=180,
                help_text="Räknas från senaste inloggningen. Innehavaren får ett mejl två veckor innan.",
                validators=[
                    django.core.validators.MinValueValidator(60),
                    django.core.validators.MaxValueValidator(730),
                ],
                verbose_name="dagar innan ett oanvänt konto stängs",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(unused_days__range=(60, 730)), name="unused_days_60_730"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="opened_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.Now(), default=django.utils.timezone.now
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="warned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="SingleSignOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("domain", models.CharField(max_length=100, unique=True, verbose_name="e-postdomän")),
                (
                    "protocol",
                    models.CharField(
                        choices=[("openid_connect", "OpenID Connect"), ("saml", "SAML")],
                        default="openid_connect",
                        max_length=20,
                    ),
                ),
                ("server_url", models.URLField(max_length=300)),
                ("client_id", models.CharField(max_length=300)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="single_sign_ons",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "gemensam inloggning",
                "verbose_name_plural": "gemensamma inloggningar",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(domain=django.db.models.functions.Lower("domain")),
                        name="sign_on_domain_in_lower_case",
                    )
                ],
            },
        ),
        logged_anew(
            "accounts_municipality",
            values=[*MUNICIPALITY, "second_step_roles", "unused_days"],
            before=MUNICIPALITY,
        ),
        logged(
            "accounts_singlesignon",
            values=["id", "municipality_id", "domain", "protocol", "server_url", "client_id"],
        ),
    ]
