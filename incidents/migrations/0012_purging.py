"""Purging: by one function alone, of what is due and not held, with its record and counts in the same transaction.

What is due the database works out itself, from the municipality's decision, its rules, its holds and the clock, so that
the application cannot have anything else deleted. `incidents/retention/` says what the rules mean.
"""

from django.db import migrations

from accounts.database import append_only, append_only_until_purged, logged, logged_anew
from accounts.walls import IN_REACH

# From a month's first day, so that a month is due at once and what is left of earlier figures is whole. NULL, and so
# nothing is due, where the municipality has not decided.
PURGE_BEFORE = """
CREATE FUNCTION purge_before(town bigint, what text, moment timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT date_trunc('month', moment AT TIME ZONE municipality.time_zone - make_interval(months => coalesce(
        (SELECT months FROM incidents_retentionrule WHERE municipality_id = town AND kind = what),
        CASE what WHEN 'mail' THEN 3 ELSE 36 END)::integer)) AT TIME ZONE municipality.time_zone
    FROM accounts_municipality AS municipality
    WHERE municipality.id = town AND municipality.purge_decided_on IS NOT NULL
$$;
"""

# The holds in force are read once; whether one covers a row is asked of its number and its days, from the one on which
# the event may have begun to the one on which it had ended.
DUE_ROWS = """
CREATE FUNCTION due_rows(town bigint, what text, moment timestamptz) RETURNS TABLE (key bigint, day date)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    until timestamptz := purge_before(town, what, moment);
    zone text := (SELECT time_zone FROM accounts_municipality WHERE id = town);
    held_all boolean;
    held_days datemultirange;
    held_reports bigint[];
BEGIN
    SELECT coalesce(bool_or(report IS NULL AND first_on IS NULL), false),
           coalesce(range_agg(daterange(first_on, last_on, '[]')) FILTER (WHERE first_on IS NOT NULL), '{}'),
           coalesce(array_agg(report) FILTER (WHERE report IS NOT NULL), '{}')
    INTO held_all, held_days, held_reports
    FROM incidents_legalhold AS hold
    WHERE hold.municipality_id = town
      AND NOT EXISTS (SELECT FROM incidents_holdlift AS lift WHERE lift.hold_id = hold.id);
    IF until IS NULL OR held_all THEN
        RETURN;
    ELSIF what = 'mail' THEN
        RETURN QUERY SELECT mail.id, (mail.created_at AT TIME ZONE zone)::date
        FROM accounts_outgoingmail AS mail
        WHERE mail.municipality_id = town AND mail.state IN ('sent', 'failed') AND mail.erased_at IS NULL
          AND mail.finished_at < until AND NOT held_days @> (mail.created_at AT TIME ZONE zone)::date;
    ELSIF what = 'texts' THEN
        RETURN QUERY SELECT written.id, report.local_day
        FROM incidents_text AS written JOIN incidents_incident AS report ON report.id = written.incident_id
        WHERE report.municipality_id = town AND report.state = 'approved' AND report.started_at < until
          AND report.id <> ALL (held_reports)
          AND NOT held_days && daterange(report.local_day, (report.ended_at AT TIME ZONE zone)::date, '[]');
    ELSIF what = 'photos' THEN
        RETURN QUERY SELECT photo.id, report.local_day
        FROM incidents_photo AS photo JOIN incidents_incident AS report ON report.id = photo.incident_id
        WHERE report.municipality_id = town AND report.state = 'approved' AND report.started_at < until
          AND report.id <> ALL (held_reports)
          AND NOT held_days && daterange(report.local_day, (report.ended_at AT TIME ZONE zone)::date, '[]');
    ELSIF what IN ('unused', 'reports') THEN
        -- What another report is a duplicate of goes after it.
        RETURN QUERY SELECT report.id, report.local_day
        FROM incidents_incident AS report
        WHERE report.municipality_id = town
          AND CASE what WHEN 'reports' THEN report.state = 'approved' AND report.started_at < until
              ELSE report.state IN ('rejected', 'duplicate')
                   AND coalesce(report.decided_at, report.received_at) < until END
          AND report.id <> ALL (held_reports)
          AND NOT held_days && daterange(report.local_day, (report.ended_at AT TIME ZONE zone)::date, '[]')
          AND NOT EXISTS (SELECT FROM incidents_incident AS copy WHERE copy.duplicate_of_id = report.id);
    ELSE
        RAISE EXCEPTION 'there is no kind %', what USING ERRCODE = 'invalid_parameter_value';
    END IF;
END $$;
"""

# A hold waits for a batch that has begun, or words or a photo that are being masked, and nothing after it deletes what it
# covers. Who means to lock rows too takes this lock before them.
HELD = """
CREATE FUNCTION is_held(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM incidents_incident AS event
        JOIN accounts_municipality AS municipality ON municipality.id = event.municipality_id
        JOIN incidents_legalhold AS hold ON hold.municipality_id = event.municipality_id
        WHERE event.id = asked
          AND CASE
              WHEN hold.report IS NOT NULL THEN hold.report = event.id
              WHEN hold.first_on IS NOT NULL THEN daterange(hold.first_on, hold.last_on, '[]') && daterange(
                  event.local_day, (event.ended_at AT TIME ZONE municipality.time_zone)::date, '[]')
              ELSE true END
          AND NOT EXISTS (SELECT FROM incidents_holdlift AS lift WHERE lift.hold_id = hold.id))
$$;

CREATE FUNCTION lock_purging(town bigint) RETURNS void LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp AS $$ SELECT pg_advisory_xact_lock(7264524, town::integer) $$;

CREATE FUNCTION wait_for_purging() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM lock_purging(NEW.municipality_id);
    RETURN NEW;
END $$;
CREATE TRIGGER wait_for_purging BEFORE INSERT ON incidents_legalhold
    FOR EACH ROW EXECUTE FUNCTION wait_for_purging();

CREATE FUNCTION refuse_held() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM lock_purging(OLD.municipality_id);
    IF is_held(OLD.incident_id) THEN
        RAISE EXCEPTION 'a hold covers report %', OLD.incident_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER refuse_held BEFORE DELETE ON incidents_text
    FOR EACH ROW EXECUTE FUNCTION refuse_held();
CREATE TRIGGER refuse_held BEFORE UPDATE OR DELETE ON incidents_photo
    FOR EACH ROW EXECUTE FUNCTION refuse_held();
"""

# Reports are locked and looked at again, since somebody may have reconsidered one in between.
PURGE_BATCH = f"""
CREATE FUNCTION purge_batch(
    town bigint, what text, moment timestamptz, most integer, run_key uuid, run_manner text
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chosen bigint[];
    reports bigint[];
    earliest date;
    latest date;
    gone integer;
    gone_texts integer := 0;
    gone_photos integer := 0;
    sent bigint[];
BEGIN
    IF (town = {IN_REACH}) IS NOT TRUE THEN
        RAISE EXCEPTION 'municipality % is out of reach', town USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF moment > clock_timestamp() THEN
        RAISE EXCEPTION 'nothing of the future is due' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM lock_purging(town);
    SELECT array_agg(key), min(day), max(day) INTO chosen, earliest, latest
    FROM (SELECT key, day FROM due_rows(town, what, moment) ORDER BY key LIMIT most) AS due;
    IF chosen IS NULL THEN
        RETURN 0;
    END IF;
    IF what = 'mail' THEN
        UPDATE accounts_outgoingmail SET subject = '', body = '', body_html = '', erased_at = moment
        WHERE id = ANY (chosen);
        gone := cardinality(chosen);
    ELSE
        reports := CASE what
            WHEN 'texts' THEN ARRAY(SELECT DISTINCT incident_id FROM incidents_text WHERE id = ANY (chosen))
            WHEN 'photos' THEN ARRAY(SELECT DISTINCT incident_id FROM incidents_photo WHERE id = ANY (chosen))
            ELSE chosen END;
        PERFORM FROM incidents_incident WHERE id = ANY (reports) ORDER BY id FOR UPDATE;
        reports := ARRAY(
            SELECT id FROM incidents_incident WHERE id = ANY (reports)
              AND CASE what WHEN 'unused' THEN state IN ('rejected', 'duplicate') ELSE state = 'approved' END);
        IF what = 'texts' THEN
            DELETE FROM incidents_text WHERE id = ANY (chosen) AND incident_id = ANY (reports);
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSIF what = 'photos' THEN
            WITH removed AS (
                DELETE FROM incidents_photo WHERE id = ANY (chosen) AND incident_id = ANY (reports)
                RETURNING municipality_id, file)
            INSERT INTO incidents_leftoverfile (municipality_id, name) SELECT municipality_id, file FROM removed;
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSE
            -- What may have happened during more than a fortnight belongs to no week.
            INSERT INTO incidents_purgedcount AS kept (municipality_id, first_on, category_id, area_id, events)
            SELECT town, greatest(date_trunc('week', local_day), date_trunc('month', local_day))::date AS began,
                   category_id, area_id, count(*)
            FROM incidents_incident
            WHERE id = ANY (reports) AND state = 'approved' AND lasted <= 14 * 24 * 60
            GROUP BY began, category_id, area_id
            ON CONFLICT (municipality_id, first_on, category_id, area_id)
            DO UPDATE SET events = kept.events + excluded.events;
            WITH removed AS (
                DELETE FROM incidents_photo WHERE incident_id = ANY (reports) RETURNING municipality_id, file)
            INSERT INTO incidents_leftoverfile (municipality_id, name) SELECT municipality_id, file FROM removed;
            GET DIAGNOSTICS gone_photos = ROW_COUNT;
            DELETE FROM incidents_text WHERE incident_id = ANY (reports);
            GET DIAGNOSTICS gone_texts = ROW_COUNT;
            DELETE FROM incidents_notice WHERE incident_id = ANY (reports);
            -- A state changed earlier in this transaction is held against its decision before that goes.
            SET CONSTRAINTS only_with_a_decision IMMEDIATE;
            PERFORM set_config('samlad.purging', 'on', true);
            DELETE FROM incidents_decision WHERE incident_id = ANY (reports);
            sent := ARRAY(SELECT DISTINCT submission_id FROM incidents_incident
                          WHERE id = ANY (reports) AND submission_id IS NOT NULL);
            DELETE FROM incidents_incident WHERE id = ANY (reports);
            GET DIAGNOSTICS gone = ROW_COUNT;
            DELETE FROM incidents_submission AS submission WHERE id = ANY (sent)
              AND NOT EXISTS (SELECT FROM incidents_incident WHERE submission_id = submission.id);
            PERFORM set_config('samlad.purging', '', true);
            SET CONSTRAINTS only_with_a_decision DEFERRED;
        END IF;
    END IF;
    IF gone > 0 THEN
        PERFORM write_purge_line(
            town, what, moment, run_key, run_manner, earliest, latest, gone, gone_texts, gone_photos);
    END IF;
    RETURN gone;
END $$;
"""

# Nothing goes without a line: a run that is another municipality's already has none to give.
WRITE_PURGE_LINE = """
CREATE FUNCTION write_purge_line(
    town bigint, what text, moment timestamptz, run_key uuid, run_manner text,
    earliest date, latest date, gone integer, gone_texts integer, gone_photos integer
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO incidents_purgerecord (municipality_id, year, number, run, manner, decision, decided_on, started_at)
    SELECT town, this.year, 1 + coalesce((
               SELECT max(number) FROM incidents_purgerecord AS earlier
               WHERE earlier.municipality_id = town AND earlier.year = this.year), 0),
           run_key, run_manner, municipality.purge_decision, municipality.purge_decided_on, moment
    FROM accounts_municipality AS municipality
    CROSS JOIN LATERAL (SELECT extract(year FROM moment AT TIME ZONE municipality.time_zone)::smallint AS year) AS this
    WHERE municipality.id = town
    ON CONFLICT (run) DO NOTHING;
    INSERT INTO incidents_purgeline
        (municipality_id, record_id, kind, months, before, first_on, last_on, rows, texts, photos, at)
    SELECT town, record.id, what,
           coalesce((SELECT months FROM incidents_retentionrule WHERE municipality_id = town AND kind = what),
                    CASE what WHEN 'mail' THEN 3 ELSE 36 END),
           (purge_before(town, what, moment) AT TIME ZONE municipality.time_zone)::date,
           earliest, latest, gone, gone_texts, gone_photos, clock_timestamp()
    FROM incidents_purgerecord AS record JOIN accounts_municipality AS municipality ON municipality.id = town
    WHERE record.run = run_key AND record.municipality_id = town;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing is purged without a record, and run % has none here', run_key
            USING ERRCODE = 'restrict_violation';
    END IF;
END $$;
"""

RIGHTS = """
REVOKE ALL ON FUNCTION write_purge_line(bigint, text, timestamptz, uuid, text, date, date, integer, integer, integer)
    FROM PUBLIC;
REVOKE ALL ON FUNCTION purge_batch(bigint, text, timestamptz, integer, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_batch(bigint, text, timestamptz, integer, uuid, text) TO samlad_app;
REVOKE INSERT ON incidents_purgerecord, incidents_purgeline FROM samlad_app;
REVOKE INSERT, UPDATE, DELETE ON incidents_purgedcount FROM samlad_app;
REVOKE DELETE ON incidents_incident, incidents_photo, incidents_notice FROM samlad_app;
"""

UNDO = """
GRANT DELETE ON incidents_incident, incidents_photo, incidents_notice TO samlad_app;
GRANT INSERT, UPDATE, DELETE ON incidents_purgedcount TO samlad_app;
GRANT INSERT ON incidents_purgerecord, incidents_purgeline TO samlad_app;
DROP TRIGGER refuse_held ON incidents_photo;
DROP TRIGGER refuse_held ON incidents_text;
DROP FUNCTION refuse_held();
DROP TRIGGER wait_for_purging ON incidents_legalhold;
DROP FUNCTION wait_for_purging();
DROP FUNCTION purge_batch(bigint, text, timestamptz, integer, uuid, text);
DROP FUNCTION write_purge_line(bigint, text, timestamptz, uuid, text, date, date, integer, integer, integer);
DROP FUNCTION lock_purging(bigint);
DROP FUNCTION is_held(bigint);
DROP FUNCTION due_rows(bigint, text, timestamptz);
DROP FUNCTION purge_before(bigint, text, timestamptz);
"""

# Where and when an event was is no longer copied to the log, which is kept longer than the event.
INCIDENT = [
    "id", "municipality_id", "organisation_id", "batch_id", "category_id", "time_precision", "location_precision",
    "area_id", "place_type", "state", "version", "duplicate_of_id", "damage_type", "damage_cost", "cost_basis",
    "cost_paid_by",
]  # fmt: skip
WHERE_AND_WHEN = ["started_at", "ended_at", "cell_x", "cell_y", "place_id"]


class Migration(migrations.Migration):
    dependencies = [("incidents", "0011_retention")]

    operations = [
        migrations.RunSQL(PURGE_BEFORE + DUE_ROWS + HELD + PURGE_BATCH + WRITE_PURGE_LINE + RIGHTS, UNDO),
        append_only_until_purged("incidents_decision"),
        append_only_until_purged("incidents_submission"),
        append_only("incidents_legalhold"),
        append_only("incidents_holdlift"),
        append_only("incidents_purgerecord"),
        append_only("incidents_purgeline"),
        logged("incidents_retentionrule", values=["id", "municipality_id", "kind", "months"]),
        logged("incidents_legalhold", values=["id", "municipality_id", "report", "first_on", "last_on"]),
        logged("incidents_holdlift", values=["id", "municipality_id", "hold_id"]),
        logged("incidents_purgerecord", values=["id", "municipality_id", "year", "number", "manner"]),
        logged_anew("incidents_incident", values=INCIDENT, before=[*INCIDENT, *WHERE_AND_WHEN]),
    ]
