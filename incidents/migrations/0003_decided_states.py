"""A state changes only together with the decision that says so; and the queue's index covers all that is not settled."""

from django.db import migrations, models

# Checked when the transaction ends, so that report and decision may be written in either order. With the trigger on
# decisions it closes the way round it: nobody approves their own report by writing the state alone.
ONLY_WITH_A_DECISION = """
CREATE FUNCTION refuse_undecided_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM incidents_decision
        WHERE incident_id = NEW.id AND version = NEW.version AND to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'a report changes its state only with a decision' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER only_with_a_decision AFTER UPDATE OF state ON incidents_incident
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_undecided_state();
"""

DROP_ONLY_WITH_A_DECISION = """
DROP TRIGGER only_with_a_decision ON incidents_incident;
DROP FUNCTION refuse_undecided_state();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_guards")]

    operations = [
        migrations.RunSQL(ONLY_WITH_A_DECISION, DROP_ONLY_WITH_A_DECISION),
        migrations.RemoveIndex("incident", "queue_by_age"),
        migrations.AddIndex(
            "incident",
            models.Index(
                condition=models.Q(
                    ("state__in", frozenset(["submitted", "under_review", "completion_requested", "blocked"]))
                ),
                fields=["municipality", "received_at"],
                name="queue_by_age",
            ),
        ),
    ]
