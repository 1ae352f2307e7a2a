"""What a clock on the wall showed is stored with each event, so that counting a million of them reads no clock."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models, transaction

# Nobody can forget to write it, or write it wrong. Minutes are whole, as people give them.
READ_CLOCK = """
CREATE FUNCTION read_clock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    zone text := (SELECT time_zone FROM accounts_municipality WHERE id = NEW.municipality_id);
    began timestamp := date_trunc('minute', NEW.started_at AT TIME ZONE zone);
    ended timestamp := date_trunc('minute', NEW.ended_at AT TIME ZONE zone);
BEGIN
    NEW.local_day := began::date;
    NEW.local_minute := extract(epoch FROM began - date_trunc('week', began)) / 60;
    NEW.lasted := extract(epoch FROM ended - began) / 60;
    RETURN NEW;
END $$;
CREATE TRIGGER read_clock BEFORE INSERT OR UPDATE ON incidents_incident
    FOR EACH ROW EXECUTE FUNCTION read_clock();
CREATE FUNCTION keep_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM incidents_incident WHERE municipality_id = NEW.id) THEN
        RAISE EXCEPTION 'a municipality with reports keeps its time zone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_clock BEFORE UPDATE OF time_zone ON accounts_municipality
    FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION keep_clock();
"""
FORGET_CLOCK = """
DROP TRIGGER keep_clock ON accounts_municipality;
DROP FUNCTION keep_clock();
DROP TRIGGER read_clock ON incidents_incident;
DROP FUNCTION read_clock();
"""

# So many rows are held at a time while the old ones are filled in. What is derived is no change to be logged.
BATCH = 20_000
FILL = """
ALTER TABLE incidents_incident DISABLE TRIGGER log_change;
UPDATE incidents_incident SET lasted = 0 WHERE id BETWEEN %s AND %s;
ALTER TABLE incidents_incident ENABLE TRIGGER log_change;
"""


def fill(apps, schema_editor):
    """The trigger writes what is right, whatever is said here."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM incidents_incident")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, BATCH):
            with transaction.atomic(using=schema_editor.connection.alias):
                cursor.execute(FILL, [start, start + BATCH - 1])


class Migration(migrations.Migration):
    atomic = False  # an index on a live table is built beside its use, and that is no transaction

    dependencies = [("accounts", "0006_minimum_count"), ("incidents", "0007_weights")]

    operations = [
        migrations.AddField("incident", "local_day", models.DateField(null=True, editable=False)),
        migrations.AddField("incident", "local_minute", models.SmallIntegerField(null=True, editable=False)),
        migrations.AddField("incident", "lasted", models.IntegerField(null=True, editable=False)),
        migrations.RunSQL(READ_CLOCK, FORGET_CLOCK),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RenameIndex("incident", new_name="approved_by_time_old", old_name="approved_by_time"),
        migrations.RenameIndex("incident", new_name="damage_by_time_old", old_name="damage_by_time"),
        AddIndexConcurrently(
            "incident",
            models.Index(
                condition=models.Q(("state", "approved")),
                fields=["municipality", "started_at"],
                include=(
                    "cell_x",
                    "cell_y",
                    "category",
                    "area",
                    "place",
                    "local_day",
                    "local_minute",
                    "lasted",
                    "time_precision",
                    "location_precision",
                    "decided_at",
                    "batch",
                ),
                name="approved_by_time",
            ),
        ),
        AddIndexConcurrently(
            "incident",
            models.Index(
                condition=models.Q(
                    ("state", "approved"),
                    models.Q(
                        models.Q(("damage_type", ""), _negated=True),
                        ("damage_cost__isnull", False),
                        _connector="OR",
                    ),
                ),
                fields=["municipality", "started_at"],
                include=("category", "lasted", "damage_type", "damage_cost", "cost_basis", "cost_paid_by"),
                name="damage_by_time",
            ),
        ),
        RemoveIndexConcurrently("incident", "approved_by_time_old"),
        RemoveIndexConcurrently("incident", "damage_by_time_old"),
    ]
