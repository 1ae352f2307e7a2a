"""Every page × every role, narrow and wide, light and dark, in the demo municipality: nothing is broken for anybody.

Which pages a role has is read from the table in `tests/access_table.py`. A page that says the same to two roles is
looked at once. All that is wrong is collected, so that one run tells everything.
"""

import gzip
import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import models
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Page

from accounts.models import Area, MapFeature, Municipality, Organisation, Place, User
from accounts.roles import Role
from incidents.models import Category, ImportBatch, Incident, LegalHold, Text
from incidents.states import State
from lagesbild.models import CrimeCount, DeliveryLink, Edition, EditionKind, HotSpot, Recipient, SchoolBreak
from promises.documents import Part
from promises.models import (
    Activity,
    Cause,
    Comparison,
    CostItem,
    Dialogue,
    Document,
    DocumentKind,
    DocumentState,
    FocusArea,
    FollowUp,
    Meeting,
    MeetingState,
    Promise,
)
from tests.access_table import ROWS
from tests.browsing import DESKTOP, PHONE

pytestmark = pytest.mark.long

#: Answers to GET that are not pages: files, data, fragments, and what leads on to a page that is on the list itself.
NOT_PAGES = {
    *("robots_txt", "security_txt"),
    *("alive", "ready", "incidents_csv", "photo", "edition_pdf full", "edition_pdf generalised"),
    *("map_layers", "point_in_words", "explore_picture", "explore_heat", "explore_table"),
    *("event_log_csv", "dispatches_csv"),
    *("place_search", "edition_status", "papers_status", "paper_pdf", "public_pdf"),
    *("purge_record_pdf", "my_data_file"),
    *("strategic_edition_status", "strategic_edition_pdf full", "strategic_edition_pdf generalised"),
    "account_reset_password_from_key",  # tried with a real key where the letters are
    *("mfa_authenticate", "mfa_login_webauthn"),  # between the password and the first page
    *("openid_connect_login", "openid_connect_callback", "mfa_download_recovery_codes"),
    "review_next",
    "black_out",  # the demo has no photos; looked at in test_black_out.py
}
#: The narrowest screen that WCAG 2.1, 1.4.10, lets nobody scroll sideways on.
NARROWEST = (320, 640)
#: Kilobytes as the browser fetches them, before the map's own.
HEAVIEST = 250
OF_THE_MAP = re.compile(r"leaflet|map[^/]*\.(js|css)|\.geojson|\.svg$")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What else may differ when the lights go out.
COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SERIOUS = {"serious", "critical"}
#: What a screen reader says besides the texts.
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
#: Letters and words that only one of the languages has.
ONLY_SWEDISH = re.compile(r"[åäö]", re.IGNORECASE)
ONLY_ENGLISH = re.compile(r"\b(the|and|of|you|your|with|this|not)\b", re.IGNORECASE)
#: An edition is in Swedish whoever reads it.
IN_SWEDISH = re.compile(r'<(article|div|span|h[1-6]|text|option)[^>]* lang="sv".*?</\1>', re.DOTALL)
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
#: What differs between two visits to the same page.
FLEETING = re.compile(r'<input type="hidden"[^>]*>|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')


@pytest.fixture(scope="module")
def seen() -> set[tuple[str, str]]:
    """Pages that have been looked at, by name and what they say."""
    return set()


@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_is_wrong_with_any_page(
    koping: Municipality,
    page_of: Callable[..., Page],
    complaints: list[str],
    seen: set[tuple[str, str]],
    role: Role | None,
):
    user = somebody(koping, role)
    page = page_of(user, PHONE)
    wrong: list[str] = []
    for key, path in addresses(koping, role, user).items():
        answer = page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        said = FLEETING.sub("", answer.text().partition("<main")[2])
        if key == "home" or (key, said) not in seen:
            seen.add((key, said))
            wrong += [f"{path}: {fault}" for fault in faults(page, path)]
    wrong += complaints
    complaints.clear()
    assert wrong == []


@pytest.mark.parametrize(
    ("signed_in", "path"),
    [(False, "/finns-inte"), (True, "/finns-inte"), (False, "/utskick/1983/finns-inte")],
)
def test_nothing_is_wrong_with_the_page_that_stands_for_a_missing_one(
    koping: Municipality, page_of: Callable[..., Page], complaints: list[str], signed_in: bool, path: str
):
    page = page_of(somebody(koping, Role.REPORTER) if signed_in else None, PHONE)
    wrong = [*faults(page, path), *(other for other in complaints if "404" not in other)]
    complaints.clear()
    assert wrong == []


@pytest.mark.parametrize("role", [None, *Role])
def test_no_page_mixes_its_languages(koping: Municipality, role: Role | None):
    client = Client()
    if user := somebody(koping, role):
        client.force_login(user)
    given = given_words()
    mixed = set()
    for path in addresses(koping, role, user).values():
        swedish, english = (texts(client, path, language) for language in ("sv", "en"))
        with translation.override("en"):
            left = {text for text in swedish & english if gettext(text) != text}
        mixed |= left | {text for text in english if ONLY_SWEDISH.search(given.sub("", text))}
        mixed |= {text for text in swedish if ONLY_ENGLISH.search(text)}
    assert mixed == set(), "\n".join(sorted(mixed))


def given_words() -> re.Pattern[str]:
    """What the demo has named and written, which is Swedish in any language, and words that are kept as they are."""
    given = {"BRÅ", "Brå", "lägesbilder", "lägesbild", "Lägesbilder", "Lägesbild"}
    # The columns of the police's table are called so in any language.
    given |= {"månad", "område", "brott", "antal"}
    for model in (Municipality, Organisation, Area, Place, MapFeature, User, Recipient):
        given |= set(model.objects.exclude(name="").values_list("name", flat=True))
    given |= set(Text.objects.values_list("body", flat=True)) | set(written_in("promises"))
    given |= set(CrimeCount.objects.values_list("offence", flat=True))
    given |= set(SchoolBreak.objects.values_list("name", flat=True))
    return re.compile("|".join(re.escape(words) for words in sorted(given, key=len, reverse=True)))


def written_in(app: str) -> Iterator[str]:
    """The lines of all that people have written in an app's rows, codes and file names apart."""
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.concrete_fields:
            if type(field) in (models.CharField, models.TextField) and not field.choices:
                for words in model._default_manager.values_list(field.name, flat=True).distinct():
                    yield from filter(None, map(str.strip, words.splitlines()))


def somebody(koping: Municipality, role: Role | None) -> User | None:
    """Who has that role there; None for whoever has not signed in."""
    membership = koping.memberships.filter(role=role).select_related("user").order_by("pk").first()
    return membership.user if membership else None


def addresses(koping: Municipality, role: Role | None, user: User | None) -> dict[str, str]:
    """The pages that the table opens to the role, by name."""
    named = of_the_open_page(koping) | (arguments(koping, user) if user else {})
    has_reported = bool(user and user.incidents.exists())
    opened = [
        row
        for row in ROWS
        if "GET" in row.methods and role in row.openers and not {row.key, row.name} & NOT_PAGES
    ]
    keys = {row.key if row.key in named else row.name: row.name for row in opened}
    return {
        key: reverse(name, kwargs=named.get(key))
        for key, name in keys.items()
        if has_reported or name != "report_receipt"
    }


def of_the_open_page(koping: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths that anybody may read, the last of them who was sent the link."""
    adopted = Edition.objects.filter(municipality=koping).adopted().latest("pk")
    letter = DeliveryLink.objects.filter(municipality=koping).live(at=timezone.now()).latest("pk").mail.body
    return {
        "public": {"code": koping.code},
        "public_edition": {"code": koping.code, "pk": adopted.pk},
        "delivered": {"code": koping.code, "key": re.findall(r"/utskick/\S+/(\S+)", letter)[0]},
    }


def arguments(koping: Municipality, user: User) -> dict[str, dict[str, Any]]:
    """What stands in the paths: the latest of each thing that has what makes its page long."""
    visible = Incident.objects.visible_to(user).in_municipality(koping).order_by("-pk")
    seen = visible.filter(state=State.APPROVED).first()
    own = user.incidents.order_by("-pk").first()
    waiting = visible.awaiting_decision().exclude(reporter=user).first()
    blocked = visible.filter(state=State.BLOCKED).first()
    editions = Edition.objects.filter(municipality=koping)
    adopted = editions.adopted().filter(kind=EditionKind.FORTNIGHT).latest("pk")
    longer = editions.adopted().filter(kind=EditionKind.YEAR).latest("pk")
    activity = Activity.objects.filter(municipality=koping, document=None).order_by("-pk").first()
    compared = Comparison.objects.filter(municipality=koping).latest("activity__start_on").activity_id
    waits = FollowUp.objects.filter(municipality=koping, adopted_in=None).last()
    category = Category.objects.current().filter(municipality=koping, parent__isnull=False).latest("pk")
    return {
        "incident": {"pk": seen and seen.pk},
        "report_receipt": {"key": own and own.submission.key},
        "review": {"pk": waiting and waiting.pk},
        "correct": {"pk": waiting and waiting.pk},
        "mask": {"pk": blocked and blocked.pk},
        "approve_import": {"pk": ImportBatch.objects.latest("pk").pk},
        "edition": {"year": adopted.year, "number": adopted.number},
        "strategic_edition": {"kind": longer.kind, "year": longer.year, "number": longer.number},
        "edition_draft": {"pk": editions.drafts().latest("pk").pk},
        **{name: {"pk": activity and activity.pk} for name in ("activity", "activity_edit")},
        "activity_comparison": {"pk": compared},
        "hot_spot": {"pk": getattr(HotSpot.objects.filter(municipality=koping).last(), "pk", None)},
        **{name: {"pk": getattr(waits, "pk", None)} for name in ("follow_up", "follow_up_edit")},
        "promise": {"pk": getattr(Promise.objects.filter(municipality=koping).last(), "pk", None)},
        **of_documents(koping),
        **of_meetings(koping),
        **{name: {"pk": user.pk} for name in ("person", "person_let_go")},
        "mfa_remove_webauthn": {"pk": user.authenticator_set.get(type="webauthn").pk},
        **{name: {"pk": category.pk} for name in ("category", "category_retire")},
        "organisation": {"pk": koping.organisations.latest("pk").pk},
        "place": {"pk": koping.places.latest("pk").pk},
        "area": {"pk": koping.areas.latest("pk").pk},
        "recipient": {"pk": koping.recipients.latest("pk").pk},
        "edition_register": {"pk": adopted.pk},
        "school_break": {"pk": koping_last(SchoolBreak, koping)},
        "hold_lift": {"pk": koping_last(LegalHold, koping)},
    }


def of_documents(koping: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of documents: one in force, and a proposal of each sort."""
    rows = Document.objects.filter(municipality=koping)
    proposed = rows.filter(state=DocumentState.PROPOSAL).order_by("-pk")
    plan = proposed.filter(activities__isnull=False).first()
    promises = proposed.filter(kind=DocumentKind.PROMISES).first()
    cause = Cause.objects.filter(focus_area__document=plan).first() if plan else None
    activity = plan and plan.activities.earliest("pk")
    return {
        "document": {"pk": rows.filter(state=DocumentState.ADOPTED).latest("pk").pk},
        **{
            name: {"pk": plan and plan.pk} for name in ("document_edit", "document_parties", "document_adopt")
        },
        **{
            f"part_create {part}": {
                "pk": getattr(promises if part == Part.PROMISE else plan, "pk", None),
                "part": part,
            }
            for part in Part
        },
        "part": {"pk": plan and plan.pk, "part": Part.ACTIVITY, "row": activity and activity.pk},
        "cause": {"pk": cause and cause.pk},
        "focus_area": {"pk": koping_last(FocusArea, koping)},
        **{name: {"pk": koping_last(Dialogue, koping)} for name in ("dialogue", "dialogue_edit")},
        "cost": {"pk": koping_last(CostItem, koping)},
    }


def of_meetings(koping: Municipality) -> dict[str, dict[str, Any]]:
    """What stands in the paths of meetings: the one with most decisions, and one that can still be changed."""
    rows = Meeting.objects.filter(municipality=koping).annotate(decided=Count("resolutions"))
    longest, planned = rows.order_by("decided").last(), rows.filter(state=MeetingState.PLANNED).last()
    return {
        "meeting": {"pk": getattr(longest, "pk", None)},
        "meeting_edit": {"pk": getattr(planned, "pk", None)},
    }


def koping_last(model: Any, koping: Municipality) -> int | None:
    """The key of the latest row there, if any."""
    key: int | None = (
        model.objects.filter(municipality=koping).order_by("-pk").values_list("pk", flat=True).first()
    )
    return key


def faults(page: Page, path: str) -> Iterator[str]:
    """All that is wrong with one page."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    if (count := page.locator("h1").count()) != 1:
        yield f"{count} main headings"
    if (language := page.locator("html").get_attribute("lang")) != "sv":
        yield f"its language is {language}"
    if (weight := kilobytes(page)) > HEAVIEST:
        yield f"weighs {weight} kB"
    for width, height in (NARROWEST, PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            yield f"scrolls sideways by {over} px at {width} px"
        if width != NARROWEST[0]:
            yield from barriers(page, WCAG, f"{width} px")
            page.emulate_media(color_scheme="dark")
            yield from barriers(page, COLOUR, f"{width} px, dark")
            page.emulate_media(color_scheme="light")


def barriers(page: Page, rules: dict[str, Any], where: str) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{violation['id']} at {where}: {node['html'][:120]}"
        for violation in found.response["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def kilobytes(page: Page) -> int:
    """What the page weighs on its way to a new visitor, the map apart; static files go compressed in production."""
    fetched = page.evaluate(
        "performance.getEntries().filter((entry) => 'encodedBodySize' in entry)"
        ".map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])"
    )
    return sum(compressed(path) or size for path, size in fetched if not OF_THE_MAP.search(path)) // 1000


@cache
def compressed(path: str) -> int | None:
    """The size of a static file as it is sent in production; None of anything else."""
    if not path.startswith(settings.STATIC_URL):
        return None
    file = finders.find(path.removeprefix(settings.STATIC_URL))
    return len(gzip.compress(Path(file).read_bytes()))


def texts(client: Client, path: str, language: str) -> set[str]:
    """What a page says in the language, text by text; not what it says itself to be in Swedish."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(path, follow=True).content.decode()
    assert page.count(f'<html lang="{language}"') == 1, path
    page = SCRIPT.sub("", IN_SWEDISH.sub("", page))
    said = {
        html.unescape(" ".join(text.split())) for text in [*re.split(r"<[^>]*>", page), *SPOKEN.findall(page)]
    }
    return {text for text in said if any(map(str.isalpha, text))}
