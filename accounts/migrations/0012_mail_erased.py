"""When subject and body of a message were purged (that it was sent, to whom and when, stays), and what it carried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_sign_in")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="erased_at",
            field=models.DateTimeField(null=True, help_text="When subject and body were purged."),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="attachment_sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
    ]
