"""The menu by role, and the bar under a phone's thumbs."""

import pytest

from accounts.models import Membership
from accounts.roles import Role
from config.navigation import ENTRIES
from tests.factories import make_municipality, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return make_municipality()


def shown(client, user, path="/"):
    client.force_login(user)
    return client.get(path).context


def names(items):
    return [item.name for item in items]


@pytest.mark.parametrize("role", Role)
def test_every_entry_shown_leads_somewhere_and_there_are_at_most_six(client, municipality, role):
    page = shown(client, make_user(role, municipality))
    assert len(page["navigation"]) <= 6
    for item in page["navigation"] + page["extra_navigation"]:
        assert client.get(item.url).status_code == 200, item.name


def test_what_does_not_fit_in_the_menu_lies_under_the_account(client, municipality):
    user = make_user(Role.COORDINATOR, municipality)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        Membership.objects.create(
            user=user, municipality=municipality, role=role, organisation=make_organisation(municipality)
        )
    page = shown(client, user)
    assert names(page["navigation"] + page["extra_navigation"]) == list(dict.fromkeys(names(ENTRIES)))


@pytest.mark.parametrize(
    ("role", "menu", "extra"),
    [
        (Role.REPORTER, "home incidents report", ""),
        (Role.UNIT_COORDINATOR, "home incidents report promises plan meetings", "documents"),
        (
            Role.REVIEWER,
            "home review_queue incidents report explore editions",
            "promises plan meetings documents police_reported",
        ),
        (
            Role.COORDINATOR,
            "home review_queue incidents report explore editions",
            "promises plan meetings documents police_reported dispatches settings",
        ),
        (Role.POLICE, "home incidents explore editions promises plan", "meetings documents police_reported"),
        (Role.ACTION_OWNER, "home promises plan meetings documents", ""),
        (Role.BRA_MEMBER, "home promises plan meetings editions documents", "police_reported"),
        (Role.ADMINISTRATOR, "home dispatches settings", ""),
        (Role.AUDITOR, "home event_log dispatches purge_records", ""),
    ],
)
def test_each_role_has_first_what_it_is_there_for(client, municipality, role, menu, extra):
    page = shown(client, make_user(role, municipality))
    assert (names(page["navigation"]), names(page["extra_navigation"])) == (menu.split(), extra.split())


def test_a_reviewer_on_the_council_finds_the_editions_once_and_where_reviewers_do(client, municipality):
    user = make_user(Role.REVIEWER, municipality)
    organisation = make_organisation(municipality)
    Membership.objects.create(
        user=user, municipality=municipality, role=Role.BRA_MEMBER, organisation=organisation
    )
    page = shown(client, user)
    assert names(page["navigation"])[5] == "editions"
    assert names(page["navigation"] + page["extra_navigation"]).count("editions") == 1


@pytest.mark.parametrize(
    ("role", "bar"),
    [
        (Role.UNIT_COORDINATOR, "home incidents report promises plan"),
        (Role.POLICE, "home incidents explore editions promises"),
        (Role.ACTION_OWNER, "home promises plan meetings documents"),
        (Role.BRA_MEMBER, "home promises plan meetings editions"),
    ],
)
def test_the_bar_holds_the_five_first(client, municipality, role, bar):
    assert names(shown(client, make_user(role, municipality))["bottom_bar"]) == bar.split()


def test_the_report_form_is_in_the_middle_of_the_bar(client, municipality):
    assert names(shown(client, make_user(Role.REPORTER, municipality))["bottom_bar"]) == [
        "home",
        "report",
        "incidents",
    ]
    bar = names(shown(client, make_user(Role.COORDINATOR, municipality))["bottom_bar"])
    assert (len(bar), bar[2]) == (5, "report")


def test_one_entry_is_current_the_nearest_one(client, municipality):
    user = make_user(Role.REPORTER, municipality)
    for path, name in [("/", "home"), ("/handelser", "incidents"), ("/handelser/ny", "report")]:
        items = shown(client, user, path)["navigation"]
        assert names(item for item in items if item.is_current) == [name]
