"""Questions that an edition answers in appendices: locked with the edition, and logged."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.database import logged

LOCK = """
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON lagesbild_appendix
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_direction();
"""
UNLOCK = "DROP TRIGGER locked ON lagesbild_appendix;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_bandwidth"),
        ("lagesbild", "0007_school_breaks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appendix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start_on", models.DateField()),
                ("end_on", models.DateField()),
                ("category", models.CharField(blank=True, max_length=10)),
                ("from_hour", models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(23)])),
                ("to_hour", models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(24)])),
                ("kernel", models.CharField(max_length=10)),
                ("bandwidth", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("area", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.area")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="appendices", to="lagesbild.edition")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("end_on__gt", models.F("start_on"))), name="appendix_ends_after_it_starts"),
                    models.CheckConstraint(condition=models.Q(models.Q(("from_hour", None), ("to_hour", None)), models.Q(("from_hour__lte", 23), ("to_hour__range", (1, 24))), _connector="OR"), name="appendix_hours_of_a_day"),
                    models.UniqueConstraint(fields=("edition", "start_on", "end_on", "category", "area", "from_hour", "to_hour", "kernel", "bandwidth"), name="appendix_once", nulls_distinct=False),
                ],
            },
        ),
        migrations.RunSQL(LOCK, UNLOCK),
        logged("lagesbild_appendix", values=["id", "municipality_id", "edition_id", "start_on", "end_on", "category", "area_id", "from_hour", "to_hour", "kernel", "bandwidth", "by_id"]),
    ]  # fmt: skip
