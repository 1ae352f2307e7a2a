"""What is planned the three weeks after the period: when and where, never a word of what people wrote."""

from datetime import date

from lagesbild.models import Level
from tests.lagesbild.figures.scene import Scene


def planned(scene: Scene, day: date, **fields: object) -> None:
    place = scene.municipality.places.first() or scene.place("Parken")
    scene.events(
        1, day, 18, hours=5, category=scene.planned, place=place, description="Kommer hundra.", **fields
    )


def test_what_is_planned_is_told_by_day_hours_and_place(scene):
    planned(scene, date(2026, 3, 14))
    coming = scene.content()["coming"]
    assert coming["events"] == [
        {
            "what": "Arrangemang",
            "where": "Parken",
            "first": "2026-03-14",
            "last": "2026-03-14",
            "hours": "18.00–23.00",
        }
    ]
    assert (coming["dates"], coming["number"]) == ("9–29 mars 2026", 1)
    assert [day["name"] for day in coming["days"]] == ["Löningshelg"]


def test_what_lies_before_after_or_is_not_approved_is_left_out(scene):
    planned(scene, date(2026, 3, 8))
    planned(scene, date(2026, 3, 30))
    scene.filed(date(2026, 3, 14), category=scene.planned)
    scene.events(1, date(2026, 3, 14))
    assert scene.content()["coming"]["events"] == []


def test_the_general_level_counts_what_is_planned_and_names_no_place(scene):
    planned(scene, date(2026, 3, 14))
    coming = scene.content(Level.GENERALISED)["coming"]
    assert (coming["events"], coming["number"]) == ([], "<5")
    assert "Parken" not in str(coming)
