"""The second wall: PostgreSQL shows and takes nothing of a neighbour's, also where the application forgets its filter.

Köping has something in every table; somebody in Sala asks. The filters are taken away, the walls are not.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.gis.geos import Point
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from environ import Env

from accounts import least_power
from accounts.eventlog import log_deed
from accounts.geography import whereabouts
from accounts.models import (
    Action,
    AddressPoint,
    EventLog,
    MailState,
    Membership,
    Municipality,
    Organisation,
    OutgoingMail,
    Place,
    SingleSignOn,
)
from accounts.roles import Role
from accounts.scope import open_rows, within
from accounts.tasks import send_mail
from incidents.duplicates import likely_duplicates
from incidents.models import Incident
from incidents.states import Move, Reason
from incidents.tasks import sweep_notices
from incidents.workflow import Choice, decide
from lagesbild.figures.tally import Selection, tally
from lagesbild.models import Edition, MapGrade, Rendition, RenditionState
from lagesbild.period import fortnight
from lagesbild.tasks import grade_maps, render_rendition
from promises.dialogues import note
from promises.models import Activity, Document, FocusArea, Paper
from promises.tasks import render_paper
from tests import factories
from tests.bench.data import UNTIL, build_town, fill
from tests.database import ROOT, connect, database_url
from tests.factories import NOW
from tests.promises.documents import make_focus_area, make_plan
from tests.promises.factories import FIRST, make_activity
from tests.test_access import client_of, elsewhere, existing, told
from tests.walls import asked
from tests.world import PLACE, WORDS, World

#: Tables that no wall stands around, and why.
OPEN = {
    "accounts_policedistrict": "names, which several municipalities share",
    "accounts_user": "a person may be of several; what they are where is behind the wall",
    "account_emailaddress": "allauth's, not used: addresses are the users' own",
    "account_emailconfirmation": "allauth's, not used",
    "accounts_loglook": "what a look at the whole log found",
    "accounts_logseal": "digests alone, of the whole log",
    "auth_group": "Django's, not used",
    "auth_group_permissions": "Django's, not used",
    "auth_permission": "Django's, not used",
    "cache": "attempts to sign in, counted before it is known who somebody is",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "django_session": "read before it is known who asks; the key is the secret",
    "mfa_authenticator": "a person's second steps, asked for before it is known what they are",
    "socialaccount_socialaccount": "who a person is at their employer's door",
    "socialaccount_socialapp": "allauth's, not used: our own table says at whose door",
    "socialaccount_socialtoken": "allauth's, not used",
    "spatial_ref_sys": "PostGIS's",
    "usersessions_usersession": "where a person is signed in",
}
#: Every page and every API is opened by one of these; the walls are the same for all.
WHO_OPEN_ALL = (Role.REPORTER, Role.COORDINATOR, Role.POLICE, Role.ADMINISTRATOR, Role.AUDITOR)
#: Which municipalities there are, and at whose door their people sign in, is no secret; nobody else changes it.
KNOWN_TO_ALL = {Municipality, SingleSignOn}
#: Some rows of these are nobody's.
OF_NONE = {"accounts_eventlog": {None}}
#: Whatever else a policy lets through than rows of the municipalities in reach.
EXCEPTIONS = {
    ("accounts_municipality", "known_to_all", "SELECT"),
    ("accounts_municipality", "taken_in", "INSERT"),
    ("accounts_organisation", "at_the_door", "SELECT"),
    ("accounts_membership", "at_the_door", "SELECT"),
    ("accounts_eventlog", "of_none", "SELECT"),
    ("accounts_singlesignon", "known_to_all", "SELECT"),
    ("promises_activity_causes", "with_its_parent", "ALL"),
    ("promises_activity_promises", "with_its_parent", "ALL"),
    ("promises_focusarea_dialogues", "with_its_parent", "ALL"),
    ("promises_focusarea_editions", "with_its_parent", "ALL"),
    ("promises_focusarea_hot_spots", "with_its_parent", "ALL"),
}
IN_REACH = (
    "({column} = ANY (( SELECT (string_to_array(current_setting('samlad.municipalities'::text, true), ','::text))"
    "::bigint[] AS string_to_array)::bigint[]))"
)
#: Tables in which the three municipalities have no row: of these the policy's words are proof enough.
NOBODY_HAS_MADE = {
    "accounts_addresspoint",
    "accounts_mapfeature",
    "incidents_holdlift",
    "incidents_leftoverfile",
    "incidents_nothingtoreport",
    "incidents_retentionrule",
    "lagesbild_direction",
    "lagesbild_editioncomment",
    "lagesbild_editionrecord",
    "lagesbild_mapgrade",
    "lagesbild_recipientdecision",
    "promises_activity_causes",
    "promises_activity_promises",
    "promises_clause",
    "promises_comparison",
    "promises_comparisonsite",
    "promises_dutyrecord",
    "promises_focusarea_dialogues",
    "promises_focusarea_editions",
    "promises_focusarea_hot_spots",
    "promises_group",
    "promises_party",
    "promises_reminder",
    "promises_signature",
    "promises_statusoverride",
}
#: What the application may have done in the owner's name, each of which judges for itself what it is asked.
FOR_THE_APPLICATION = {"erase_texts", "log_deed", "log_digests", "purge_batch", "seal_log"}
#: Guards that look in other tables as whoever writes does: at what anybody may read.
LOOKS_AT_WHAT_IS_OPEN = {"read_clock"}


def rows(statement: str, *parameters: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def models_with_walls() -> list[type[models.Model]]:
    """All models whose tables bear a municipality, or belong to one that does."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.db_table not in OPEN]


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every filter by municipality, and by what a person may see, be forgotten."""
    for model in apps.get_models():
        rows_of_model = type(model._default_manager.all())
        for verb in ("visible_to", "in_municipality"):
            if hasattr(rows_of_model, verb):
                monkeypatch.setattr(rows_of_model, verb, lambda rows, _whose: rows)
    for verb in ("filter", "get"):
        monkeypatch.setattr(QuerySet, verb, forgetting(getattr(QuerySet, verb)))


def forgetting(verb: Callable[..., Any]) -> Callable[..., Any]:
    def without_municipality(rows: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        kept = {key: value for key, value in kwargs.items() if not key.startswith("municipality")}
        return verb(rows, *args, **kept)

    return without_municipality


def shows_neighbour(model: type[models.Model], own: Municipality) -> bool:
    """Whether any row is seen that is not the municipality's own; of links, any row at all."""
    columns = {field.attname for field in model._meta.concrete_fields}
    in_reach = model._base_manager.all()
    if model is EventLog:  # in which some rows are of no municipality
        in_reach = in_reach.exclude(municipality_id=None)
    return (in_reach.exclude(municipality_id=own.pk) if "municipality_id" in columns else in_reach).exists()


def states() -> list[list[Any]]:
    """How far every message, PDF and paper has come, and how maps were graded."""
    return [
        list(OutgoingMail.objects.order_by("pk").values_list("pk", "state", "attempts")),
        list(Rendition.objects.order_by("pk").values_list("pk", "state", "attempts")),
        list(Paper.objects.order_by("pk").values_list("pk", "state", "attempts")),
        list(MapGrade.objects.order_by("pk").values_list("pk")),
    ]


class TestEveryTable:
    pytestmark = pytest.mark.django_db

    def test_has_a_wall_or_a_reason_to_have_none(self):
        without = rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
            "AND NOT relrowsecurity"
        )
        assert {name for (name,) in without} == set(OPEN)

    def test_that_is_open_bears_no_municipality(self):
        bearing = rows(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'municipality_id' "
            "AND table_name = ANY (%s)",
            list(OPEN),
        )
        assert bearing == []

    def test_opens_the_rows_in_reach_and_no_others_for_reading_and_writing(self):
        policies = rows(
            "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY tablename"
        )
        others = {
            (table, name, command)
            for table, name, command, qual, check in policies
            if name != "municipalities_in_reach"
        }
        assert others == EXCEPTIONS
        for table, name, command, qual, check in policies:
            if name == "municipalities_in_reach":
                column = "id" if table == "accounts_municipality" else "municipality_id"
                expected = ("UPDATE" if column == "id" else "ALL", IN_REACH.format(column=column), None)
                assert (command, qual, check) == expected, table

    def test_that_is_a_view_asks_as_whoever_reads_it(self):
        views = rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relowner = 'samlad_owner'::regrole "
            "AND (relkind = 'm' OR NOT coalesce(reloptions, '{}') @> '{security_invoker=true}')"
        )
        assert views == []

    def test_is_guarded_by_functions_that_see_the_neighbours_rows_too(self):
        blind = rows(
            "SELECT proname FROM pg_proc WHERE proowner = 'samlad_owner'::regrole AND NOT prosecdef "
            "AND prorettype = 'trigger'::regtype "
            "AND prosrc ~ '(FROM|JOIN) (%%I|(accounts|incidents|lagesbild|promises)_)'"
        )
        assert {name for (name,) in blind} == LOOKS_AT_WHAT_IS_OPEN

    def test_is_guarded_by_functions_that_nobody_calls_and_no_search_path_misleads(self):
        loose = rows(
            "SELECT proname FROM pg_proc WHERE proowner = 'samlad_owner'::regrole AND prosecdef AND ("
            "    NOT coalesce(proconfig, '{}') @> '{\"search_path=pg_catalog, public, pg_temp\"}' "
            "    OR has_function_privilege('samlad_app', oid, 'EXECUTE'))"
        )
        assert {name for (name,) in loose} == FOR_THE_APPLICATION


class TestWhereNothingIsSaid:
    pytestmark = pytest.mark.django_db

    def test_nothing_is_seen(self):
        factories.file_report(factories.make_user(Role.REPORTER, factories.make_municipality()))
        with asked():
            assert (Incident.objects.count(), Place.objects.count(), EventLog.objects.count()) == (0, 0, 0)

    def test_signing_in_finds_out_what_somebody_is_where_and_that_is_all(self):
        reviewer = factories.make_user(Role.REVIEWER, koping := factories.make_municipality())
        with asked():
            assert list(reviewer.standing.municipalities) == [koping.pk]
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                reviewer.memberships.create(
                    municipality=koping, organisation=Organisation.objects.get(), role=Role.COORDINATOR
                )
            assert reviewer.memberships.update(role=Role.COORDINATOR) == 0


class TestBetweenTransactions:
    def test_a_scope_holds_in_each_of_them_and_in_none_after_it(self, own_database):
        koping = factories.make_municipality()
        factories.make_place(koping)
        with asked():
            with within(koping.pk):
                assert Place.objects.count() == 1
                with transaction.atomic():
                    assert Place.objects.count() == 1
                assert [place.name for place in Place.objects.iterator()] == ["Järnvägsstationen"]
            assert Place.objects.count() == 0

    def test_rows_are_not_opened_where_it_would_have_no_effect(self, own_database):
        with pytest.raises(transaction.TransactionManagementError):
            open_rows([1], by=None)

    def test_a_request_leaves_nothing_open_behind_it(self, own_database):
        coordinator = factories.make_user(Role.COORDINATOR, factories.make_municipality())
        factories.file_report(factories.make_user(Role.REPORTER, coordinator.memberships.get().municipality))
        client = client_of(coordinator)
        assert "1 händelse" in client.get(reverse("incidents")).content.decode()
        with asked():
            assert Incident.objects.count() == 0

    def test_what_is_sent_when_the_requests_transaction_is_over_still_has_its_rows(self, own_database):
        coordinator = factories.make_user(Role.COORDINATOR, factories.make_municipality())
        factories.file_report(factories.make_user(Role.REPORTER, coordinator.memberships.get().municipality))
        table = b"".join(client_of(coordinator).get(reverse("incidents_csv"))).decode()
        assert table.count("Glaskross") == 1

    def test_a_scope_inside_another_gives_way_to_it_again(self, own_database):
        koping, sala = factories.make_municipality("Köping"), factories.make_municipality("Sala")
        factories.make_place(koping, "I Köping")
        factories.make_place(sala, "I Sala")
        with asked(), within(koping.pk), transaction.atomic():
            with within(sala.pk):
                assert Place.objects.get().name == "I Sala"
            assert Place.objects.get().name == "I Köping"
            with pytest.raises(ZeroDivisionError), transaction.atomic(), within(sala.pk):
                1 / 0  # noqa: B018
            assert Place.objects.get().name == "I Köping"

    def test_a_statement_that_fails_inside_a_scope_tells_its_own_fault(self, own_database):
        koping = factories.make_municipality("Köping")
        with asked(), within(koping.pk), transaction.atomic():
            with pytest.raises(ProgrammingError, match="smuggled"), transaction.atomic(), within(koping.pk):
                rows("SELECT * FROM smuggled")
            assert Municipality.objects.count() == 1


class TestWithoutFilters:
    @pytest.fixture
    def sala(self, world: World) -> Municipality:
        return world.strangers[Role.COORDINATOR].memberships.get().municipality

    @pytest.fixture
    def in_sala(self, world: World, sala: Municipality) -> Iterator[None]:
        with within(sala.pk):
            yield

    def test_the_filters_are_really_gone(self, world, forgotten):
        stranger = world.strangers[Role.REPORTER]
        seen = Incident.objects.visible_to(stranger).filter(municipality=1234).count()
        assert (seen, seen > 0) == (Incident.objects.count(), True)

    def test_no_model_shows_a_row_of_a_neighbours(self, world, sala):
        everywhere = {model: model._base_manager.count() for model in models_with_walls()}
        # Rows that nobody has made here would prove nothing.
        assert {model._meta.db_table for model, count in everywhere.items() if not count} == NOBODY_HAS_MADE
        with within(sala.pk):
            seen = {model for model in everywhere if shows_neighbour(model, sala)}
        assert seen == KNOWN_TO_ALL

    def test_no_statement_of_sql_does(self, world, sala):
        tables = [model._meta.db_table for model in set(models_with_walls()) - KNOWN_TO_ALL]
        with within(sala.pk):
            for table in tables:
                whose = rows(f"SELECT DISTINCT to_jsonb(row) ->> 'municipality_id' FROM {table} AS row")
                assert {key for (key,) in whose} - {str(sala.pk)} <= OF_NONE.get(table, set()), table
            assert rows("SELECT count(*) FROM incidents_incident, accounts_place") == [(0,)]

    @pytest.mark.parametrize("role", WHO_OPEN_ALL)
    def test_no_page_and_no_api_does(self, world, forgotten, role):
        client = client_of(world.strangers[role])
        assert existing(world, client) == {}
        for path in elsewhere(world):
            assert [word for word in (PLACE, WORDS, "Köping") if word in told(client, path)] == [], path

    def test_no_task_does(self, world, sala, forgotten):
        with transaction.atomic():
            mail = OutgoingMail.objects.filter(state=MailState.QUEUED).first()
            rendition, paper = Rendition.objects.first(), Paper.objects.first()
            assert mail and rendition and paper
            Rendition.objects.update(state=RenditionState.QUEUED)
            Paper.objects.update(state=RenditionState.QUEUED)
            before = states(), EventLog.objects.count()
            send_mail(sala.pk, mail.pk)
            render_rendition(sala.pk, rendition.pk)
            render_paper(sala.pk, paper.pk)
            grade_maps(sala.pk)
            assert (states(), EventLog.objects.count()) == before
            transaction.set_rollback(True)

    def test_a_sweep_does_for_each_municipality_what_is_its_own(self, world, request):
        with transaction.atomic():
            for name in ("Västerby", "Österby"):
                municipality = factories.make_municipality(name)
                factories.make_approved(
                    factories.make_user(Role.REPORTER, municipality),
                    factories.make_user(Role.REVIEWER, municipality),
                )
            request.getfixturevalue("forgotten")
            with time_machine.travel(NOW + timedelta(hours=3), tick=False):
                sweep_notices()
            written = OutgoingMail.objects.filter(created_at=NOW + timedelta(hours=3)).select_related(
                "municipality"
            )
            subjects = [(mail.municipality.name, mail.subject) for mail in written.order_by("pk")]
            transaction.set_rollback(True)
        *of_koping, western, eastern = subjects
        assert {(name, words.partition(":")[0]) for name, words in of_koping} == {("Köping", "Köping")}
        assert western == ("Västerby", "Västerby: besked om din rapport")
        assert eastern == ("Österby", "Österby: besked om din rapport")

    @pytest.mark.parametrize("model", [Incident, Place, Edition, Document, Activity, OutgoingMail])
    def test_no_row_of_a_neighbours_is_written(self, world, in_sala, model):
        assert model.objects.update(municipality=world.koping) == 0
        with transaction.atomic():
            assert model.objects.all().delete()[0] == 0

    def test_no_row_is_written_into_a_neighbour(self, world, sala, in_sala):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            factories.make_place(world.koping, "Insmugglad")
        place = factories.make_place(sala, "Flyttad")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Place.objects.filter(pk=place.pk).update(municipality=world.koping)
        place.delete()
        assert Municipality.objects.filter(pk=world.koping.pk).update(publishes=False) == 0

    def test_no_row_of_a_neighbours_is_pointed_at_though_it_cannot_be_seen(self, world, sala, in_sala):
        unseen = world.arguments["place"]["pk"]
        with transaction.atomic():
            activity = make_activity(sala)
            with pytest.raises(IntegrityError, match="place_id belongs to another municipality"):
                Activity.objects.filter(pk=activity.pk).update(place=unseen)
            transaction.set_rollback(True)


class TestWhatIsDoneInTheOwnersName:
    """No wall stops the functions that have the owner's rights, so they ask themselves whose rows are in reach."""

    pytestmark = pytest.mark.django_db
    LONG_AGO = NOW - timedelta(days=1500)
    PURGE = "SELECT purge_batch(%s, 'reports', %s, 100, gen_random_uuid(), 'command')"
    DEED = "SELECT log_deed('read', 'incidents_incident', %s, %s, NULL, '{}')"

    @pytest.fixture
    def neighbours(self) -> tuple[Municipality, Municipality]:
        return factories.make_municipality("Köping"), factories.make_municipality("Sala")

    def test_is_no_purging_of_a_neighbours_reports(self, neighbours):
        koping, sala = neighbours
        report = factories.make_approved(
            factories.make_user(Role.REPORTER, koping),
            factories.make_user(Role.REVIEWER, koping),
            at=self.LONG_AGO,
            started_at=self.LONG_AGO,
            ended_at=self.LONG_AGO,
        )
        for reach in ([sala.pk], []):
            with (
                asked(),
                within(*reach),
                pytest.raises(ProgrammingError, match="out of reach"),
                transaction.atomic(),
            ):
                rows(self.PURGE, koping.pk, NOW)
        assert Incident.objects.get() == report
        with asked(), within(koping.pk):
            assert rows(self.PURGE, koping.pk, NOW) == [(1,)]

    def test_is_no_erasing_of_a_neighbours_words(self, neighbours):
        koping, sala = neighbours
        report = factories.file_report(factories.make_user(Role.REPORTER, koping))
        by = factories.make_user(Role.REVIEWER, koping)
        decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=by, at=NOW)
        erase, text = "SELECT erase_texts(ARRAY[%s]::bigint[])", report.texts.get()
        for reach in ([sala.pk], []):
            with asked(), within(*reach), pytest.raises(IntegrityError), transaction.atomic():
                rows(erase, text.pk)
        assert report.texts.get() == text
        with asked(), within(koping.pk):
            rows(erase, text.pk)
        assert report.texts.count() == 0

    def test_is_no_telling_of_deeds_among_a_neighbours(self, neighbours):
        koping, sala = neighbours
        before = EventLog.objects.count()
        for reach in ([sala.pk], []):
            with (
                asked(),
                within(*reach),
                pytest.raises(ProgrammingError, match="out of reach"),
                transaction.atomic(),
            ):
                rows(self.DEED, "1", koping.pk)
        assert EventLog.objects.count() == before
        with asked(), within(koping.pk):
            rows(self.DEED, "1", koping.pk)
        assert EventLog.objects.count() == before + 1

    def test_is_the_logging_of_a_sign_in_before_anything_is_said(self, neighbours):
        user = factories.make_user(Role.REVIEWER, neighbours[0])
        with asked():
            log_deed(Action.SIGN_IN, user, by=user)
        row = EventLog.objects.latest("pk")
        assert (row.action, row.municipality_id) == ("sign_in", neighbours[0].pk)


class TestLinks:
    pytestmark = pytest.mark.django_db

    def test_are_behind_the_wall_of_what_they_belong_to(self):
        koping, sala = map(factories.make_municipality, ("Köping", "Sala"))
        focus = make_focus_area(make_plan(koping))
        dialogues = [
            note(municipality=koping, kind="walk", title=title, on=FIRST, themes=[("Ljus", 3)])
            for title in ("Höst", "Vår")
        ]
        focus.dialogues.add(dialogues[0])
        link = FocusArea.dialogues.through
        with within(koping.pk):
            assert link.objects.count() == 1
        with within(sala.pk):
            assert link.objects.count() == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                link.objects.create(focusarea_id=focus.pk, dialogue_id=dialogues[1].pk)


class TestPeopleOfSeveral:
    pytestmark = pytest.mark.django_db

    def test_reach_all_of_theirs(self):
        koping, sala, vara = map(factories.make_municipality, ("Köping", "Sala", "Vara"))
        reviewer = factories.make_user(Role.REVIEWER, koping)
        reviewer.memberships.create(
            municipality=sala, organisation=factories.make_organisation(sala), role=Role.REVIEWER
        )
        reports = [
            factories.file_report(factories.make_user(Role.REPORTER, where)) for where in (koping, sala, vara)
        ]
        client, found = client_of(reviewer), []
        for report in reports:
            client.post(reverse("choose_municipality"), {"municipality": report.municipality_id})
            found.append(client.get(reverse("incident", args=[report.pk])).status_code)
        assert found == [200, 200, 404]

    def test_who_is_let_go_in_one_municipality_keeps_the_account_for_another(self):
        koping, sala = map(factories.make_municipality, ("Köping", "Sala"))
        administrator = factories.make_user(Role.ADMINISTRATOR, koping)
        person = factories.make_user(Role.REPORTER, koping)
        Membership.objects.create(
            user=person, municipality=sala, organisation=factories.make_organisation(sala), role=Role.REPORTER
        )
        client_of(administrator).post(reverse("person_let_go", args=[person.pk]))
        person.refresh_from_db()
        assert (person.is_active, person.memberships.get().municipality) == (True, sala)


class TestTheStart:
    """Web and worker end at once, and say why, as a role that no wall stops."""

    WEB = (sys.executable, "-c", "import config.wsgi")
    WORKER = (sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1")

    @pytest.mark.parametrize("command", [WEB, WORKER], ids=["web", "worker"])
    @pytest.mark.parametrize(
        ("role", "why"),
        [("owner", "samlad_owner owns accounts_addresspoint"), ("backup", "samlad_backup has BYPASSRLS")],
    )
    def test_is_refused(self, own_database, command, role, why):
        started = start(command, database_url(role, own_database))
        assert started.returncode != 0
        assert f"whom row-level security does not hold: {why}." in started.stderr

    def test_is_refused_as_often_as_it_is_tried(self, own_database, monkeypatch):
        owner = Env.db_url_config(database_url("owner", own_database))
        connection.close()
        with monkeypatch.context() as changed:
            for key in ("USER", "PASSWORD"):
                changed.setitem(connection.settings_dict, key, owner[key])
            for _time in range(2):
                with pytest.raises(ImproperlyConfigured):
                    least_power.insist()
        least_power.insist()

    def test_is_granted_to_the_applications_role_and_while_the_database_is_away(self, own_database):
        url = database_url("app", own_database)
        assert start(self.WEB, url).returncode == 0
        assert start(self.WEB, "postgis://samlad_app:x@127.0.0.1:1/samlad").returncode == 0


class TestTheIndexes:
    """Under a wall an index is searched by conditions that could not tell what they see, and by no others."""

    @pytest.fixture
    def town(self, own_database: str) -> Iterator[Municipality]:
        """With so much in it that the planner has a choice; a neighbour has as much."""
        for town in (build_town(), build_town()):
            fill(town, 10_000, database=own_database)
            AddressPoint.objects.bulk_create(
                AddressPoint(
                    municipality=town.municipality, label=f"Byvägen {n}", point=Point(15.9, 59.4 + n / 1e4)
                )
                for n in range(3000)
            )
        with closing(connect("owner", own_database)) as owner, owner.cursor() as cursor:
            cursor.execute("ANALYZE")
        with within(town.municipality.pk):
            yield town.municipality

    def test_are_used(self, town):
        fortnights = fortnight(UNTIL, anchor=factories.ANCHOR).previous().history(3)
        counted = Selection(town, (0,))
        for periods in (fortnights[:1], fortnights):
            plan = plan_of(lambda periods=periods: tally(counted, periods, ("category",)))
            assert "Index Only Scan using approved_by_time" in plan
            assert "(started_at >= " in index_conditions(plan)
        plan = plan_of(
            lambda: likely_duplicates(Incident.objects.order_by("pk").values_list("pk", flat=True)[:5])
        )
        assert "(started_at >= asked.earliest)" in index_conditions(plan)
        plan = plan_of(lambda: whereabouts(town, Point(*factories.CENTRE, srid=4326)))
        assert "(latitude >= " in index_conditions(plan)


def plan_of(question: Callable[[], object]) -> str:
    """How PostgreSQL goes about the last of the statements that are asked."""
    with CaptureQueriesContext(connection) as captured:
        question()
    statement = [query["sql"] for query in captured if query["sql"] not in ("BEGIN", "COMMIT")][-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def index_conditions(plan: str) -> str:
    """What the indexes of a plan are searched by."""
    return "\n".join(re.findall("Index Cond: .*", plan))


def start(command: tuple[str, ...], url: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
