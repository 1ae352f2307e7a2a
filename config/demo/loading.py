"""Loading the demo: the three municipalities with all that has happened in them, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.scope import within
from config.demo.ahead import add_categories, report_planned
from config.demo.cast import Cast, hire, logins
from config.demo.deciding import Reviewers
from config.demo.editions import adoption, draft_latest, publish
from config.demo.filing import Reporters, Sent
from config.demo.geography import name_places, settle, sketches, survey
from config.demo.loop import Story
from config.demo.police import read_in
from config.demo.scene import Scene
from incidents.categories import load_standard
from lagesbild.day_types import school_year
from lagesbild.models import Edition
from lagesbild.school_breaks import take_the_usual

#: Twenty-seven months.
DAYS = 822
#: How many incidents a municipality has, by its code; a few are reported twice.
TOTAL = {"1983": 5300.0, "1960": 260.0, "1984": 320.0}


@dataclass(frozen=True)
class Loaded:
    """What was loaded: how many reports by municipality, and the adopted edition, whose PDFs are still to be made."""

    reports: dict[str, int]
    edition: Edition


@transaction.atomic
def load(*, password: str, now: datetime, scale: float = 1.0) -> Loaded:
    """Load everything as if it were `now`, or nothing; `scale` is how much of the usual number of reports."""
    # Hashing takes as long as it should, so it is done once: everybody has the same password anyway.
    hashed = make_password(password)
    reports = {}
    editions = []
    for sketch in sketches():
        municipality = settle(sketch)
        with within(municipality.pk):
            survey(municipality, sketch)
            cast = _people(municipality, hashed_password=hashed, at=now - timedelta(days=DAYS))
            scene = Scene(municipality, seed=int(municipality.code), now=now)
            sent = _report(scene, cast, total=scale * TOTAL[municipality.code])
            reports[municipality.name] = len(sent)
            editions += _decide(scene, cast, sent)
    return Loaded(reports, editions[0])


def _people(municipality: Municipality, *, hashed_password: str, at: datetime) -> Cast:
    """Who works there, with the categories that they report in and the places that they know."""
    load_standard(municipality)
    cast = hire(municipality, hashed_password=hashed_password, at=at)
    name_places(municipality, cast.organisations)
    if _is_read(cast):
        add_categories(municipality)
    return cast


def _report(scene: Scene, cast: Cast, *, total: float) -> list[Sent]:
    """Let 27 months pass; everything that comes in, oldest first."""
    reporters = Reporters(scene, cast)
    sent = reporters.send_in(scene.happenings(days=DAYS, total=total))
    if _is_read(cast):
        sent += report_planned(scene, cast)
    reporters.keep_quiet(sent, weeks=DAYS // 7)
    return sorted(sent, key=lambda report: report.incident.received_at)


def _decide(scene: Scene, cast: Cast, sent: list[Sent]) -> list[Edition]:
    """Decide on it all; where there is somebody to read it, adopt an edition on the way and draft the next.

    Around that edition lies the long loop: what had been promised and decided before it, and what it led to, and in
    that the latest tertial's and the latest year's edition.
    """
    reviewers = Reviewers(scene, cast, sent)
    if not _is_read(cast):
        reviewers.finish()
        return []
    read_in(scene.municipality, by=cast.holding(Role.COORDINATOR)[0], now=scene.now)
    take_the_usual(scene.municipality, school_year(scene.now.astimezone(scene.zone).date()))
    adopted_at = adoption(scene.municipality, now=scene.now)
    reviewers.work(until=adopted_at)
    story = Story(scene, cast, reviewers)
    story.begin(until=adopted_at)
    edition = publish(scene.municipality, cast, at=adopted_at)
    story.finish(edition)
    reviewers.finish()
    draft_latest(scene.municipality, now=scene.now)
    return [edition]


def _is_read(cast: Cast) -> bool:
    """Whether there is somebody to read what is made of the reports."""
    return bool(cast.holding(Role.POLICE))


def is_loaded() -> bool:
    """Whether the demo is there."""
    return User.objects.filter(email__in=[email for _role, email in logins()]).exists()
