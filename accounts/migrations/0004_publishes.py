"""Whether a municipality has an open page, and whoever opened or closed it in the event log."""

from django.db import migrations, models

from accounts.database import logged_anew

MUNICIPALITY = ["id", "code", "name", "district_id", "metric_srid", "time_zone", "anchor_on"]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_contact_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="publishes",
            field=models.BooleanField(
                default=False,
                help_text="Vem som helst kan då läsa antagna löften, hur de står, och fastställda lägesbilder i förenklad version.",
                verbose_name="öppen sida för allmänheten",
            ),
        ),
        logged_anew("accounts_municipality", values=[*MUNICIPALITY, "publishes"], before=MUNICIPALITY),
    ]
