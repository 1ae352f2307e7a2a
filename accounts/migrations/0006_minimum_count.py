"""The least count that a municipality's open figures tell, and whoever changed it in the event log."""

from django.core.validators import MaxValueValidator, MinValueValidator
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
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_bandwidth")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="minimum_count",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="Färre händelser än så döljs eller slås ihop i den förenklade versionen. Från 3 till 20.",
                validators=[MinValueValidator(3), MaxValueValidator(20)],
                verbose_name="minsta antal som visas",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(minimum_count__range=(3, 20)), name="minimum_count_3_20"
            ),
        ),
        logged_anew("accounts_municipality", values=[*MUNICIPALITY, "minimum_count"], before=MUNICIPALITY),
    ]
