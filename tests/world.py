"""Three municipalities with something on every page: for tests that walk the whole site."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoDbBlocker

from accounts.models import Area, Municipality, Place, PoliceDistrict, SingleSignOn, User
from accounts.roles import REPORTERS, Role
from incidents import retention
from incidents.models import ImportBatch, Incident, Manner
from incidents.photos import make_safe
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import appendices, delivery, document, hotspots, links, purge_papers
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question
from lagesbild.models import Delivery, DeliveryMode, Edition, EditionKind, Level, SchoolBreak
from lagesbild.period import tertial
from promises import followup, meetings, papers
from promises.dialogues import account, note
from promises.documents import Part, add_cause
from promises.models import DocumentKind, PaperKind, Perspective, Presence
from promises.spans import span_of
from tests import factories
from tests.database import as_default, new_database
from tests.factories import NOW
from tests.lagesbild.police import bring_in
from tests.promises import meeting_factories
from tests.promises.documents import (
    adopted,
    first_activity,
    make_document,
    make_focus_area,
    make_plan,
    make_promise,
)
from tests.promises.factories import FIRST, LAST, log, make_activity
from tests.signing_in import give_app, give_passkey

#: What nobody but Köping's own may read.
PLACE = "Ankdammen"
WORDS = "Krossad ruta vid ankdammens kiosk."
#: The cast is of one unit, this is another.
OTHER_UNIT = "Fritid"
#: Paths that answer a question and nothing else.
QUERIES = {"point_in_words": "?longitude=15.8&latitude=59.45"}


OF_A_PERSON = ("person", "person_let_go", "person_remind", "person_second_step")


@dataclass(frozen=True)
class World:
    """Köping with something on every page, a neighbour in its police district, and one in another district.

    A cast has one person per role. `arguments` says what stands in the paths that name a row of Köping's, `own` the
    same for what belongs to somebody of a role. `reporters` have sent in what Köping's rows are made of.
    """

    koping: Municipality
    cast: Mapping[Role, User]
    neighbours: Mapping[Role, User]
    strangers: Mapping[Role, User]
    arguments: Mapping[str, Mapping[str, Any]]
    own: Mapping[Role, Mapping[str, Mapping[str, Any]]]
    reporters: Sequence[User]

    def path(self, key: str, role: Role | None = None) -> str:
        """The address of a URL name, or of a name and which of its addresses ("edition_pdf full", "incident own")."""
        own = {**self.own.get(role or Role.REPORTER, {}), **self.arguments}
        return reverse(key.split()[0], kwargs=own.get(key)) + QUERIES.get(key, "")


@pytest.fixture(scope="module")
def world(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once, in a database of its own; whatever a request changes there is rolled back."""
    name = f"test_samlad_{os.getpid()}_world"
    with django_db_blocker.unblock(), new_database(name), as_default(name):
        yield make_world()


def make_world() -> World:
    """Every row by the real path to it, up to a printed PDF."""
    district = PoliceDistrict.objects.create(name="Västra Mälardalen")
    koping = factories.make_municipality("Köping", district=district, publishes=True)
    password = make_password("ett-langt-losenord-2026")
    cast = make_cast(koping, password)
    place = factories.make_place(koping, PLACE)
    own = {role: of_own(file_with_photo(cast[role], place)) for role in sorted(REPORTERS)}
    colleague = factories.make_user(Role.REPORTER, koping)
    other = factories.make_user(Role.REPORTER, koping, organisation=OTHER_UNIT)
    arguments = {
        **of_reports(place, cast[Role.REVIEWER], colleague, other),
        **of_editions(koping, cast[Role.COORDINATOR]),
        **of_links(koping, cast[Role.COORDINATOR]),
        **of_documents(koping),
        **of_settings(koping, cast[Role.REPORTER]),
        **of_purging(koping, cast),
        **of_activities(koping),
        **of_meetings(koping),
        **of_hot_spots(koping),
        **of_police(koping),
        **of_signing_in(koping, cast[Role.REPORTER]),
        "account_reset_password_from_key": {"uidb36": "1", "key": "nyckel"},
    }
    arboga = factories.make_municipality("Arboga", district=district)
    return World(
        koping=koping,
        cast=cast,
        neighbours=make_cast(arboga, password),
        strangers=make_cast(factories.make_municipality("Sala"), password),
        arguments=arguments | {"public closed": {"code": arboga.code}},
        own=own,
        reporters=[*(cast[role] for role in sorted(REPORTERS)), colleague, other],
    )


def make_cast(municipality: Municipality, password: str) -> dict[Role, User]:
    """One person per role, all of one unit; `password` is hashed, once for all since that takes time."""
    cast = {role: factories.make_user(role, municipality) for role in Role}
    for user in cast.values():
        give_app(user)
        user.password = password
        user.save(update_fields=["password"])
    return cast


def file_with_photo(reporter: User, place: Place) -> Incident:
    """A report with a picture, from the fortnight before NOW's."""
    picture = BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(picture, "JPEG")
    began = NOW.replace(month=2, day=17)
    picture.seek(0)
    photos = [make_safe(picture)]
    return factories.file_report(
        reporter, place=place, photos=photos, description=WORDS, started_at=began, ended_at=began
    )


def of_own(incident: Incident) -> dict[str, dict[str, Any]]:
    """What stands in the paths of somebody's own report, which waits for a decision."""
    names = ("incident", "answer_completion", "review", "decide", "correct", "mask")
    return {
        **{f"{name} own": {"pk": incident.pk} for name in names},
        "photo own": {"pk": incident.pk, "photo_pk": incident.photos.get().pk},
        "black_out own": {"pk": incident.pk, "photo_pk": incident.photos.get().pk},
        "report_receipt own": {"key": incident.submission.key},
    }


def of_reports(place: Place, reviewer: User, colleague: User, other: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths of reports: of the cast's unit, of another, and one of another that waits."""
    of_unit, of_other = (factories.approve(file_with_photo(by, place), reviewer) for by in (colleague, other))
    waiting = file_with_photo(other, place)
    blocked = factories.file_report(colleague)
    block = Choice(Move.BLOCK, blocked.version, Reason.PERSONAL_DATA)
    decide(blocked.pk, block, by=reviewer, at=NOW)
    batch = ImportBatch.objects.create(
        municipality=of_unit.municipality,
        organisation=of_unit.organisation,
        file_name="rapporter.csv",
        file_sha256="0" * 64,
        started_at=NOW,
    )
    names = ("incident", "answer_completion", "review", "decide", "correct", "photo")
    return {
        f"{name} {whose}": {"pk": incident.pk}
        | ({"photo_pk": incident.photos.get().pk} if name == "photo" else {})
        for whose, incident in (("unit", of_unit), ("other", of_other), ("waiting", waiting))
        for name in names
    } | {
        "review_next": {"pk": of_other.pk},
        "mask unit": {"pk": blocked.pk},
        "black_out unit": {"pk": of_unit.pk, "photo_pk": of_unit.photos.get().pk},
        "report_receipt unit": {"key": of_unit.submission.key},
        "approve_import": {"pk": batch.pk},
        "map_layers": {"pk": of_unit.municipality_id},
    }


def of_editions(municipality: Municipality, coordinator: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths of editions: one adopted with both its PDFs, and a draft."""
    recipient = factories.make_recipient(municipality)
    period = document.latest_period(municipality, at=NOW)
    adopted = document.adopt(document.draft(municipality, period, at=NOW), by=coordinator, at=NOW)
    draft = document.draft(municipality, period.next(), at=NOW)
    report = document.draft(municipality, tertial(2025, 3), at=NOW)
    tertial_report = document.adopt(report, by=coordinator, at=NOW)
    for rendition in [*tertial_report.renditions.order_by("pk"), *adopted.renditions.order_by("pk")]:
        document.render(rendition.pk, at=NOW)
    sent = Delivery.objects.get(recipient=recipient, edition=adopted)
    number = {"year": adopted.year, "number": adopted.number}
    strategic = {"kind": EditionKind.TERTIAL, "year": 2025, "number": 3}
    drafts = ("edition_draft", "edition_edit", "edition_comment", "edition_adopt", "appendix_add")
    question = Question(municipality, Groups.of(municipality), period, bandwidth=municipality.bandwidth)
    appendix = appendices.add(draft, question, by=coordinator, at=NOW)
    return {
        **{name: {"pk": draft.pk} for name in drafts},
        "edition": number,
        "edition_status": number,
        "edition_pdf full": number | {"level": Level.FULL},
        "edition_pdf generalised": number | {"level": Level.GENERALISED},
        "edition_correct": {"pk": adopted.pk},
        "edition_register": {"pk": adopted.pk},
        "strategic_edition": strategic,
        "strategic_edition_status": strategic,
        "strategic_edition_pdf full": strategic | {"level": Level.FULL},
        "strategic_edition_pdf generalised": strategic | {"level": Level.GENERALISED},
        "public": {"code": municipality.code},
        **{name: {"code": municipality.code, "pk": adopted.pk} for name in ("public_edition", "public_pdf")},
        "rendition_retry": {"pk": rendition.pk},
        "delivery_resend": {"pk": sent.pk},
        "appendix_remove": {"pk": appendix.pk},
        "recipient": {"pk": recipient.pk},
    }


def of_links(municipality: Municipality, coordinator: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths of what was sent by link: one that opens, and the one before it, which is revoked."""
    edition = Edition.objects.adopted().get(municipality=municipality, kind=EditionKind.FORTNIGHT)
    recipient = factories.make_recipient(municipality, "vakt@example.com", mode=DeliveryMode.LINK)
    delivery.prepare(edition, at=NOW)
    row = Delivery.objects.get(recipient=recipient)
    letters = [links.send(row, by=coordinator, at=timezone.now()) for _ in range(2)]
    revoked, opens = (re.findall(r"/utskick/\S+/(\S+)", letter.body)[0] for letter in letters)
    code = municipality.code
    return {
        **{f"{name} revoked": {"code": code, "key": revoked} for name in ("delivered", "delivered_pdf")},
        **{name: {"code": code, "key": opens} for name in ("delivered", "delivered_pdf")},
        **{name: {"pk": row.pk} for name in ("delivery_link", "delivery_revoke")},
    }


def of_activities(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of activities: two outside the plans, logged once, the cast's unit's and another's."""
    activity = make_activity(municipality)
    others = make_activity(municipality, factories.make_organisation(municipality, OTHER_UNIT))
    names = ("activity", "activity_override", "activity_edit")
    some_day = date(2100, 1, 4)
    place = municipality.places.get(name=PLACE)
    ahead = make_activity(municipality, place=place, start_on=some_day, due_on=some_day)
    return {
        **{name: {"pk": activity.pk} for name in names},
        "activity_comparison": {"pk": ahead.pk},
        "activity_log own": {"pk": activity.pk},
        "activity_log other": {"pk": others.pk},
        "occasion_withdraw own": {"pk": log(activity).pk},
        "occasion_withdraw other": {"pk": log(others).pk},
    }


def of_documents(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of documents: an agreement in force, a plan and promises proposed, what they rest on."""
    agreement = adopted(make_document(municipality))
    plan, promises = make_plan(municipality), make_document(municipality, DocumentKind.PROMISES, "Löften")
    cause = add_cause(make_focus_area(plan), text="Mörkt", perspective=Perspective.PLACE)
    dialogue = note(municipality=municipality, kind="walk", title="Vandring", on=FIRST, themes=[("Ljus", 3)])
    source = factories.make_organisation(municipality)
    cost = account(
        municipality=municipality, type="glass", kronor=1000, first_on=FIRST, last_on=LAST, source=source
    )
    activity = {"pk": plan.pk, "part": Part.ACTIVITY, "row": first_activity(plan).pk}
    proposals = ("document_edit", "document_parties", "document_adopt", "document_discard")
    homes = {part: promises if part == Part.PROMISE else plan for part in Part}
    return {
        **{name: {"pk": agreement.pk} for name in ("document", "document_revise")},
        **{name: {"pk": plan.pk} for name in proposals},
        **{f"part_create {part}": {"pk": home.pk, "part": part} for part, home in homes.items()},
        **dict.fromkeys(("part", "part_remove"), activity),
        **{name: {"pk": cause.pk} for name in ("cause", "cause_remove")},
        **{name: {"pk": dialogue.pk} for name in ("dialogue", "dialogue_edit")},
        "focus_area": {"pk": cause.focus_area_id},
        "cost": {"pk": cost.pk},
    }


def of_meetings(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of meetings: one of today with a decision, somebody there, and its pack printed."""
    meeting = meeting_factories.make_meeting(municipality, starts_at=NOW)
    meetings.agenda_of_what_is_due(meeting, at=NOW)
    item = meeting_factories.item_of(meeting)
    resolution = meeting_factories.decide(item)
    attendance = meetings.attend(
        meeting,
        organisation=factories.make_organisation(municipality),
        role="Förvaltare",
        presence=Presence.MEMBER,
    )
    paper = papers.order(meeting, kind=PaperKind.PACK, at=NOW)
    papers.render(paper.pk, at=NOW)
    facts = ("meeting", "meeting_edit", "meeting_due", "meeting_hold", "meeting_confirm", "papers_status")
    of_meeting = (*facts, "item_add", "attend", "attend_as_last_time")
    items = ("item_write", "item_note", "item_move", "item_remove", "item_decide")
    return {
        **{name: {"pk": meeting.pk} for name in of_meeting},
        **{name: {"pk": item.pk} for name in items},
        "resolution_assign": {"pk": resolution.pk},
        "attendance_remove": {"pk": attendance.pk},
        "paper_order": {"pk": meeting.pk, "kind": PaperKind.PACK},
        **{name: {"pk": paper.pk} for name in ("paper_pdf", "paper_retry")},
    }


def of_hot_spots(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of hot spots, promises and follow-ups: the ranked place, opened and followed up."""
    edition = Edition.objects.adopted().get(municipality=municipality, kind=EditionKind.FORTNIGHT)
    hot_spot = hotspots.open_from(edition, name=PLACE, by=None, at=NOW)
    activity = make_activity(municipality, hot_spot=hot_spot)
    follow_up = followup.write(activity, rhythm="year", span=span_of(FIRST, "year"), by=None, at=NOW)
    promise = make_promise(make_document(municipality, DocumentKind.PROMISES, "Löften"))
    return {
        "hot_spot_open": {"pk": edition.pk},
        **{name: {"pk": hot_spot.pk} for name in ("hot_spot", "hot_spot_step")},
        **{name: {"pk": follow_up.pk} for name in ("follow_up", "follow_up_edit")},
        "promise": {"pk": promise.pk},
    }


def of_police(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of police-reported crime: a table that was read in."""
    batch = bring_in(municipality, "2026-01;;Skadegörelse;41", at=NOW)
    return {"police_withdraw": {"pk": batch.pk}}


def of_signing_in(municipality: Municipality, reporter: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths of signing in: the reporter's passkey, and an employer whose provider is down."""
    employer = SingleSignOn.objects.create(
        municipality=municipality,
        domain="koping.example",
        server_url="http://127.0.0.1:1",
        client_id="samlad",
    )
    provider = {"provider_id": employer.domain}
    return {
        "mfa_remove_webauthn": {"pk": give_passkey(reporter).pk},
        **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), provider),
    }


def of_purging(municipality: Municipality, cast: Mapping[Role, User]) -> dict[str, dict[str, Any]]:
    """What stands in the paths of purging: a report of long ago that was purged, its record printed, and a hold."""
    then = NOW - timedelta(days=1500)
    report = factories.file_report(cast[Role.REPORTER], at=then, started_at=then, ended_at=then)
    factories.approve(report, cast[Role.REVIEWER], at=then)
    record = retention.purge(municipality, manner=Manner.COMMAND, at=NOW)
    assert record
    (paper,) = purge_papers.order_all(at=datetime.now(UTC) + timedelta(hours=1))
    purge_papers.render(paper.pk, at=NOW)
    hold = retention.place(municipality=municipality, motive="Tvist.", by=cast[Role.COORDINATOR], at=NOW)
    return {"purge_record_pdf": {"pk": record.pk}, "hold_lift": {"pk": hold.pk}}


def of_settings(municipality: Municipality, person: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths under Inställningar."""
    category = factories.category(municipality)
    school_break = SchoolBreak.objects.create(
        municipality=municipality, name="Sportlov", first_on=NOW.date(), last_on=NOW.date()
    )
    return {
        **{name: {"pk": school_break.pk} for name in ("school_break", "school_break_remove")},
        **{name: {"pk": person.pk} for name in OF_A_PERSON},
        **{name: {"pk": category.pk} for name in ("category", "category_retire", "category_restore")},
        "organisation": {"pk": factories.make_organisation(municipality).pk},
        "place": {"pk": municipality.places.get(name=PLACE).pk},
        "area": {"pk": Area.objects.get(municipality=municipality).pk},
    }
