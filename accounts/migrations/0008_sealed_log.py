"""Deeds in the event log besides changes, and seals that show whether a row of it is missing or altered."""

import django.contrib.postgres.fields
from django.db import migrations, models

from accounts.database import ACTOR, LOG_CHANGE, MUNICIPALITIES_OF, ROW_DIGEST, append_only, logged
from accounts.walls import IN_REACH

ACTIONS = [
    ("insert", "Lade till"),
    ("update", "Ändrade"),
    ("delete", "Tog bort"),
    ("read", "Läste"),
    ("search", "Sökte"),
    ("export", "Hämtade som tabell"),
    ("download", "Hämtade fil"),
    ("refused", "Nekades skadad fil"),
    ("sign_in", "Loggade in"),
    ("sign_in_failed", "Misslyckades att logga in"),
    ("sign_out", "Loggade ut"),
]

# The one thing that the application may write in the log: that somebody did one of these, now, and in no municipality but
# those in reach. From then on the transaction is that person's, so that what follows in it is not logged as another's.
LOG_DEED = f"""
CREATE FUNCTION log_deed(deed text, about text, about_row text, place bigint, person bigint, details jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF deed NOT IN ('read', 'search', 'export', 'download', 'refused', 'sign_in', 'sign_in_failed', 'sign_out')
       OR to_regclass(about) IS NULL OR jsonb_typeof(details) <> 'object' OR length(details::text) > 2000 THEN
        RAISE EXCEPTION 'not a deed: % % %', deed, about, about_row USING ERRCODE = 'check_violation';
    END IF;
    IF place IS NOT NULL AND (place = {IN_REACH}) IS NOT TRUE THEN
        RAISE EXCEPTION 'municipality % is out of reach', place USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('samlad.user_id', coalesce(person::text, ''), true);
    INSERT INTO accounts_eventlog (at, actor_id, municipality_id, "table", row_id, action, changes)
    SELECT clock_timestamp(), person, each, about, about_row, deed, details
    FROM unnest(CASE WHEN about = 'accounts_user' AND about_row <> '' THEN municipalities_of(about_row::bigint)
                     ELSE ARRAY[place] END) AS each;
END $$;
REVOKE ALL ON FUNCTION log_deed(text, text, text, bigint, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_deed(text, text, text, bigint, bigint, jsonb) TO samlad_app;
"""

# For tables of nothing but keys that link two rows: whose they are is asked of one of the two.
LOG_LINK = f"""
CREATE FUNCTION log_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    link jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    place bigint;
BEGIN
    EXECUTE format('SELECT municipality_id FROM %I WHERE id = $1', TG_ARGV[0])
        INTO place USING (link ->> TG_ARGV[1])::bigint;
    INSERT INTO accounts_eventlog (at, actor_id, municipality_id, "table", row_id, action, changes)
    VALUES (clock_timestamp(), {ACTOR}, place, TG_TABLE_NAME, link ->> 'id', lower(TG_OP), link);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION log_link() FROM PUBLIC;
"""

# Keys are handed out before rows are committed, so a lower one may come in after a higher. Whoever has been handed one
# holds a lock on the table until it has committed or failed: those who hold it once the highest key is known are waited
# for, as CREATE INDEX CONCURRENTLY does, and nobody waits for the sealing. It gives up after two seconds, until the next
# sweep.
SEAL_LOG = f"""
CREATE FUNCTION seal_log(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before accounts_logseal;
    sealed accounts_logseal;
    highest bigint;
    -- Of this database alone: a copy of it on the same server has the same number for the table.
    here oid := (SELECT oid FROM pg_database WHERE datname = current_database());
    writers text[];
    patience integer := 200;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'sealing has to see what is committed while it waits' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM pg_advisory_xact_lock('accounts_logseal'::regclass::bigint);
    SELECT * INTO before FROM accounts_logseal ORDER BY number DESC LIMIT 1;
    SELECT last_value INTO highest FROM accounts_eventlog_id_seq;
    writers := ARRAY(SELECT virtualtransaction FROM pg_locks
                     WHERE database = here AND relation = 'accounts_eventlog'::regclass
                       AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid());
    WHILE EXISTS (SELECT FROM pg_locks WHERE database = here AND relation = 'accounts_eventlog'::regclass
                                         AND mode = 'RowExclusiveLock' AND virtualtransaction = ANY (writers)) LOOP
        IF patience = 0 THEN
            RETURN 0;
        END IF;
        patience := patience - 1;
        PERFORM pg_sleep(0.01);
    END LOOP;
    SELECT array_agg(id ORDER BY id), string_agg(digest, ''::bytea ORDER BY id) INTO sealed.rows, sealed.digests
    FROM (SELECT id, {ROW_DIGEST} AS digest FROM accounts_eventlog
          WHERE id > coalesce(before.last_id, 0) AND id <= highest ORDER BY id LIMIT most) AS row;
    IF sealed.rows IS NULL THEN
        RETURN 0;
    END IF;
    sealed.number := coalesce(before.number, 0) + 1;
    sealed.at := clock_timestamp();
    sealed.last_id := sealed.rows[cardinality(sealed.rows)];
    sealed.digest := encode(sha256(convert_to(concat_ws(' ', coalesce(before.digest, ''), sealed.number,
        (extract(epoch FROM sealed.at) * 1000000)::bigint, array_to_string(sealed.rows, ',')), 'UTF8')
        || sealed.digests), 'hex');
    sealed.count := cardinality(sealed.rows);
    INSERT INTO accounts_logseal SELECT sealed.*;
    RETURN sealed.count;
END $$;
REVOKE ALL ON FUNCTION seal_log(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_log(integer) TO samlad_app;
REVOKE INSERT ON accounts_logseal FROM samlad_app;
"""

# Whoever looks the log through need not see what it says: digests are told of all its rows, whosever they are.
LOG_DIGESTS = f"""
CREATE FUNCTION log_digests(after bigint, until bigint) RETURNS TABLE (key bigint, digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 100000 AS $$
    SELECT id, {ROW_DIGEST} FROM accounts_eventlog WHERE id > after AND id <= until ORDER BY id
$$;
REVOKE ALL ON FUNCTION log_digests(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_digests(bigint, bigint) TO samlad_app;
"""

DROP = """
GRANT INSERT ON accounts_logseal TO samlad_app;
DROP FUNCTION log_digests(bigint, bigint);
DROP FUNCTION seal_log(integer);
DROP FUNCTION log_link();
DROP FUNCTION log_deed(text, text, text, bigint, bigint, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_purge_decision")]

    operations = [
        migrations.AlterField(
            model_name="eventlog",
            name="action",
            field=models.CharField(choices=ACTIONS, max_length=20),
        ),
        migrations.AlterField(
            model_name="eventlog",
            name="changes",
            field=models.JSONField(help_text="Per column the value, or the old and the new; of a deed, what was asked."),
        ),
        migrations.CreateModel(
            name="LogSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("last_id", models.BigIntegerField(help_text="Of the rows that are sealed.")),
                ("count", models.PositiveIntegerField()),
                ("rows", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text="Their keys, in order.", size=None)),
                ("digests", models.BinaryField(help_text="SHA-256 of each of them, 32 bytes one after the other.")),
                ("digest", models.CharField(help_text="SHA-256 of the last seal's digest and all of this.", max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["at"], name="seal_by_time")]},
        ),
        migrations.CreateModel(
            name="LogLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("rows", models.BigIntegerField(help_text="That agree.")),
                ("unsealed", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("broken", models.CharField(blank=True, help_text="The first that does not agree.", max_length=120)),
            ],
            options={"indexes": [models.Index(fields=["-at"], name="look_by_time")]},
        ),
        append_only("accounts_logseal"),
        append_only("accounts_loglook"),
        logged("accounts_loglook", values=["id", "rows", "unsealed", "digest", "broken"]),
        # What an installation of before this has is replaced; a new one has just made the same.
        migrations.RunSQL(MUNICIPALITIES_OF + LOG_CHANGE, migrations.RunSQL.noop),
        migrations.RunSQL(LOG_DEED + LOG_LINK + SEAL_LOG + LOG_DIGESTS, DROP),
    ]  # fmt: skip
