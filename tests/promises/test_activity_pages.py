"""One activity's page: logging in one press, striking out, judging, writing it down, and two who write at once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import Role
from promises import activities
from promises.models import Activity, Occasion, ResponsibilityRole, StatusOverride
from tests import factories
from tests.promises.factories import FIRST, LAST, NOW, TODAY, log, make_activity

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def activity(koping) -> Activity:
    return make_activity(koping)


@pytest.fixture
def owner(koping) -> Client:
    return client_of(factories.make_user(Role.ACTION_OWNER, koping))


@pytest.fixture
def coordinator(koping) -> Client:
    return client_of(factories.make_user(Role.COORDINATOR, koping, organisation="Kommunen"))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def filled_in(form) -> dict[str, object]:
    """What a browser sends when nothing is changed."""
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "", []):
            sent[field.html_name] = value
    return sent


def logged(client: Client, activity: Activity, **changed: object):
    """Open the page, change what is to be changed, press the button."""
    form = client.get(activity.get_absolute_url()).context["occasion_form"]
    return client.post(f"{activity.get_absolute_url()}/logga", filled_in(form) | changed)


def messages_after(client: Client, activity: Activity) -> list[str]:
    return [str(message) for message in client.get(activity.get_absolute_url()).context["messages"]]


def test_one_press_logs_what_was_done_today_by_ones_own_organisation(owner, activity, koping):
    assert logged(owner, activity).url == activity.get_absolute_url()
    occasion = Occasion.objects.get()
    kept = (occasion.on, occasion.number, occasion.organisation.name, occasion.place, occasion.note)
    assert kept == (TODAY, 1, "KBAB", None, "")
    assert messages_after(owner, activity) == ["Tillfället är loggat. 1 av 10 passager."]


def test_a_form_that_is_sent_twice_is_logged_once(owner, activity):
    form = owner.get(activity.get_absolute_url()).context["occasion_form"]
    for _ in range(2):
        owner.post(f"{activity.get_absolute_url()}/logga", filled_in(form))
    assert Occasion.objects.count() == 1


def test_a_coordinator_logs_for_any_of_the_responsible(coordinator, koping):
    police, kbab = factories.make_organisation(koping, "Polisen"), factories.make_organisation(koping)
    activity = make_activity(koping, police, kbab)
    logged(coordinator, activity, organisation=kbab.pk)
    logged(coordinator, activity)
    assert [row.organisation for row in Occasion.objects.order_by("pk")] == [kbab, police]


@pytest.mark.parametrize(
    ("changed", "name", "message"),
    [
        ({"on": FIRST - DAY}, "on", "Dagen ligger utanför aktivitetens tid."),
        ({"on": TODAY + DAY}, "on", "Dagen har inte varit än."),
        ({"number": 0}, "number", "Kontrollera att detta värde är större än eller lika med 1."),
        (
            {"note": "Pratade med 811218-9876"},
            "note",
            "Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
    ],
)
def test_what_cannot_be_logged_is_said_at_its_field_and_everything_typed_is_kept(
    owner, activity, changed, name, message
):
    page = logged(owner, activity, **{"note": "Lugnt"} | changed)
    form = page.context["occasion_form"]
    assert (page.status_code, form.errors[name]) == (422, [message])
    assert form["note"].value() == changed.get("note", "Lugnt")
    assert not Occasion.objects.exists()


def test_nobody_logs_for_an_organisation_that_is_not_theirs(koping, activity):
    fritid = client_of(factories.make_user(Role.ACTION_OWNER, koping, organisation="Fritid"))
    assert fritid.get(activity.get_absolute_url()).content.decode().count('id="logga"') == 0
    kbab = factories.make_organisation(koping)
    page = logged(fritid, activity, organisation=kbab.pk)
    assert (page.status_code, Occasion.objects.count()) == (403, 0)


def test_an_occasion_is_struck_out_with_a_reason_by_those_it_is_of(koping, owner, activity):
    occasion = log(activity)
    path = f"/aktiviteter/tillfallen/{occasion.pk}/stryk"
    client_of(factories.make_user(Role.ACTION_OWNER, koping, organisation="Fritid")).post(
        path, {"note": "Fel"}
    )
    owner.post(path, {"note": ""})
    assert Occasion.objects.count() == 1
    owner.post(path, {"note": "Fel aktivitet"})
    assert messages_after(owner, activity)[-1] == "Tillfället är struket och räknas inte längre."
    owner.post(path, {"note": "Igen"})
    assert messages_after(owner, activity) == ["Tillfället är redan struket."]
    page = owner.get(activity.get_absolute_url()).content.decode()
    assert (page.count("Struket: Fel aktivitet"), page.count("0 av 10 passager")) == (1, 2)


def test_a_coordinator_says_how_it_stands_with_a_motive(coordinator, activity):
    path = f"{activity.get_absolute_url()}/status"
    page = coordinator.post(path, {"status": "stopped", "motive": ""})
    assert (page.status_code, page.context["status_form"]["status"].value()) == (422, "stopped")
    coordinator.post(path, {"status": "stopped", "motive": "Pengarna räckte inte"})
    assert StatusOverride.objects.get().status == "stopped"
    assert str(coordinator.get(activity.get_absolute_url()).context["standing"].status.label) == "Avbruten"


def written(koping: Municipality, **changed: object) -> dict[str, object]:
    """An activity as it is typed."""
    return {
        "edited": 0,
        "text": "Ronder i parken",
        "start_on": FIRST,
        "due_on": LAST,
        "target_kind": "count",
        "target_number": 10,
        "target_unit": "ronder",
        "kind": "other",
        "joint": [factories.make_organisation(koping).pk],
    } | changed


def test_an_activity_outside_the_plans_is_written_down(coordinator, koping):
    answer = coordinator.post("/aktiviteter/ny", written(koping))
    made = Activity.objects.get()
    assert (answer.url, made.text, made.target_unit) == (made.get_absolute_url(), "Ronder i parken", "ronder")


def test_the_address_fills_in_where_a_new_activity_is_to_be(coordinator, koping):
    place = factories.make_place(koping)
    form = coordinator.get(f"/aktiviteter/ny?place={place.pk}&area=abc").context["form"]
    assert (form["place"].value(), form["area"].value()) == (str(place.pk), None)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"text": " "}, "text"),
        ({"start_on": LAST, "due_on": FIRST}, "due_on"),
        ({"target_unit": ""}, "target_unit"),
        ({"target_number": ""}, "target_number"),
        ({"joint": []}, "joint"),
    ],
)
def test_an_unfinished_activity_is_not_saved_and_nothing_typed_is_lost(coordinator, koping, changed, name):
    page = coordinator.post("/aktiviteter/ny", written(koping, method="Två och två", **changed))
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (422, [name])
    assert form["method"].value() == "Två och två"
    assert not Activity.objects.exists()


def test_those_responsible_are_asked_for_until_somebody_leads_or_contributes(coordinator, koping):
    opened = coordinator.get("/aktiviteter/ny").context["form"]
    page = coordinator.post("/aktiviteter/ny", written(koping, joint=[]))
    assert opened["joint"].field.required is True
    assert page.context["form"].errors == {"joint": ["Välj minst en ansvarig."]}
    kbab = factories.make_organisation(koping)
    coordinator.post("/aktiviteter/ny", written(koping, joint=[], lead=[kbab.pk]))
    activity = Activity.objects.get()
    assert activity.responsibilities.get().role == ResponsibilityRole.LEAD
    opened = coordinator.get(f"{activity.get_absolute_url()}/andra").context["form"]
    assert opened["joint"].field.required is False


def test_an_organisation_of_another_municipality_cannot_be_chosen(coordinator, koping):
    stranger = factories.make_organisation(factories.make_municipality("Sala"))
    page = coordinator.post("/aktiviteter/ny", written(koping, joint=[stranger.pk]))
    assert page.context["form"].errors["joint"] == ["Organisationen finns inte i kommunen."]


def test_who_saves_second_sees_what_the_first_saved_and_keeps_what_was_typed(coordinator, koping, activity):
    path = f"{activity.get_absolute_url()}/andra"
    activities.edit(activity, edited=0, text="Den första")
    page = coordinator.post(path, written(koping, text="Den andra"))
    form = page.context["form"]
    said = {str(rival.label): rival.theirs for rival in page.context["rivals"]}
    assert (page.status_code, form["text"].value(), said["Aktivitet"]) == (409, "Den andra", "Den första")
    assert Activity.objects.get().text == "Den första"
    coordinator.post(path, filled_in(form))
    assert Activity.objects.get().text == "Den andra"


def test_days_that_hold_occasions_are_kept(coordinator, koping, activity):
    log(activity)
    page = coordinator.post(f"{activity.get_absolute_url()}/andra", written(koping, due_on=date(2026, 2, 1)))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["due_on"])


def test_an_activitys_page_asks_the_database_no_more_for_three_occasions_than_for_one(
    owner, activity, django_assert_num_queries
):
    owner.get(activity.get_absolute_url())
    for _ in range(3):
        log(activity)
        with django_assert_num_queries(19 + 7):  # the page, and the chain below it
            owner.get(activity.get_absolute_url())


def test_a_number_too_large_to_be_kept_is_told_at_its_field(coordinator, koping):
    page = coordinator.post("/aktiviteter/ny", written(koping, target_number=3_000_000_000))
    told = {"target_number": ["Kontrollera att detta värde är mindre än eller lika med 2147483647."]}
    assert (page.status_code, page.context["form"].errors) == (422, told)


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_a_day_outside_the_years_that_anybody_plans_for_is_told_at_its_field(coordinator, koping, year):
    page = coordinator.post(
        "/aktiviteter/ny", written(koping, start_on=f"{year}-01-01", due_on=f"{year}-12-31")
    )
    told = ["Välj ett år mellan 1900 och 2200."]
    assert (page.status_code, page.context["form"].errors) == (422, {"start_on": told, "due_on": told})
