"""The walls between neighbours, as migration operations: row-level security on the tables of a municipality.

`scope.py` says whose rows are in reach. The owner, who migrates and whose guards look everywhere, is not held back, and
`samlad_backup` reads past the walls; so the application may be neither (`least_power.py`).
"""

from django.db.migrations import RunSQL

SETTING = "current_setting('samlad.municipalities', true)"
#: The municipalities in reach: read once in a statement, and none where nothing has been said.
IN_REACH = f"ANY ((SELECT string_to_array({SETTING}, ',')::bigint[])::bigint[])"


def walled(*tables: str) -> RunSQL:
    """Let the application see and write the rows of the municipalities in reach, and no others."""
    return _policies(
        {(table, "municipalities_in_reach"): f"USING (municipality_id = {IN_REACH})" for table in tables}
    )


def walled_with(parents: dict[tuple[str, str], str]) -> RunSQL:
    """The same for tables without a municipality: table and column → the table whose row it points at and follows."""
    return _policies(
        {
            (
                table,
                "with_its_parent",
            ): f"USING (EXISTS (SELECT FROM {parent} WHERE {parent}.id = {table}.{column}))"
            for (table, column), parent in parents.items()
        }
    )


def walled_for_writing(*tables: str) -> RunSQL:
    """Let anybody know what stands there; only rows of the municipalities in reach are written."""
    return _policies(
        {
            **{(table, "known_to_all"): "FOR SELECT USING (true)" for table in tables},
            **{
                (table, "municipalities_in_reach"): f"USING (municipality_id = {IN_REACH})"
                for table in tables
            },
        }
    )


def walled_but_for_none(table: str) -> RunSQL:
    """Like `walled`; rows of no municipality are read by whoever may read any."""
    return _policies(
        {
            (table, "municipalities_in_reach"): f"USING (municipality_id = {IN_REACH})",
            (table, "of_none"): "FOR SELECT USING (municipality_id IS NULL "
            f"AND coalesce({SETTING}, '') <> '')",
        }
    )


def walled_behind_the_door(*tables: str) -> RunSQL:
    """Like `walled`, but read by anybody while nothing has been said: how signing in finds out who is what where."""
    return _policies(
        {
            **{
                (table, "municipalities_in_reach"): f"USING (municipality_id = {IN_REACH})"
                for table in tables
            },
            **{
                (table, "at_the_door"): f"FOR SELECT USING (coalesce({SETTING}, '') = '')" for table in tables
            },
        }
    )


def walled_municipality(table: str) -> RunSQL:
    """Whoever asks may know which municipalities there are, and one may be added; only those in reach are changed."""
    return _policies(
        {
            (table, "known_to_all"): "FOR SELECT USING (true)",
            (table, "taken_in"): "FOR INSERT WITH CHECK (true)",
            (table, "municipalities_in_reach"): f"FOR UPDATE USING (id = {IN_REACH})",
        }
    )


def looks_everywhere(*functions: str) -> RunSQL:
    """Let a guard see what the one it guards against does not: the neighbour's row that is pointed at."""
    return RunSQL(
        [
            f"ALTER FUNCTION {function}() SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp; "
            f"REVOKE ALL ON FUNCTION {function}() FROM PUBLIC"
            for function in functions
        ],
        [
            f"ALTER FUNCTION {function}() SECURITY INVOKER RESET search_path; "
            f"GRANT EXECUTE ON FUNCTION {function}() TO PUBLIC"
            for function in functions
        ],
    )


def _policies(rules: dict[tuple[str, str], str]) -> RunSQL:
    """Policies by table and name."""
    tables = sorted({table for table, _name in rules})
    return RunSQL(
        [
            *(f"CREATE POLICY {name} ON {table} {rule}" for (table, name), rule in rules.items()),
            *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in tables),
        ],
        [
            *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in tables),
            *(f"DROP POLICY {name} ON {table}" for table, name in rules),
        ],
    )
