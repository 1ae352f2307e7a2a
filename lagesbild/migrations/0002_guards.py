"""What the database itself guards about editions: the adopted one is locked, decisions are append-only."""

from django.db import migrations

from accounts.database import append_only, logged

# Of an adopted edition only one thing may still change: that a correction has taken its place.
LOCK = """
CREATE FUNCTION lock_adopted_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'an adopted edition is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state'
                                 OR (OLD.state, NEW.state) <> ('adopted', 'superseded')) THEN
        RAISE EXCEPTION 'an adopted edition is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON lagesbild_edition
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_edition();
CREATE FUNCTION lock_adopted_direction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM lagesbild_edition
               WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END
                 AND state <> 'draft') THEN
        RAISE EXCEPTION 'an adopted edition is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON lagesbild_direction
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_direction();
"""

UNLOCK = """
DROP TRIGGER locked ON lagesbild_direction;
DROP FUNCTION lock_adopted_direction();
DROP TRIGGER locked ON lagesbild_edition;
DROP FUNCTION lock_adopted_edition();
"""


class Migration(migrations.Migration):
    dependencies = [("lagesbild", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(LOCK, UNLOCK),
        append_only("lagesbild_recipientdecision"),
        append_only("lagesbild_editioncomment"),
        logged(
            "lagesbild_edition",
            values=["id", "municipality_id", "kind", "start_on", "end_on", "revision", "corrects_id", "outlook", "state",
                    "year", "number", "checksum", "adopted_by_id"],
        ),
        logged("lagesbild_rendition", values=["id", "municipality_id", "edition_id", "level", "state", "attempts", "sha256"]),
        logged("lagesbild_recipient", values=["id", "municipality_id", "kind", "name", "level", "mode", "is_active"]),
        logged("lagesbild_recipientdecision", values=["id", "municipality_id", "recipient_id", "level", "mode", "is_active", "by_id"]),
        logged("lagesbild_delivery", values=["id", "municipality_id", "edition_id", "recipient_id", "rendition_id", "mail_id"]),
    ]  # fmt: skip
