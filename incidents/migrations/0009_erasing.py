"""What people wrote is erased by one function alone, and only what has been masked; files left over wait to be erased."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.database import logged
from accounts.walls import IN_REACH

# The application has no right of its own to delete a text. `search_path` is pinned, since the function has the owner's
# rights; so no wall stops it, and it asks itself whose rows are in reach. All or nothing: a caller that asks for more
# than it may have has a fault.
ERASE = f"""
CREATE FUNCTION erase_texts(chosen bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    erased integer;
BEGIN
    DELETE FROM incidents_text AS written
    USING incidents_incident AS incident, accounts_municipality AS municipality
    WHERE written.id = ANY (chosen) AND written.municipality_id = {IN_REACH}
      AND incident.id = written.incident_id AND incident.state = 'blocked'
      AND municipality.id = written.municipality_id AND municipality.purge_decided_on IS NOT NULL;
    GET DIAGNOSTICS erased = ROW_COUNT;
    IF erased <> cardinality(chosen) THEN
        RAISE EXCEPTION 'only the words of a blocked report are erased, by decision of the municipality'
            USING ERRCODE = 'restrict_violation';
    END IF;
END $$;
REVOKE ALL ON FUNCTION erase_texts(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_texts(bigint[]) TO samlad_app;
REVOKE DELETE ON incidents_text FROM samlad_app;
"""
UNDO = """
GRANT DELETE ON incidents_text TO samlad_app;
DROP FUNCTION erase_texts(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_local_clock"), ("accounts", "0007_purge_decision")]

    operations = [
        migrations.RunSQL(ERASE, UNDO),
        migrations.AddField(
            model_name="photo",
            name="blacked_out_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="LeftoverFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
        ),
        logged("incidents_leftoverfile", values=["id", "municipality_id", "name"]),
    ]
