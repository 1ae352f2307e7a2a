"""How serious what is in a category is taken to be: all alike until the municipality says otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_decided_in_time")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="weight",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Kommunens egen vikt från 1 till 3. Den står alltid bredvid det vanliga antalet.",
                verbose_name="bedömd allvarlighet",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(weight__range=(1, 3)), name="category_weight_1_3"
            ),
        ),
    ]
