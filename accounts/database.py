"""What PostgreSQL itself guards, as migration operations: the event log, append-only tables, roles' rights.

Every app's migrations call these; nothing here runs outside a migration. Role names are fixed: `samlad_owner` migrates,
`samlad_app` serves (owns nothing), `samlad_backup` reads.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

#: What a row of the log says, as bytes that any server at any time writes alike; SHA-256 of it is the row's digest.
ROW_DIGEST = """sha256(convert_to(jsonb_build_array(
    id, (extract(epoch FROM at) * 1000000)::bigint, actor_id, municipality_id, "table", row_id, action, changes
)::text, 'UTF8'))"""

#: The actor of the transaction, as the page or task has said.
ACTOR = "nullif(current_setting('samlad.user_id', true), '')::bigint"

# A user, and how one signs in, stands in no municipality but works in some: what happens to one is logged once for each
# of them. A sign-in is logged as such (`log_deed`), so what is noted of it elsewhere is no change of its own; but each
# recovery code that is used is.
LOG_CHANGE = f"""
CREATE OR REPLACE FUNCTION log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    loggable text[] := TG_ARGV::text[];
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{{}}'::jsonb ELSE to_jsonb(OLD) END;
    after  jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{{}}'::jsonb ELSE to_jsonb(NEW) END;
    whole  jsonb := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
    places bigint[] := ARRAY[whole ->> 'municipality_id'];
    changed jsonb;
BEGIN
    SELECT coalesce(jsonb_object_agg(column_name, CASE
        WHEN NOT column_name = ANY (loggable) THEN 'null'::jsonb
        WHEN TG_OP = 'UPDATE' THEN jsonb_build_array(before -> column_name, after -> column_name)
        ELSE whole -> column_name END), '{{}}'::jsonb)
    INTO changed
    FROM jsonb_object_keys(whole) AS column_name
    WHERE before -> column_name IS DISTINCT FROM after -> column_name
      AND (TG_OP = 'UPDATE' OR whole -> column_name <> 'null'::jsonb);
    IF TG_TABLE_NAME = 'accounts_user' THEN
        IF TG_OP = 'UPDATE' AND changed - 'last_login' = '{{}}' THEN
            RETURN NULL;
        END IF;
        places := municipalities_of((whole ->> 'id')::bigint);
    ELSIF TG_TABLE_NAME = 'accounts_municipality' THEN
        places := ARRAY[whole ->> 'id'];
    ELSIF TG_TABLE_NAME IN ('mfa_authenticator', 'socialaccount_socialaccount') THEN
        IF TG_OP = 'UPDATE' AND whole ->> 'type' IS DISTINCT FROM 'recovery_codes' THEN
            RETURN NULL;
        END IF;
        places := municipalities_of((whole ->> 'user_id')::bigint);
    END IF;
    INSERT INTO accounts_eventlog (at, actor_id, municipality_id, "table", row_id, action, changes)
    SELECT clock_timestamp(), {ACTOR}, place, TG_TABLE_NAME, whole ->> 'id', lower(TG_OP), changed
    FROM unnest(places) AS place;
    RETURN NULL;
END $$;
"""

MUNICIPALITIES_OF = """
CREATE OR REPLACE FUNCTION municipalities_of(person bigint) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT municipality_id), ARRAY[NULL::bigint])
    FROM accounts_membership WHERE user_id = person
$$;
REVOKE ALL ON FUNCTION municipalities_of(bigint) FROM PUBLIC;
"""

LOG_FUNCTION = f"""
{MUNICIPALITIES_OF}
{LOG_CHANGE}
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
DROP FUNCTION municipalities_of(bigint);
"""


def create_event_log() -> RunSQL:
    """Make the trigger functions, and close the log itself to the application."""
    return RunSQL(LOG_FUNCTION, DROP_LOG_FUNCTION)


def logged(table: str, *, values: Sequence[str] = ()) -> RunSQL:
    """Log every change of the table. Only the columns in `values` have their contents logged, never free text."""
    return RunSQL(_log_changes(table, values), f"DROP TRIGGER log_change ON {table}")


def logged_anew(table: str, *, values: Sequence[str], before: Sequence[str]) -> RunSQL:
    """Log the contents of other columns than before."""
    drop = f"DROP TRIGGER log_change ON {table}"
    return RunSQL([drop, _log_changes(table, values)], [drop, _log_changes(table, before)])


def _log_changes(table: str, values: Sequence[str]) -> str:
    arguments = ", ".join(f"'{column}'" for column in values)
    return (
        f"CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION log_change({arguments})"
    )


def logged_link(table: str, *, to: str, by: str) -> RunSQL:
    """Log every link in a table of nothing but keys, as of the municipality of the row in `to` that `by` names."""
    return RunSQL(
        f"CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION log_link('{to}', '{by}')",
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


def append_only_until_purged(table: str) -> RunSQL:
    """Like `append_only`, in its place: but a function that purges, and says so, may delete what is due.

    Saying so avails the application nothing: it has not the right to delete.
    """
    return RunSQL(
        f"DROP TRIGGER append_only ON {table}; "
        f"CREATE TRIGGER append_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
        f"CREATE TRIGGER kept_until_due BEFORE DELETE ON {table} FOR EACH ROW "
        f"WHEN (current_setting('samlad.purging', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER kept_until_due ON {table}; "
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    )
