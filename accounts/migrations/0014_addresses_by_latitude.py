"""An address near a point is found by a plain index: under row-level security the one on geometry is not used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_row_security")]

    operations = [
        migrations.AddField(
            "addresspoint",
            "latitude",
            models.GeneratedField(
                expression=models.Func("point", function="ST_Y"),
                output_field=models.FloatField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "addresspoint", models.Index(fields=["municipality", "latitude"], name="address_by_latitude")
        ),
    ]
