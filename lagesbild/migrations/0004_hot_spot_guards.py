"""A hot spot's steps are append-only, and both tables are logged."""

from django.db import migrations

from accounts.database import append_only, logged


class Migration(migrations.Migration):
    dependencies = [("lagesbild", "0003_hot_spots")]

    operations = [
        append_only("lagesbild_hotspotstep"),
        logged(
            "lagesbild_hotspot",
            values=[
                "id", "municipality_id", "place_id", "area_id", "x", "y", "radius", "state", "edition_id", "created_by_id",
            ],
        ),
        logged("lagesbild_hotspotstep", values=["id", "municipality_id", "hot_spot_id", "state", "by_id"]),
    ]  # fmt: skip
