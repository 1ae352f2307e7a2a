"""An adopted edition counted again later, from the decisions as they stood: the same until something is gone."""

from datetime import timedelta

import pytest

from incidents.models import Decision, Incident, NothingToReport
from incidents.rewinding import as_of
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import document
from lagesbild.figures.recount import differences
from lagesbild.models import Edition
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

pytestmark = pytest.mark.django_db
LATER = DRAFTED + timedelta(days=3)


@pytest.fixture
def edition(scene: Scene) -> Edition:
    """Adopted: events at a place and in the open, before and in the period, one waiting and one rejected."""
    square = scene.place("Torget", 0.002)
    scene.events(4, PERIOD.previous().start)
    scene.events(
        6,
        place=square,
        longitude=square.point.x,
        latitude=square.point.y,
        damage_cost=1200,
        cost_basis="actual",
    )
    scene.events(3, hour=22, hours=3, category=scene.needle)
    scene.filed()
    factories.reject(scene.filed(), scene.coordinator, at=DRAFTED)
    draft = scene.draft(PERIOD.previous())
    document.adopt(draft, by=scene.coordinator, at=DRAFTED - timedelta(days=1))
    return document.adopt(scene.draft(), by=scene.coordinator, at=DRAFTED)


def found(edition: Edition) -> list[str]:
    return list(differences(Edition.objects.select_related("municipality", "corrects").get(pk=edition.pk)))


def test_at_once_it_comes_out_the_same(edition):
    assert found(edition) == []


def reconsider(incident: Incident, scene: Scene) -> Incident:
    choice = Choice(Move.RECONSIDER, incident.version, Reason.NEW_INFORMATION, "Fel.")
    return decide(incident.pk, choice, by=scene.coordinator, at=LATER)


def test_whatever_is_decided_or_comes_in_afterwards_it_comes_out_the_same(scene, edition):
    def change(incident: Incident, move: Move, **more):
        return decide(incident.pk, Choice(move, incident.version, **more), by=scene.coordinator, at=LATER)

    approved = Incident.objects.filter(state="approved", started_at__gte=scene.local(PERIOD.start)).order_by(
        "pk"
    )
    first, second, third, fourth, *_others = approved
    factories.approve(Incident.objects.get(state="submitted"), scene.coordinator, at=LATER)
    reconsider(first, scene)
    moved = {
        "point": second.point.clone(),
        "category": scene.needle,
        "started_at": scene.local(PERIOD.start, 1),
    }
    moved["point"].x -= 0.01
    corrected = change(reconsider(second, scene), Move.CORRECT, corrections=moved)
    change(change(corrected, Move.CORRECT, corrections={"place": None}), Move.APPROVE)
    change(reconsider(third, scene), Move.MARK_DUPLICATE, duplicate_of=fourth)
    scene.events(5, at=LATER)
    NothingToReport.objects.create(
        municipality=scene.municipality, organisation=scene.reporter.memberships.get().organisation,
        week_on=PERIOD.start, by=scene.reporter, at=LATER,
    )  # fmt: skip
    correction = document.draft_correction(
        Edition.objects.get(start_on=PERIOD.previous().start), note="Fel.", at=LATER
    )
    document.adopt(correction, by=scene.coordinator, at=LATER)
    assert found(edition) == []


def test_looking_changes_nothing(scene, edition):
    report = Incident.objects.filter(state="approved").earliest("pk")
    reconsider(report, scene)
    before = list(Incident.objects.order_by("pk").values()), Decision.objects.count()
    assert found(edition) == []
    assert (list(Incident.objects.order_by("pk").values()), Decision.objects.count()) == before


def test_settings_changed_since_are_those_it_was_made_with(scene, edition):
    scene.municipality.bandwidth, scene.municipality.minimum_count = 400, 9
    scene.municipality.save()
    assert found(edition) == []


def test_what_is_gone_is_said_where_it_counts(scene, edition):
    gone = Incident.objects.filter(category=scene.needle).earliest("pk")
    Incident.objects.filter(pk=gone.pk).update(started_at=LATER, ended_at=LATER)  # past the log of decisions
    said = found(edition)
    assert "full/figures/total/this_period: 9 → 8" in said
    assert all(line.startswith(("full/", "generalised/")) for line in said)


def test_a_report_is_as_it_was_while_one_looks(scene, edition):
    report = Incident.objects.filter(state="approved").earliest("pk")
    start = report.started_at
    choice = Choice(Move.CORRECT, report.version + 1, corrections={"started_at": start - timedelta(hours=1)})
    corrected = decide(reconsider(report, scene).pk, choice, by=scene.coordinator, at=LATER)
    with as_of(scene.municipality, at=DRAFTED):
        seen = Incident.objects.get(pk=report.pk)
        assert (seen.started_at, seen.version, seen.decided_at) == (start, report.version, report.decided_at)
    assert Incident.objects.get(pk=report.pk).version == corrected.version
