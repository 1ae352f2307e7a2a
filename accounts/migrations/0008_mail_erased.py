"""When subject and body of a message were purged; that it was sent, to whom and when, stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_purge_decision")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="erased_at",
            field=models.DateTimeField(null=True, help_text="When subject and body were purged."),
        ),
    ]
