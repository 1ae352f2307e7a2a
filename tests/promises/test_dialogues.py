"""Dialogues and damage costs: noted, put right, and of two who write the second is told."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Municipality
from accounts.roles import Role
from promises import dialogues
from promises.models import CostItem, Dialogue
from tests import factories
from tests.promises.documents import adopted, make_focus_area, make_plan
from tests.promises.factories import FIRST, LAST

pytestmark = pytest.mark.django_db

WALK = {"kind": "walk", "title": "Vandring", "on": "2026-03-01", "themes": "Belysning: 12\r\n\r\nTrafik\r\n"}


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def coordinator(municipality) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_user(Role.COORDINATOR, municipality))
    return client


def themes(dialogue: Dialogue) -> list[tuple[str, int | None]]:
    return list(dialogue.themes.order_by("pk").values_list("title", "number"))


def test_a_dialogue_is_noted_with_its_themes_and_what_rests_on_it(coordinator, municipality):
    area = make_focus_area(make_plan(municipality))
    answer = coordinator.post("/dialoger/ny", WALK | {"focus_areas": [area.pk]})
    dialogue = Dialogue.objects.get()
    assert answer["Location"] == f"/dialoger/{dialogue.pk}"
    assert (themes(dialogue), list(dialogue.focus_areas.all())) == (
        [("Belysning", 12), ("Trafik", None)],
        [area],
    )


def test_of_two_who_change_a_dialogue_the_second_sees_both(coordinator, municipality):
    coordinator.post("/dialoger/ny", WALK)
    path = f"/dialoger/{Dialogue.objects.get().pk}/andra"
    seen = coordinator.get(path).context["form"]["seen"].value()
    coordinator.post(path, WALK | {"themes": "Buss: 3", "seen": seen})
    answer = coordinator.post(path, WALK | {"themes": "Tåg: 4", "seen": seen})
    rivals = [(rival.label, rival.mine, rival.theirs) for rival in answer.context["rivals"]]
    assert (answer.status_code, rivals) == (409, [("Teman", "Tåg: 4", "Buss: 3")])
    coordinator.post(path, WALK | {"themes": "Tåg: 4", "seen": answer.context["form"]["seen"].value()})
    assert themes(Dialogue.objects.get()) == [("Tåg", 4)]


def test_what_an_adopted_plan_rests_on_stays_linked(municipality):
    plan = make_plan(municipality)
    area = make_focus_area(plan)
    words = {"kind": "walk", "title": "Vandring", "on": date(2026, 3, 1), "themes": []}
    dialogue = dialogues.note(municipality=municipality, focus_areas=[area], **words)
    adopted(plan)
    dialogues.change(dialogue, seen=dialogues.words_seen(dialogue), focus_areas=[], **words)
    assert list(dialogue.focus_areas.all()) == [area]


def cost(municipality: Municipality, **values: object) -> dict[str, object]:
    source = factories.make_organisation(municipality)
    return {"type": "glass", "kronor": "325000", "first_on": "2026-01-01", "last_on": "2026-05-31",
            "source": source.pk, "excludes": "Två skolor."} | values  # fmt: skip


def test_a_cost_is_noted_and_put_right(coordinator, municipality):
    answer = coordinator.post("/kostnader/ny", cost(municipality, next="1"))
    item = CostItem.objects.get()
    assert (answer["Location"], item.kronor, item.excludes) == ("/kostnader/ny", 325000, "Två skolor.")
    seen = coordinator.get(f"/kostnader/{item.pk}").context["form"]["seen"].value()
    coordinator.post(f"/kostnader/{item.pk}", cost(municipality, kronor="320000", seen=seen))
    assert coordinator.post(f"/kostnader/{item.pk}", cost(municipality, seen=seen)).status_code == 409
    assert CostItem.objects.get().kronor == 320000


def test_a_cost_whose_period_ends_before_it_starts_is_told_so(coordinator, municipality):
    answer = coordinator.post("/kostnader/ny", cost(municipality, last_on="2025-12-31"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last_on"])
    assert CostItem.objects.count() == 0


def test_costs_of_the_same_days_are_summed(municipality):
    source = factories.make_organisation(municipality)
    for kind, kronor, first in (
        ("glass", 300, FIRST),
        ("graffiti", 20, FIRST),
        ("glass", 7, date(2025, 1, 1)),
    ):
        dialogues.account(
            municipality=municipality, type=kind, kronor=kronor, first_on=first, last_on=LAST, source=source
        )
    periods = dialogues.by_period(CostItem.objects.all())
    assert [(period.kronor, len(period.items)) for period in periods] == [(320, 2), (7, 1)]


@pytest.mark.parametrize("path", ["/dialoger", "/kostnader"])
def test_lists_ask_as_much_of_three_rows_as_of_one(
    coordinator, municipality, path, django_assert_num_queries
):
    for number in range(3):
        coordinator.post("/dialoger/ny", WALK)
        coordinator.post("/kostnader/ny", cost(municipality, first_on=f"2026-0{number + 1}-01"))
        if number in (0, 2):
            with django_assert_num_queries({"/dialoger": 8, "/kostnader": 7}[path]):
                coordinator.get(path)


def test_a_number_without_a_theme_is_told_at_the_themes(coordinator):
    answer = coordinator.post("/dialoger/ny", WALK | {"themes": "Trafik\r\n: 12"})
    told = {"themes": ["Skriv vilket tema ”: 12” handlar om."]}
    assert (answer.status_code, answer.context["form"].errors) == (422, told)
