"""What the database itself guards: what is adopted is locked, what was said stays said, neighbours stay apart."""

from django.db import migrations

from accounts.database import append_only, logged

# An adopted document never changes again but for being superseded; nor do its parts.
LOCK_DOCUMENT = """
CREATE FUNCTION lock_adopted_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposal' THEN
        IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state'
                OR (OLD.state, NEW.state) <> ('adopted', 'superseded') THEN
            RAISE EXCEPTION 'an adopted document is locked' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON promises_document
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_document();
CREATE FUNCTION lock_adopted_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM promises_document WHERE state <> 'proposal' AND id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.document_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.document_id END
    )) THEN
        RAISE EXCEPTION 'an adopted document is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

UNLOCK_DOCUMENT = """
DROP TRIGGER locked ON promises_document;
DROP FUNCTION lock_adopted_document();
DROP FUNCTION lock_adopted_part();
"""

PARTS = ["party", "group", "clause", "signature", "focusarea", "promise", "activity"]

# Who answers for a plan's activity is as fixed as the activity.
LOCK_RESPONSIBILITY = """
CREATE FUNCTION lock_adopted_responsibility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM promises_activity AS activity JOIN promises_document AS document ON document.id = activity.document_id
        WHERE document.state <> 'proposal' AND activity.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.activity_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.activity_id END
        )
    ) THEN
        RAISE EXCEPTION 'an adopted document is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON promises_responsibility
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_responsibility();
"""

UNLOCK_RESPONSIBILITY = """
DROP TRIGGER locked ON promises_responsibility;
DROP FUNCTION lock_adopted_responsibility();
"""

# Nor do the causes that an adopted plan rests on; those of a hot spot are worked on for as long as it is there.
LOCK_CAUSE = """
CREATE FUNCTION lock_adopted_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM promises_focusarea AS focus JOIN promises_document AS document ON document.id = focus.document_id
        WHERE document.state <> 'proposal' AND focus.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.focus_area_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.focus_area_id END
        )
    ) THEN
        RAISE EXCEPTION 'an adopted document is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON promises_cause
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_cause();
"""

UNLOCK_CAUSE = """
DROP TRIGGER locked ON promises_cause;
DROP FUNCTION lock_adopted_cause();
"""

# Confirmed minutes are final: the meeting, who was there, the agenda with its notes, and no more decisions.
LOCK_MEETING = """
CREATE FUNCTION lock_confirmed_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'confirmed' THEN
        RAISE EXCEPTION 'confirmed minutes are locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON promises_meeting
    FOR EACH ROW EXECUTE FUNCTION lock_confirmed_meeting();
CREATE FUNCTION lock_confirmed_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM promises_meeting WHERE state = 'confirmed' AND id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.meeting_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.meeting_id END
    )) THEN
        RAISE EXCEPTION 'confirmed minutes are locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

UNLOCK_MEETING = """
DROP TRIGGER locked ON promises_meeting;
DROP FUNCTION lock_confirmed_meeting();
DROP FUNCTION lock_confirmed_part();
"""

MEETING_PARTS = ["attendance", "agendaitem", "resolution"]

LOCK_FOLLOW_UP = """
CREATE FUNCTION lock_adopted_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.adopted_in_id IS NOT NULL THEN
        RAISE EXCEPTION 'an adopted follow-up is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON promises_followup
    FOR EACH ROW EXECUTE FUNCTION lock_adopted_follow_up();
"""

UNLOCK_FOLLOW_UP = """
DROP TRIGGER locked ON promises_followup;
DROP FUNCTION lock_adopted_follow_up();
"""

# What is done late still counts while the plan is in force; an insats outside a plan has its own days only.
OCCASION_IN_ITS_DAYS = """
CREATE FUNCTION refuse_occasion_outside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM promises_activity AS activity
        LEFT JOIN promises_document AS document ON document.id = activity.document_id
        WHERE activity.id = NEW.activity_id
          AND NEW."on" BETWEEN activity.start_on AND greatest(activity.due_on, document.last_on)
    ) THEN
        RAISE EXCEPTION 'an occasion lies within its activity''s days' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW."on" > (NEW.at AT TIME ZONE (SELECT time_zone FROM accounts_municipality WHERE id = NEW.municipality_id))::date THEN
        RAISE EXCEPTION 'an occasion has taken place' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.withdraws_id IS NULL AND NOT EXISTS (
        SELECT FROM promises_responsibility
        WHERE activity_id = NEW.activity_id AND organisation_id = NEW.organisation_id
    ) THEN
        RAISE EXCEPTION 'an occasion is of a responsible organisation' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.withdraws_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM promises_occasion WHERE id = NEW.withdraws_id AND activity_id = NEW.activity_id AND withdraws_id IS NULL
    ) THEN
        RAISE EXCEPTION 'an occasion is withdrawn in its own activity' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_its_days BEFORE INSERT ON promises_occasion
    FOR EACH ROW EXECUTE FUNCTION refuse_occasion_outside();
"""

ANY_DAY = """
DROP TRIGGER in_its_days ON promises_occasion;
DROP FUNCTION refuse_occasion_outside();
"""

# An activity keeps the days on which it has been done.
DAYS_HOLD_OCCASIONS = """
CREATE FUNCTION refuse_fewer_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM promises_occasion AS occasion
        LEFT JOIN promises_document AS document ON document.id = NEW.document_id
        WHERE occasion.activity_id = NEW.id AND occasion.withdraws_id IS NULL
          AND NOT EXISTS (SELECT FROM promises_occasion AS withdrawal WHERE withdrawal.withdraws_id = occasion.id)
          AND occasion."on" NOT BETWEEN NEW.start_on AND greatest(NEW.due_on, document.last_on)
    ) THEN
        RAISE EXCEPTION 'an activity keeps the days of its occasions' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER days_hold_occasions BEFORE UPDATE OF start_on, due_on, document_id ON promises_activity
    FOR EACH ROW EXECUTE FUNCTION refuse_fewer_days();
"""

ANY_DAYS = """
DROP TRIGGER days_hold_occasions ON promises_activity;
DROP FUNCTION refuse_fewer_days();
"""

# Arguments: the other column of the link and its table. A link is of one municipality, and as locked as its activity;
# only a promise that is being written anew takes the activities of other plans along.
LINKS_OF_ACTIVITIES = """
CREATE FUNCTION guard_activity_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    link jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    stranger boolean;
BEGIN
    IF EXISTS (
        SELECT FROM promises_activity AS activity JOIN promises_document AS document ON document.id = activity.document_id
        WHERE activity.id = (link ->> 'activity_id')::bigint AND document.state <> 'proposal'
    ) AND NOT (TG_ARGV[0] = 'promise_id' AND EXISTS (
        SELECT FROM promises_promise AS promise JOIN promises_document AS document ON document.id = promise.document_id
        WHERE promise.id = (link ->> 'promise_id')::bigint
          AND document.state = 'proposal' AND document.replaces_id IS NOT NULL
    )) THEN
        RAISE EXCEPTION 'an adopted document is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM promises_activity AS activity, %I AS other WHERE activity.id = $1 '
                   'AND other.id = $2 AND other.municipality_id <> activity.municipality_id)', TG_ARGV[1])
        INTO stranger USING (link ->> 'activity_id')::bigint, (link ->> TG_ARGV[0])::bigint;
    IF stranger THEN
        RAISE EXCEPTION '% belongs to another municipality', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER guarded BEFORE INSERT OR UPDATE OR DELETE ON promises_activity_promises
    FOR EACH ROW EXECUTE FUNCTION guard_activity_link('promise_id', 'promises_promise');
CREATE TRIGGER guarded BEFORE INSERT OR UPDATE OR DELETE ON promises_activity_causes
    FOR EACH ROW EXECUTE FUNCTION guard_activity_link('cause_id', 'promises_cause');
"""

FREE_LINKS = """
DROP TRIGGER guarded ON promises_activity_promises;
DROP TRIGGER guarded ON promises_activity_causes;
DROP FUNCTION guard_activity_link();
"""

# Arguments: column and table in pairs. The row each column points at belongs to the same municipality.
SAME_MUNICIPALITY = """
CREATE FUNCTION refuse_neighbour() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place integer := 0;
    stranger boolean;
BEGIN
    WHILE place < TG_NARGS LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND municipality_id <> $2)', TG_ARGV[place + 1])
            INTO stranger USING (to_jsonb(NEW) ->> TG_ARGV[place])::bigint, NEW.municipality_id;
        IF stranger THEN
            RAISE EXCEPTION '% belongs to another municipality', TG_ARGV[place] USING ERRCODE = 'check_violation';
        END IF;
        place := place + 2;
    END LOOP;
    RETURN NEW;
END $$;
"""

# Arguments: column and table of either end. What is linked belongs to the same municipality.
SAME_MUNICIPALITY_LINKED = """
CREATE FUNCTION refuse_link_to_neighbour() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    apart boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I AS a, %I AS b WHERE a.id = $1 AND b.id = $2 AND a.municipality_id <> b.municipality_id)',
        TG_ARGV[1], TG_ARGV[3])
        INTO apart USING (to_jsonb(NEW) ->> TG_ARGV[0])::bigint, (to_jsonb(NEW) ->> TG_ARGV[2])::bigint;
    IF apart THEN
        RAISE EXCEPTION '% belongs to another municipality', TG_ARGV[2] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

#: Table of links → what it links: the owner's column and table, the other's column and table.
LINKS = {
    "activity_promises": ("activity_id", "promises_activity", "promise_id", "promises_promise"),
    "activity_causes": ("activity_id", "promises_activity", "cause_id", "promises_cause"),
    "focusarea_editions": ("focusarea_id", "promises_focusarea", "edition_id", "lagesbild_edition"),
    "focusarea_hot_spots": ("focusarea_id", "promises_focusarea", "hotspot_id", "lagesbild_hotspot"),
    "focusarea_dialogues": ("focusarea_id", "promises_focusarea", "dialogue_id", "promises_dialogue"),
}

#: Table → the columns whose rows must be of the same municipality, with their tables.
KEYS = {
    "document": {"annex_to_id": "promises_document", "replaces_id": "promises_document"},
    "party": {"document_id": "promises_document", "organisation_id": "accounts_organisation"},
    "group": {"document_id": "promises_document"},
    "clause": {"document_id": "promises_document"},
    "signature": {"document_id": "promises_document", "organisation_id": "accounts_organisation"},
    "focusarea": {"document_id": "promises_document", "area_id": "accounts_area"},
    "cause": {
        "focus_area_id": "promises_focusarea",
        "hot_spot_id": "lagesbild_hotspot",
        "parent_id": "promises_cause",
    },
    "promise": {
        "document_id": "promises_document",
        "focus_area_id": "promises_focusarea",
        "place_id": "accounts_place",
        "area_id": "accounts_area",
    },
    "activity": {
        "document_id": "promises_document",
        "origin_id": "promises_activity",
        "resolution_id": "promises_resolution",
        "focus_area_id": "promises_focusarea",
        "hot_spot_id": "lagesbild_hotspot",
        "place_id": "accounts_place",
        "area_id": "accounts_area",
    },
    "responsibility": {"activity_id": "promises_activity", "organisation_id": "accounts_organisation"},
    "occasion": {
        "activity_id": "promises_activity",
        "organisation_id": "accounts_organisation",
        "place_id": "accounts_place",
    },
    "statusoverride": {"activity_id": "promises_activity", "promise_id": "promises_promise"},
    "reminder": {"activity_id": "promises_activity"},
    "attendance": {"meeting_id": "promises_meeting", "organisation_id": "accounts_organisation"},
    "agendaitem": {
        "meeting_id": "promises_meeting",
        "edition_id": "lagesbild_edition",
        "hot_spot_id": "lagesbild_hotspot",
        "promise_id": "promises_promise",
        "document_id": "promises_document",
        "activity_id": "promises_activity",
        "follow_up_id": "promises_followup",
        "earlier_id": "promises_resolution",
    },
    "resolution": {"meeting_id": "promises_meeting", "item_id": "promises_agendaitem"},
    "paper": {"meeting_id": "promises_meeting"},
    "followup": {
        "promise_id": "promises_promise",
        "activity_id": "promises_activity",
        "focus_area_id": "promises_focusarea",
        "document_id": "promises_document",
        "adopted_in_id": "promises_resolution",
    },
    "dialogue": {"area_id": "accounts_area"},
    "theme": {"dialogue_id": "promises_dialogue"},
    "costitem": {"source_id": "accounts_organisation"},
    "dutyrecord": {
        "edition_id": "lagesbild_edition",
        "document_id": "promises_document",
        "resolution_id": "promises_resolution",
    },
}

#: Table → the columns whose contents may stand in the event log: keys, codes and days, never words.
VALUES = {
    "document": ["kind", "version", "replaces_id", "annex_to_id", "first_on", "last_on", "state", "adopted_by_id"],
    "party": ["document_id", "organisation_id"],
    "group": ["document_id", "role"],
    "clause": ["document_id", "number"],
    "signature": ["document_id", "organisation_id", "signed_on"],
    "focusarea": ["document_id", "number", "area_id"],
    "cause": ["focus_area_id", "hot_spot_id", "parent_id", "perspective"],
    "promise": ["document_id", "number", "promisor", "focus_area_id", "first_on", "last_on", "target_kind", "target_number"],
    "activity": ["document_id", "number", "origin_id", "resolution_id", "kind", "focus_area_id", "hot_spot_id", "start_on", "due_on",
                 "target_kind", "target_number", "edited", "created_by_id"],
    "responsibility": ["activity_id", "organisation_id", "role"],
    "occasion": ["activity_id", "on", "number", "organisation_id", "withdraws_id", "by_id"],
    "statusoverride": ["activity_id", "promise_id", "status", "by_id"],
    "reminder": ["activity_id", "user_id", "kind", "due_on", "mail_id"],
    "meeting": ["body", "starts_at", "ends_at", "state", "edited", "created_by_id"],
    "attendance": ["meeting_id", "organisation_id", "presence"],
    "agendaitem": ["meeting_id", "number", "kind", "edition_id", "hot_spot_id", "promise_id", "document_id", "activity_id",
                   "follow_up_id", "earlier_id", "edited"],
    "resolution": ["meeting_id", "item_id", "number", "kind", "by_id"],
    "paper": ["meeting_id", "kind", "state", "attempts", "sha256"],
    "followup": ["promise_id", "activity_id", "focus_area_id", "document_id", "rhythm", "first_on", "last_on", "status",
                 "written_by_id", "adopted_in_id"],
    "dialogue": ["kind", "on", "area_id", "participants"],
    "theme": ["dialogue_id", "number"],
    "costitem": ["first_on", "last_on", "type", "kronor", "source_id"],
    "dutyrecord": ["duty", "decided_on", "edition_id", "document_id", "resolution_id", "by_id"],
}  # fmt: skip


def locked_with(table: str, function: str) -> migrations.RunSQL:
    """Let a row change only while what it is a part of may."""
    return migrations.RunSQL(
        f"CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON promises_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER locked ON promises_{table}",
    )


def of_one_municipality(table: str, keys: dict[str, str]) -> migrations.RunSQL:
    """Refuse a row that points at a neighbour's."""
    arguments = ", ".join(f"'{column}', '{target}'" for column, target in keys.items())
    return migrations.RunSQL(
        f"CREATE TRIGGER of_one_municipality BEFORE INSERT OR UPDATE ON promises_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_neighbour({arguments})",
        f"DROP TRIGGER of_one_municipality ON promises_{table}",
    )


def of_one_municipality_linked(table: str, ends: tuple[str, str, str, str]) -> migrations.RunSQL:
    """Refuse a link to a neighbour's row."""
    arguments = ", ".join(f"'{end}'" for end in ends)
    return migrations.RunSQL(
        f"CREATE TRIGGER of_one_municipality BEFORE INSERT OR UPDATE ON promises_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_link_to_neighbour({arguments})",
        f"DROP TRIGGER of_one_municipality ON promises_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0001_initial"),
        ("accounts", "0002_guards"),
        ("lagesbild", "0004_hot_spot_guards"),
    ]

    operations = [
        migrations.RunSQL(LOCK_DOCUMENT, UNLOCK_DOCUMENT),
        *(locked_with(table, "lock_adopted_part") for table in PARTS),
        migrations.RunSQL(LOCK_RESPONSIBILITY, UNLOCK_RESPONSIBILITY),
        migrations.RunSQL(LOCK_CAUSE, UNLOCK_CAUSE),
        migrations.RunSQL(LOCK_MEETING, UNLOCK_MEETING),
        *(locked_with(table, "lock_confirmed_part") for table in MEETING_PARTS),
        migrations.RunSQL(LOCK_FOLLOW_UP, UNLOCK_FOLLOW_UP),
        migrations.RunSQL(OCCASION_IN_ITS_DAYS, ANY_DAY),
        migrations.RunSQL(DAYS_HOLD_OCCASIONS, ANY_DAYS),
        migrations.RunSQL(LINKS_OF_ACTIVITIES, FREE_LINKS),
        migrations.RunSQL(SAME_MUNICIPALITY, "DROP FUNCTION refuse_neighbour()"),
        *(of_one_municipality(table, keys) for table, keys in KEYS.items()),
        migrations.RunSQL(SAME_MUNICIPALITY_LINKED, "DROP FUNCTION refuse_link_to_neighbour()"),
        *(of_one_municipality_linked(table, ends) for table, ends in LINKS.items()),
        *(append_only(f"promises_{table}") for table in ("occasion", "statusoverride", "resolution", "dutyrecord", "reminder")),
        *(logged(f"promises_{table}", values=["id", "municipality_id", *values]) for table, values in VALUES.items()),
    ]  # fmt: skip
