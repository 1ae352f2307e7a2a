"""Editions at the general level tell of main categories alone, so a sub-category needs no limit of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0013_row_security")]

    operations = [migrations.RemoveField("category", "public_min_k")]
