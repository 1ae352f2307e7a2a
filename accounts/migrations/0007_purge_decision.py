"""The municipality's decision to purge, without which nothing received is erased; and who changed it, in the event log."""

from django.db import migrations, models

from accounts.database import logged_anew

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
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_minimum_count")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="purge_decision",
            field=models.CharField(
                blank=True,
                help_text="Till exempel KS 2026/0123 § 45.",
                max_length=100,
                verbose_name="gallringsbeslutets beteckning",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="purge_decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="beslutsdatum"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(purge_decision="", purge_decided_on=None)
                | ~models.Q(purge_decision="") & models.Q(purge_decided_on__isnull=False),
                name="purge_decision_whole",
            ),
        ),
        logged_anew(
            "accounts_municipality",
            values=[*MUNICIPALITY, "purge_decision", "purge_decided_on"],
            before=MUNICIPALITY,
        ),
    ]
