"""Every table of the database has the event log's trigger, or a reason why it has none."""

import pytest
from django.db import connection

#: Tables without the trigger, and why.
UNLOGGED = {
    "accounts_eventlog": "the log itself",
    "accounts_logseal": "the log's seals: append-only, and a chain",
    "accounts_addresspoint": "public address data, brought in whole by an operator's command",
    "accounts_mapfeature": "the map's background, brought in whole by an operator's command",
    "incidents_submission": "append-only, and each report of it is logged",
    "incidents_notice": "word to a reporter of a decision or an edition, which are logged",
    "incidents_purgedcount": "written by purging alone, which is logged by its record",
    "incidents_purgeline": "append-only, and each record that has such is logged",
    "lagesbild_crimecount": "append-only figures of a file, which is logged as a file",
    "account_emailaddress": "allauth's own, not used: the address stands with the user",
    "account_emailconfirmation": "allauth's own, not used",
    "auth_group": "Django's own, not used: what one may do follows from the role",
    "auth_group_permissions": "Django's own, not used",
    "auth_permission": "Django's own, written by migrations",
    "cache": "counts attempts to sign in; holds nothing that lasts",
    "django_content_type": "Django's own, written by migrations",
    "django_migrations": "Django's own, written by migrations",
    "django_session": "who is signed in right now: signing in and out is logged",
    "socialaccount_socialapp": "allauth's own, not used: at whose door stands in accounts_singlesignon",
    "socialaccount_socialtoken": "allauth's own, not used",
    "spatial_ref_sys": "PostGIS's own",
    "usersessions_usersession": "where somebody is signed in right now: signing in and out is logged",
}

TABLES = """
SELECT relname, EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'log_change'
                        AND tgenabled = 'O' AND tgtype & 29 = 29)  -- each row: inserted, updated, deleted
  FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
"""


@pytest.mark.django_db
def test_every_table_is_logged_or_it_is_said_why_not():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = dict(cursor.fetchall())
    assert {table for table, is_logged in tables.items() if not is_logged} == set(UNLOGGED)
