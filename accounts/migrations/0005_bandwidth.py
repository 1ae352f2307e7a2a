"""How wide a municipality's maps are smoothed, and whoever changed it in the event log."""

from django.db import migrations, models

from accounts.database import logged_anew

MUNICIPALITY = ["id", "code", "name", "district_id", "metric_srid", "time_zone", "anchor_on", "publishes"]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_publishes")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="bandwidth",
            field=models.PositiveSmallIntegerField(
                choices=[(100, "100 m"), (150, "150 m"), (200, "200 m"), (300, "300 m"), (400, "400 m")],
                default=200,
                help_text="Hur brett lägesbildens karta utjämnas.",
                verbose_name="bandbredd",
            ),
        ),
        logged_anew("accounts_municipality", values=[*MUNICIPALITY, "bandwidth"], before=MUNICIPALITY),
    ]
