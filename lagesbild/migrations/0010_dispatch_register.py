"""The dispatch register: diarienummer and secrecy marking of an edition, and each dispatch numbered and kept as it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.database import append_only, logged, logged_anew

# What was sent before there was a register is numbered as it was sent, to those whom it was sent to.
NUMBER = """
UPDATE lagesbild_delivery SET number = numbered.number, addressee = recipient.name, mode = recipient.mode
FROM (SELECT id, row_number() OVER (PARTITION BY municipality_id ORDER BY id) AS number FROM lagesbild_delivery) AS numbered,
     lagesbild_recipient AS recipient
WHERE numbered.id = lagesbild_delivery.id AND recipient.id = lagesbild_delivery.recipient_id
"""

# Of a row in the register only the mail is still to come, once.
KEEP_DISPATCH = """
CREATE FUNCTION keep_dispatch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.mail_id IS NOT NULL OR to_jsonb(NEW) - 'mail_id' <> to_jsonb(OLD) - 'mail_id' THEN
        RAISE EXCEPTION 'a dispatch stays as it was registered' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON lagesbild_delivery
    FOR EACH ROW EXECUTE FUNCTION keep_dispatch();
"""

DROP_KEEP_DISPATCH = """
DROP TRIGGER kept ON lagesbild_delivery;
DROP FUNCTION keep_dispatch();
"""

# A draft gets its number in a form; what has one keeps it.
RECORD_ONCE = """
CREATE FUNCTION record_edition_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM lagesbild_edition WHERE id = NEW.edition_id AND municipality_id = NEW.municipality_id
                                                   AND state <> 'draft' AND record_number = '') THEN
        RAISE EXCEPTION 'only an adopted edition without a number is given one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER once BEFORE INSERT ON lagesbild_editionrecord
    FOR EACH ROW EXECUTE FUNCTION record_edition_once();
"""

DROP_RECORD_ONCE = """
DROP TRIGGER once ON lagesbild_editionrecord;
DROP FUNCTION record_edition_once();
"""

EDITION = ["id", "municipality_id", "kind", "start_on", "end_on", "revision", "corrects_id", "outlook", "state",
           "year", "number", "checksum", "adopted_by_id"]  # fmt: skip
DELIVERY = ["id", "municipality_id", "edition_id", "recipient_id", "rendition_id", "mail_id"]


class Migration(migrations.Migration):
    dependencies = [
        ("lagesbild", "0009_logged_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("edition", "record_number", models.CharField(blank=True, default="", max_length=50, verbose_name="diarienummer"), preserve_default=False),
        migrations.AddField("edition", "secrecy", models.CharField(blank=True, default="", help_text="Of the full level; the other is for anybody.", max_length=100, verbose_name="sekretessmarkering"), preserve_default=False),
        logged_anew("lagesbild_edition", values=[*EDITION, "record_number", "secrecy"], before=EDITION),
        migrations.AddField("delivery", "number", models.PositiveIntegerField(help_text="In the municipality's dispatch register, from 1 without a gap.", null=True)),
        migrations.AddField("delivery", "addressee", models.CharField(default="", max_length=100, verbose_name="mottagare"), preserve_default=False),
        migrations.AddField("delivery", "mode", models.CharField(choices=[("attachment", "Bifogad PDF")], default="attachment", max_length=12, verbose_name="leveranssätt"), preserve_default=False),
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.AlterField("delivery", "number", models.PositiveIntegerField(help_text="In the municipality's dispatch register, from 1 without a gap.")),
        migrations.AddConstraint("delivery", models.UniqueConstraint(fields=("municipality", "number"), name="delivery_number_once")),
        logged_anew("lagesbild_delivery", values=[*DELIVERY, "number", "addressee", "mode"], before=DELIVERY),
        migrations.RunSQL(KEEP_DISPATCH, DROP_KEEP_DISPATCH),
        migrations.CreateModel(
            name="EditionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_number", models.CharField(max_length=50, verbose_name="diarienummer")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("edition", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="record", to="lagesbild.edition")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality")),
            ],
        ),
        append_only("lagesbild_editionrecord"),
        migrations.RunSQL(RECORD_ONCE, DROP_RECORD_ONCE),
        logged("lagesbild_editionrecord", values=["id", "municipality_id", "edition_id", "record_number", "by_id"]),
    ]  # fmt: skip
