"""Three municipalities with something on every page: for tests that walk the whole site."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoDbBlocker

from accounts.models import Area, Municipality, Place, PoliceDistrict, User
from accounts.roles import Role
from incidents.models import ImportBatch, Incident, Submission
from incidents.photos import make_safe
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import appendices, document, hotspots
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question
from lagesbild.models import Delivery, Edition, EditionKind, Level, SchoolBreak
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

#: What nobody but Köping's own may read.
PLACE = "Ankdammen"
WORDS = "Krossad ruta vid ankdammens kiosk."
#: Paths that answer a question and nothing else.
QUERIES = {"point_in_words": "?longitude=15.8&latitude=59.45"}


@dataclass(frozen=True)
class World:
    """Köping with something on every page, a neighbour in its police district, and one in another district.

    A cast has one person per role. `arguments` says what stands in the paths that name a row of Köping's.
    """

    koping: Municipality
    cast: Mapping[Role, User]
    neighbours: Mapping[Role, User]
    strangers: Mapping[Role, User]
    arguments: Mapping[str, Mapping[str, Any]]

    def path(self, key: str) -> str:
        """The address of a URL name, or of a name and which of its addresses ("edition_pdf full")."""
        return reverse(key.split()[0], kwargs=self.arguments.get(key)) + QUERIES.get(key, "")


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
    incident = file_with_photo(cast[Role.REPORTER], place)
    for report in (incident, file_with_photo(cast[Role.REPORTER], place)):
        factories.approve(report, cast[Role.REVIEWER])
    arguments = {
        **of_reports(incident, cast),
        **of_editions(koping, cast[Role.COORDINATOR]),
        **of_documents(koping),
        **of_settings(koping, cast[Role.REPORTER]),
        **of_activities(koping),
        **of_meetings(koping),
        **of_hot_spots(koping),
        **of_police(koping),
        "account_reset_password_from_key": {"uidb36": "1", "key": "nyckel"},
    }
    return World(
        koping=koping,
        cast=cast,
        neighbours=make_cast(factories.make_municipality("Arboga", district=district), password),
        strangers=make_cast(factories.make_municipality("Sala"), password),
        arguments=arguments,
    )


def make_cast(municipality: Municipality, password: str) -> dict[Role, User]:
    """One person per role, all of one unit; `password` is hashed, once for all since that takes time."""
    cast = {role: factories.make_user(role, municipality) for role in Role}
    for user in cast.values():
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


def of_reports(incident: Incident, cast: Mapping[Role, User]) -> dict[str, dict[str, Any]]:
    """What stands in the paths of reports."""
    submission = Submission.objects.get(incidents=incident)
    blocked = factories.file_report(cast[Role.REPORTER])
    block = Choice(Move.BLOCK, blocked.version, Reason.PERSONAL_DATA)
    decide(blocked.pk, block, by=cast[Role.REVIEWER], at=NOW)
    batch = ImportBatch.objects.create(
        municipality=incident.municipality,
        organisation=incident.organisation,
        file_name="rapporter.csv",
        file_sha256="0" * 64,
        started_at=NOW,
    )
    names = ("incident", "answer_completion", "review", "review_next", "decide", "correct")
    return {
        **{name: {"pk": incident.pk} for name in names},
        "photo": {"pk": incident.pk, "photo_pk": incident.photos.get().pk},
        "mask": {"pk": blocked.pk},
        "black_out": {"pk": incident.pk, "photo_pk": incident.photos.get().pk},
        "report_receipt": {"key": submission.key},
        "approve_import": {"pk": batch.pk},
        "map_layers": {"pk": incident.municipality_id},
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
    delivery = Delivery.objects.get(recipient=recipient, edition=adopted)
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
        "strategic_edition": strategic,
        "strategic_edition_status": strategic,
        "strategic_edition_pdf full": strategic | {"level": Level.FULL},
        "strategic_edition_pdf generalised": strategic | {"level": Level.GENERALISED},
        "public": {"code": municipality.code},
        **{name: {"code": municipality.code, "pk": adopted.pk} for name in ("public_edition", "public_pdf")},
        "rendition_retry": {"pk": rendition.pk},
        "delivery_resend": {"pk": delivery.pk},
        "appendix_remove": {"pk": appendix.pk},
        "recipient": {"pk": recipient.pk},
    }


def of_activities(municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of activities: one outside the plans, logged once."""
    activity = make_activity(municipality)
    occasion = log(activity)
    names = ("activity", "activity_log", "activity_override", "activity_edit")
    some_day = date(2100, 1, 4)
    place = municipality.places.get(name=PLACE)
    ahead = make_activity(municipality, place=place, start_on=some_day, due_on=some_day)
    return {
        **{name: {"pk": activity.pk} for name in names},
        "activity_comparison": {"pk": ahead.pk},
        "occasion_withdraw": {"pk": occasion.pk},
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


def of_settings(municipality: Municipality, person: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths under Inställningar."""
    category = factories.category(municipality)
    school_break = SchoolBreak.objects.create(
        municipality=municipality, name="Sportlov", first_on=NOW.date(), last_on=NOW.date()
    )
    return {
        **{name: {"pk": school_break.pk} for name in ("school_break", "school_break_remove")},
        **{name: {"pk": person.pk} for name in ("person", "person_let_go", "person_remind")},
        **{name: {"pk": category.pk} for name in ("category", "category_retire", "category_restore")},
        "organisation": {"pk": factories.make_organisation(municipality).pk},
        "place": {"pk": municipality.places.get(name=PLACE).pk},
        "area": {"pk": Area.objects.get(municipality=municipality).pk},
    }
