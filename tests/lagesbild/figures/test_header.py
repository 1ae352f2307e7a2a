"""The header and the direction: who says this to whom, and what each actor is asked to do."""

from lagesbild import document
from lagesbild.models import Actor, Level, Outlook, RecipientKind
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED


def test_a_draft_has_no_number_and_nobody_behind_it(scene):
    header = scene.content()["header"]
    assert header == {
        "municipality": "Köping",
        "number": None,
        "level": "full",
        "period": "vecka 9–10 2026",
        "dates": "23 februari – 8 mars 2026",
        "start": "2026-02-23",
        "end": "2026-03-09",
        "adopted_on": None,
        "adopted_by": "",
        "distribution": [],
        "supersedes": None,
    }


def test_an_adopted_edition_names_a_role_and_an_organisation_never_a_person(scene):
    edition = document.adopt(scene.draft(), by=scene.coordinator, at=DRAFTED)
    header = edition.content[Level.FULL]["header"]
    assert (header["number"], header["adopted_on"]) == ("2026:01", "2026-03-09")
    assert header["adopted_by"] == "säkerhetssamordnare, Kansli"


def test_a_correction_names_what_it_supersedes(scene):
    edition = document.adopt(scene.draft(), by=scene.coordinator, at=DRAFTED)
    correction = document.draft_correction(edition, note="Fel kategori.", at=DRAFTED)
    adopted = document.adopt(correction, by=scene.coordinator, at=DRAFTED)
    assert adopted.content[Level.FULL]["header"]["supersedes"] == "2026:01"


def test_each_level_names_the_sorts_of_recipients_it_goes_to(scene):
    factories.make_recipient(scene.municipality, "polis@example.com")
    factories.make_recipient(scene.municipality, "polis2@example.com")
    factories.make_recipient(
        scene.municipality, "vakt@example.com", kind=RecipientKind.SECURITY_COMPANY, level=Level.GENERALISED
    )
    factories.make_recipient(scene.municipality, "slutat@example.com", is_active=False)
    assert scene.content()["header"]["distribution"] == [RecipientKind.POLICE.label]
    assert scene.content(Level.GENERALISED)["header"]["distribution"] == [
        RecipientKind.SECURITY_COMPANY.label
    ]


def test_a_direction_is_a_task_a_line_and_told_at_the_full_level_only(scene):
    words = {
        Actor.POLICE: "Gå förbi stationen.\n\n Titta in på torget. ",
        Actor.GUARDS: "",
        Actor.HOUSING: "Laga porten.",
    }
    document.edit(scene.draft(), outlook=Outlook.STABLE, summary="", directions=words)
    full, generalised = (scene.content(level)["direction"] for level in Level)
    assert full == {
        "period": "vecka 11–12 2026",
        "dates": "9–22 mars 2026",
        "actors": [
            {"actor": "police", "name": "Polis", "tasks": ["Gå förbi stationen.", "Titta in på torget."]},
            {"actor": "housing", "name": "Bostadsbolaget", "tasks": ["Laga porten."]},
        ],
    }
    assert generalised["actors"] == []
