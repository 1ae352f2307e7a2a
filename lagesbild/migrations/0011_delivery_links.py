"""Editions sent by a link that expires and can be revoked: the links, and what has become of each.

Recipients that are there go on getting the PDF in the mail, which was decided of each; see the recipients' page.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.database import append_only, logged

MODES = [("attachment", "Bifogad PDF"), ("link", "Länk som slutar gälla")]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_secret_mail"),
        ("lagesbild", "0010_dispatch_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="mode",
            field=models.CharField(choices=MODES, max_length=12, verbose_name="leveranssätt"),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="mode",
            field=models.CharField(choices=MODES, default="attachment", max_length=12, verbose_name="leveranssätt"),
        ),
        migrations.AlterField(
            model_name="recipientdecision",
            name="mode",
            field=models.CharField(choices=MODES, max_length=12),
        ),
        migrations.CreateModel(
            name="DeliveryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_sha256", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(help_text="The first moment at which it opens no more.")),
                ("created_by", models.ForeignKey(help_text="Nobody: sent on adoption.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("delivery", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="links", to="lagesbild.delivery")),
                ("mail", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="link", to="accounts.outgoingmail")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality")),
            ],
            options={"verbose_name": "länk"},
        ),
        migrations.CreateModel(
            name="LinkEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("fetched", "Hämtad"), ("revoked", "Återkallad")], max_length=10)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("link", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="lagesbild.deliverylink")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality")),
            ],
            options={
                "verbose_name": "händelse på en länk",
                "constraints": [models.UniqueConstraint(condition=models.Q(("kind", "revoked")), fields=("link",), name="link_revoked_once")],
            },
        ),
        append_only("lagesbild_deliverylink"),
        append_only("lagesbild_linkevent"),
        logged("lagesbild_deliverylink", values=["id", "municipality_id", "delivery_id", "mail_id", "created_by_id", "expires_at"]),
        logged("lagesbild_linkevent", values=["id", "municipality_id", "link_id", "kind", "by_id"]),
    ]  # fmt: skip
