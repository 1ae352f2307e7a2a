"""For links that expire: how many days they last, and letters whose words are erased when they have left."""

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
    "minimum_count",
    "purge_decision",
    "purge_decided_on",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_log_by_actor")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Så länge kan en mottagare som får en länk hämta lägesbilden. Från 1 till 90 dagar.",
                validators=[MinValueValidator(1), MaxValueValidator(90)],
                verbose_name="dagar som en länk gäller",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(link_days__range=(1, 90)), name="link_days_1_90"
            ),
        ),
        logged_anew("accounts_municipality", values=[*MUNICIPALITY, "link_days"], before=MUNICIPALITY),
        migrations.AddField(
            model_name="outgoingmail",
            name="is_secret",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Holds a key: its words are erased once it has been sent or given up.",
            ),
        ),
    ]
