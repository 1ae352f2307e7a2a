"""What PostgreSQL itself guards, as migration operations: the event log, append-only tables, roles' rights.

Every app's migrations call these; nothing here runs outside a migration. Role names are fixed: `samlad_owner` migrates,
`samlad_app` serves (owns nothing), `samlad_backup` reads.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

LOG_FUNCTION = """
CREATE FUNCTION log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    loggable text[] := TG_ARGV::text[];
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    after  jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    whole  jsonb := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
    changed jsonb;
BEGIN
    SELECT coalesce(jsonb_object_agg(column_name, CASE
        WHEN NOT column_name = ANY (loggable) THEN 'null'::jsonb
        WHEN TG_OP = 'UPDATE' THEN jsonb_build_array(before -> column_name, after -> column_name)
        ELSE whole -> column_name END), '{}'::jsonb)
    INTO changed
    FROM jsonb_object_keys(whole) AS column_name
    WHERE before -> column_name IS DISTINCT FROM after -> column_name
      AND (TG_OP = 'UPDATE' OR whole -> column_name <> 'null'::jsonb);
    INSERT INTO accounts_eventlog (at, actor_id, municipality_id, "table", row_id, action, changes)
    VALUES (
        clock_timestamp(),
        nullif(current_setting('samlad.user_id', true), '')::bigint,
        coalesce(whole ->> 'municipality_id',
                 CASE WHEN TG_TABLE_NAME = 'accounts_municipality' THEN whole ->> 'id' END)::bigint,
        TG_TABLE_NAME, whole ->> 'id', lower(TG_OP), changed);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION log_change() FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON accounts_eventlog FROM samlad_app;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_eventlog
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

DROP_LOG_FUNCTION = """
DROP TRIGGER append_only ON accounts_eventlog;
GRANT INSERT, UPDATE, DELETE, TRUNCATE ON accounts_eventlog TO samlad_app;
DROP FUNCTION refuse_change();
DROP FUNCTION log_change();
"""


def create_event_log() -> RunSQL:
    """Make the trigger functions, and close the log itself to the application."""
    return RunSQL(LOG_FUNCTION, DROP_LOG_FUNCTION)


def logged(table: str, *, values: Sequence[str] = ()) -> RunSQL:
    """Log every change of the table. Only the columns in `values` have their contents logged, never free text."""
    arguments = ", ".join(f"'{column}'" for column in values)
    return RunSQL(
        f"CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION log_change({arguments})",
        f"DROP TRIGGER log_change ON {table}",
    )


def append_only(table: str) -> RunSQL:
    """Let nobody, not even the owner by mistake, change or delete a row; and take the right from the application."""
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change(); "
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM samlad_app",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table}; "
        f"GRANT UPDATE, DELETE ON {table} TO samlad_app",
    )
