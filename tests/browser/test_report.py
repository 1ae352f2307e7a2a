"""Filing a report in a real browser: with a thumb, by keyboard alone, without a network, without JavaScript."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.gis.geos import LineString
from django.test import Client
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import MapFeature, Municipality, User
from accounts.roles import Role
from incidents.models import Incident, Photo, Submission
from tests.browsing import DESKTOP, LOOKS, PHONE
from tests.factories import (
    CENTRE,
    category,
    make_approved,
    make_municipality,
    make_place,
    make_user,
    rectangle,
)
from tests.processes import Live, wait_until

URL = "/handelser/ny"
NAME_OF_FOCUS = "(document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''"
STATION = "Järnvägsstationen"


@pytest.fixture
def municipality(own_database: str) -> Municipality:
    koping = make_municipality()
    track = LineString((15.9, 59.50), CENTRE, (16.05, 59.527), srid=4326)
    MapFeature.objects.create(
        municipality=koping, kind="built_up", geometry=rectangle(15.95, 59.49, 16.03, 59.53)
    )
    MapFeature.objects.create(municipality=koping, kind="railway", geometry=track)
    make_place(koping, STATION)
    return koping


@pytest.fixture
def reporter(municipality: Municipality) -> User:
    return make_user(Role.REPORTER, municipality)


@pytest.fixture
def open_form(live: Live, reporter: User, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the report form on a page of that size, signed in as the reporter."""
    live.start("web")

    def open_form(size: tuple[int, int] = PHONE, **options: bool) -> Page:
        page = new_page(size, **options)
        client = Client()
        client.force_login(reporter)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        page.goto(URL)
        return page

    return open_form


def fill_in(page: Page, words: str = "Krossad ruta mot spåret.") -> None:
    """Broken glass at the station, just now."""
    page.locator("summary", has_text="Skadegörelse").click()
    page.locator(".what-choices label", has_text="Glaskross").click()
    page.get_by_label("Sök plats eller adress").fill("järn")
    page.locator(".found-row", has_text=STATION).click()
    page.get_by_label("Beskriv vad som hände").fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Skicka in").click()
    page.wait_for_url("**/kvitto")


def expect_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == []


# The measure of done


def test_a_guard_on_a_phone_files_a_report_in_seven_taps(open_form):
    page = open_form()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 15.9931, "latitude": 59.5131})
    taps = 0

    def tap(target: Locator) -> None:
        nonlocal taps
        target.click()
        taps += 1

    tap(page.locator("summary", has_text="Skadegörelse"))
    tap(page.locator(".what-choices label", has_text="Glaskross"))
    tap(page.get_by_role("button", name="Min position"))
    expect(page.get_by_text(f"Vid {STATION}, Centrum")).to_be_visible()
    tap(page.locator("label", has_text="I natt"))
    tap(page.get_by_label("Beskriv vad som hände"))
    page.keyboard.type("Krossad ruta mot spåret.")
    tap(page.get_by_role("button", name="Skicka in"))
    page.wait_for_url("**/kvitto")
    incident = Incident.objects.get()
    assert (incident.category.code, incident.time_precision) == ("SKA-20", "interval")
    assert (round(incident.point.x, 4), round(incident.point.y, 4)) == (15.9931, 59.5131)
    # The sort of place is the station's, since the report was made there.
    assert incident.place_type == "station"
    assert taps <= 12


def test_everything_can_be_done_by_keyboard(open_form):
    page = open_form(DESKTOP)

    def tab_to(name: str) -> None:
        """Press Tab until what is called that has the focus."""
        passed = []
        for _step in range(40):
            page.keyboard.press("Tab")
            passed.append(page.evaluate(NAME_OF_FOCUS))
            if name in passed[-1]:
                return
        raise AssertionError(f"{name} is not among {passed}")

    tab_to("Skadegörelse")
    page.keyboard.press("Enter")
    tab_to("Klotter")
    page.keyboard.press("Space")
    tab_to("Sök plats eller adress")
    page.keyboard.type("järn")
    page.locator(".found-row").wait_for()
    tab_to(STATION)
    page.keyboard.press("Space")
    expect(page.get_by_text(f"Vid {STATION}, Centrum")).to_be_visible()
    expect(page.get_by_label("Typ av plats")).to_have_value("station")
    tab_to("Just nu")
    page.keyboard.press("ArrowRight")
    expect(page.locator("label", has_text="I dag").locator("input")).to_be_checked()
    tab_to("Beskriv vad som hände")
    page.keyboard.type("Klotter på gaveln.")
    tab_to("Skicka in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kvitto")
    incident = Incident.objects.get()
    assert (incident.category.code, incident.place.name, incident.time_precision) == (
        "SKA-10",
        STATION,
        "interval",
    )


def test_the_map_is_moved_by_arrow_keys_and_says_where_it_is(open_form):
    page = open_form(DESKTOP)
    canvas = page.locator("[data-canvas]")
    canvas.locator("path").first.wait_for()
    assert page.locator("[name=event0-latitude]").input_value() == ""
    canvas.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-words]")).to_have_text("Centrum")
    assert float(page.locator("[name=event0-latitude]").input_value()) > 59.51


def test_coordinates_typed_outside_the_municipality_are_said_to_be_outside(open_form):
    page = open_form(DESKTOP)
    page.get_by_text("Skriv koordinater").click()
    page.get_by_label("Latitud").fill("59,33")
    page.get_by_label("Longitud").fill("18,07")
    page.keyboard.press("Tab")
    expect(page.locator("[data-words]")).to_have_text("Utanför kommunen")


# Nothing is lost


def test_a_dead_zone_costs_nothing(open_form, complaints):
    page = open_form()
    fill_in(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Skicka in").click()
    alert = page.get_by_role("alert").filter(has_text="Rapporten kom inte fram: det finns inget nät just nu.")
    expect(alert).to_be_visible()
    expect(page.get_by_label("Beskriv vad som hände")).to_have_value("Krossad ruta mot spåret.")
    page.context.set_offline(False)
    alert.get_by_role("button", name="Skicka igen").click()
    page.wait_for_url("**/kvitto")
    assert Incident.objects.count() == 1
    assert [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each] == []
    complaints.clear()


def test_a_report_that_arrived_though_the_answer_did_not_is_stored_once(open_form, complaints):
    page = open_form()
    fill_in(page)
    answers = 0

    def swallow(route) -> None:
        """Let the report through, and lose the answer the first time."""
        nonlocal answers
        answers += 1
        if answers == 1:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route(lambda url: url.endswith(URL), swallow)
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("alert").filter(has_text="kom inte fram")).to_be_visible()
    assert Submission.objects.count() == 1
    page.close()
    again = open_form_again(page, URL)
    expect(again.get_by_text("Det du skrev senast och inte skickade finns kvar.")).to_be_visible()
    send(again)
    assert Submission.objects.count() == 1
    complaints.clear()


def test_sending_right_after_the_last_letter_is_remembered_as_sent(open_form, complaints):
    page = open_form()
    fill_in(page)
    page.route(lambda url: url.endswith(URL), lambda route: route.abort())
    page.evaluate(
        """() => {
            const form = document.querySelector("form[data-report]");
            form.dispatchEvent(new Event("input", { bubbles: true }));
            form.requestSubmit();
        }"""
    )
    expect(page.get_by_role("alert").filter(has_text="kom inte fram")).to_be_visible()
    page.wait_for_timeout(600)  # what was typed is kept a moment after the last letter
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => /samlad-report-\\d/.test(name))[1]")
    assert json.loads(kept)["attempted"] is True
    complaints.clear()


def open_form_again(page: Page, url: str) -> Page:
    """A new tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(url)
    return tab


def test_what_was_typed_and_not_sent_is_there_the_next_time(open_form):
    page = open_form()
    fill_in(page, "Ruta åt gården.")
    wait_until(lambda: "gården" in str(page.evaluate("Object.values(localStorage)")))
    page.goto("/handelser")
    page.goto(URL)
    expect(page.get_by_label("Beskriv vad som hände")).to_have_value("Ruta åt gården.")
    expect(page.get_by_text(f"Vid {STATION}, Centrum")).to_be_visible()
    page.get_by_role("button", name="Börja om").click()
    expect(page.get_by_label("Beskriv vad som hände")).to_have_value("")


def test_sent_is_forgotten_and_the_next_report_begins_afresh(open_form):
    page = open_form()
    fill_in(page)
    send(page)
    page.get_by_role("link", name="En till på samma plats").click()
    expect(page.get_by_text(f"Vid {STATION}, Centrum")).to_be_visible()
    expect(page.get_by_label("Beskriv vad som hände")).to_have_value("")


def test_an_error_keeps_the_photo_that_was_chosen(open_form, tmp_path: Path, complaints):
    page = open_form()
    fill_in(page)
    page.get_by_text("Foto och mer").click()
    page.locator("[type=file]").set_input_files(
        [{"name": "ruta.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}]
    )
    page.get_by_label("Skadekostnad i kronor").fill("-5")
    page.get_by_role("button", name="Skicka in").click()
    expect(
        page.get_by_role("link", name="Skadekostnad i kronor – Kostnaden kan inte vara negativ.")
    ).to_be_visible()
    expect(page.locator(":focus")).to_contain_text("Rätta det här först")
    page.get_by_label("Skadekostnad i kronor").fill("4 500")
    send(page)
    assert (Incident.objects.get().damage_cost, Photo.objects.count()) == (4500, 1)
    assert [each for each in complaints if "422" not in each] == []
    complaints.clear()


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (180, 20, 20)).save(buffer, "JPEG")
    return buffer.getvalue()


def test_the_fold_remembers(open_form):
    page = open_form()
    page.get_by_text("Foto och mer").click()
    expect(page.get_by_label("Skadekostnad i kronor")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Skadekostnad i kronor")).to_be_visible()


def test_the_screening_answers_while_one_types(open_form):
    page = open_form()
    page.get_by_label("Beskriv vad som hände").press_sequentially("På väskan stod 811218-9876.")
    expect(page.get_by_text("Det här får inte stå i en rapport")).to_be_visible()
    expect(page.locator(".found mark")).to_have_text("811218-9876")
    expect_accessible(page)


def test_a_name_is_asked_about_before_and_after_sending_by_keyboard_alone(open_form, complaints):
    page = open_form(DESKTOP)
    fill_in(page, words="Det var Kalle Berglund.")
    tick = page.get_by_label("Det markerade pekar inte ut någon person")
    expect(page.locator(".found mark")).to_have_text("Kalle Berglund")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("alert").filter(has_text="Rätta det här först")).to_be_focused()
    assert page.get_by_label("Beskriv vad som hände").input_value() == "Det var Kalle Berglund."
    page.get_by_label("Beskriv vad som hände").focus()
    page.keyboard.press("Tab")
    expect(tick).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Skicka in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kvitto")
    assert Incident.objects.count() == 1
    # The refusal, and what was being asked when the page was left.
    expected = re.compile("422|^htmx:(sendAbort|afterRequest)")
    assert [each for each in complaints if not expected.search(each)] == []
    complaints.clear()


def test_a_tick_stays_while_one_writes_on(open_form):
    page = open_form()
    box = page.get_by_label("Beskriv vad som hände")
    box.fill("Det var Kalle Berglund.")
    tick = page.get_by_label("Det markerade pekar inte ut någon person")
    tick.check()
    with page.expect_response("**/handelser/ny/text"):
        box.press_sequentially(" Igen.")
    expect(tick).to_be_checked()
    with page.expect_response("**/handelser/ny/text"):
        box.press_sequentially(" Och Anna.")
    expect(tick).not_to_be_checked()


def test_the_category_brings_other_channels_to_mind(open_form):
    page = open_form()
    page.locator("summary", has_text="Skadegörelse").click()
    page.locator(".what-choices label", has_text="Glaskross").click()
    expect(page.get_by_text("Rapporten är ingen polisanmälan.")).to_be_visible()


# Several at once


def test_a_second_event_is_at_the_same_place_and_can_be_taken_away(open_form):
    page = open_form(DESKTOP)
    fill_in(page)
    for _number in range(2):
        page.get_by_role("button", name="Lägg till en händelse till").click()
    expect(page.get_by_role("heading", name="Händelse")).to_have_count(3)
    page.get_by_role("button", name="Ta bort händelsen").nth(1).click()
    second = page.locator("[data-event='2']")
    second.locator("summary", has_text="Skadegörelse").click()
    second.locator(".what-choices label", has_text="Klotter").click()
    expect(second.get_by_label("Typ av plats")).to_have_value("station")
    send(page)
    assert [row.category.code for row in Incident.objects.order_by("pk")] == ["SKA-20", "SKA-10"]
    assert len({row.point.coords for row in Incident.objects.all()}) == 1


# Without JavaScript


def test_a_report_with_two_events_is_filed_without_javascript(open_form):
    page = open_form(javascript=False)
    page.locator("summary", has_text="Skadegörelse").click()
    page.locator(".what-choices label", has_text="Glaskross").click()
    page.get_by_label("Sök plats eller adress").fill("järn")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.locator(".found-row", has_text=STATION).click()
    page.get_by_role("button", name="Lägg till en händelse till").click()
    second = page.locator("[data-event='1']")
    second.locator("summary", has_text="Skadegörelse").click()
    second.locator(".what-choices label", has_text="Klotter").click()
    second.get_by_label("Beskriv vad som hände").fill("Klotter på gaveln.")
    page.get_by_role("button", name="Skicka in").click()
    page.wait_for_url("**/kvitto")
    assert [str(row.place) for row in Incident.objects.all()] == [STATION, STATION]


def test_a_name_is_asked_about_without_javascript(open_form, complaints):
    page = open_form(javascript=False)
    page.locator("summary", has_text="Skadegörelse").click()
    page.locator(".what-choices label", has_text="Glaskross").click()
    page.get_by_label("Sök plats eller adress").fill("järn")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.locator(".found-row", has_text=STATION).click()
    page.get_by_label("Beskriv vad som hände").fill("Det var Kalle Berglund.")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.locator(".found mark")).to_have_text("Kalle Berglund")
    expect(page.get_by_role("alert").filter(has_text="Rätta det här först")).to_be_focused()
    assert page.get_by_label("Beskriv vad som hände").input_value() == "Det var Kalle Berglund."
    page.get_by_label("Det markerade pekar inte ut någon person").check()
    page.get_by_role("button", name="Skicka in").click()
    page.wait_for_url("**/kvitto")
    expect(page.get_by_text("Rapporten är ingen polisanmälan.")).to_be_visible()
    assert [each for each in complaints if "422" not in each] == []
    complaints.clear()


# For everyone


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_the_pages_of_a_reporter_are_accessible(open_form, reporter, municipality, size, dark):
    make_approved(
        reporter, make_user(Role.COORDINATOR, municipality), category=category(municipality, "SKA-10")
    )
    page = open_form(size, dark=dark)
    page.locator("summary", has_text="Skadegörelse").click()
    page.get_by_text("Foto och mer").click()
    page.locator("label", has_text="Annan tid").click()
    page.locator("[data-canvas] path").first.wait_for()
    expect_accessible(page)
    page.get_by_role("button", name="Lägg till en händelse till").click()
    expect_accessible(page)
    for path in ("/handelser", f"/handelser/{Incident.objects.get().pk}", "/handelser/ny/inget"):
        page.goto(path)
        expect_accessible(page)
