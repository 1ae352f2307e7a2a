"""Directions and comments are logged as all else is: that they were written and by whom, never what they say."""

from django.db import migrations

from accounts.database import logged


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_sealed_log"), ("lagesbild", "0008_appendices")]

    operations = [
        logged("lagesbild_direction", values=["id", "municipality_id", "edition_id", "actor"]),
        logged("lagesbild_editioncomment", values=["id", "municipality_id", "edition_id", "by_id"]),
    ]
