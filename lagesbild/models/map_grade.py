"""How well an edition's map foretold where the next period's events were reported, beside simpler maps. Append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from accounts.roles import POLICE, REVIEWERS
from lagesbild.models.edition import Edition, EditionState


def percent(part: int, whole: int) -> int:
    """Whole per cent, 0 of nothing."""
    return round(100 * part / whole) if whole else 0


class MapMethod(models.TextChoices):
    """How a map was made."""

    DENSITY = "density", _("Kartan")
    COUNT = "count", _("Enkel räkning")
    LAST_YEAR = "last_year", _("Samma veckor i fjol")


class GroundKind(models.TextChoices):
    """What part of the municipality the maps were compared on."""

    BUILT_UP = "built_up", _("tätorternas yta")
    REPORTED = "reported", _("ytan där något har rapporterats det senaste året")


class MapGradeQuerySet(models.QuerySet["MapGrade"]):
    """Filters on grades."""

    def visible_to(self, user: User) -> "MapGradeQuerySet":
        """Where the person reads editions at their full level."""
        return self.filter(municipality__in=user.standing.municipalities_with(REVIEWERS | POLICE))

    def in_municipality(self, municipality: Municipality) -> "MapGradeQuerySet":
        """Of one municipality."""
        return self.filter(municipality=municipality)

    def in_force(self) -> "MapGradeQuerySet":
        """Between editions of which neither is superseded by a correction, and those without editions."""
        return self.filter(
            Q(edition=None) | Q(edition__state=EditionState.ADOPTED, followed_by__state=EditionState.ADOPTED)
        )


class MapGrade(models.Model):
    """One method's grade over one fortnight, `start_on` being the map's own. `lagesbild/grading.py` alone writes it.

    Without editions it was made in retrospect, from reports of a time before there were any. `hit_rate` is caught /
    events; it and the others are null where they mean nothing, as where no event could be caught.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    followed_by = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    start_on = models.DateField()
    method = models.CharField(max_length=10, choices=MapMethod)
    bandwidth = models.PositiveSmallIntegerField(null=True, help_text="Metres; null for a plain count.")
    is_map = models.BooleanField(default=False, help_text="Whether it is the map as the edition showed it.")
    ground = models.CharField(max_length=10, choices=GroundKind)
    area_km2 = models.FloatField()
    share = models.FloatField(help_text="Of the area, 0 to 1, that each method may point out.")
    events = models.PositiveIntegerField(help_text="Of the next period, on the ground.")
    outside = models.PositiveIntegerField(help_text="Of the next period, on the map but not on the ground.")
    caught = models.PositiveIntegerField()
    hit_rate = models.FloatField(null=True)
    pai = models.FloatField(null=True)
    pei = models.FloatField(null=True)
    rri = models.FloatField(null=True)
    graded_at = models.DateTimeField()

    objects: ClassVar[MapGradeQuerySet] = MapGradeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "start_on", "edition", "followed_by", "method", "bandwidth"],
                nulls_distinct=False,
                name="map_graded_once",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, followed_by=None)
                | Q(edition__isnull=False, followed_by__isnull=False),
                name="map_grade_has_both_editions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start_on} {self.get_method_display()}: {self.caught}/{self.events}"

    @property
    def percent(self) -> int:
        """Caught of the events; 0 where there were none. Shown beside the two counts, never alone."""
        return percent(self.caught, self.events)

    @property
    def share_percent(self) -> int:
        """Of the area, what was pointed out."""
        return round(100 * self.share)

    @property
    def pointed_out_km2(self) -> float:
        """What was pointed out."""
        return self.share * self.area_km2
