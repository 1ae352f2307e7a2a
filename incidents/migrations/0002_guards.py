"""What the database itself guards about reports: append-only decisions, nobody deciding on their own, the event log."""

from django.db import migrations

from accounts.database import append_only, logged

NOT_ONES_OWN = """
CREATE FUNCTION refuse_own_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.move NOT IN ('submit', 'answer') AND NEW.by_id = (
        SELECT reporter_id FROM incidents_incident WHERE id = NEW.incident_id
    ) THEN
        RAISE EXCEPTION 'nobody decides on their own report' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_ones_own BEFORE INSERT ON incidents_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_own_decision();
"""

DROP_NOT_ONES_OWN = """
DROP TRIGGER not_ones_own ON incidents_decision;
DROP FUNCTION refuse_own_decision();
"""

# A text is never changed, only erased: what was written stays as it was written, or goes.
ERASE_OR_KEEP = """
CREATE TRIGGER never_rewritten BEFORE UPDATE ON incidents_text
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, TRUNCATE ON incidents_text FROM samlad_app;
"""

DROP_ERASE_OR_KEEP = """
DROP TRIGGER never_rewritten ON incidents_text;
GRANT UPDATE ON incidents_text TO samlad_app;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        append_only("incidents_decision"),
        append_only("incidents_nothingtoreport"),
        append_only("incidents_submission"),
        migrations.RunSQL(NOT_ONES_OWN, DROP_NOT_ONES_OWN),
        migrations.RunSQL(ERASE_OR_KEEP, DROP_ERASE_OR_KEEP),
        logged(
            "incidents_incident",
            values=[
                "id", "municipality_id", "organisation_id", "batch_id", "category_id", "started_at", "ended_at",
                "time_precision", "cell_x", "cell_y", "location_precision", "place_id", "area_id", "place_type",
                "state", "version", "duplicate_of_id", "damage_type", "damage_cost", "cost_basis", "cost_paid_by",
            ],
        ),
        logged("incidents_text", values=["id", "municipality_id", "incident_id", "version", "kind"]),
        logged("incidents_photo", values=["id", "municipality_id", "incident_id", "sha256"]),
        logged("incidents_category", values=["id", "municipality_id", "code", "version", "name", "kind", "counts", "is_active"]),
        logged("incidents_importbatch", values=["id", "municipality_id", "file_name", "file_sha256", "accepted", "rejected"]),
    ]  # fmt: skip
