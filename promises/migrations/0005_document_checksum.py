"""The checksum of an adopted document; those adopted before this have none."""

from django.db import migrations, models

from accounts.database import logged_anew

BEFORE = ["id", "municipality_id", "kind", "version", "replaces_id", "annex_to_id", "first_on", "last_on", "state",
          "adopted_by_id"]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("promises", "0004_logged_links")]

    operations = [
        migrations.AddField(
            "document",
            "checksum",
            models.CharField(blank=True, default="", help_text="SHA-256 of all it says, from when it was adopted.", max_length=64),
            preserve_default=False,
        ),
        logged_anew("promises_document", values=[*BEFORE, "record_number", "checksum"], before=BEFORE),
    ]  # fmt: skip
