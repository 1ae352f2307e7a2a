"""Comparisons: with what the place of an activity is to be compared, chosen before the activity begins."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Place, User
from promises.models.activity import Activity
from promises.models.rows import MunicipalQuerySet


class ComparisonLength(models.IntegerChoices):
    """How many weeks before the start and after it are compared, at most."""

    QUARTER = 13, _("Ett kvartal")
    HALF_YEAR = 26, _("Ett halvår")
    YEAR = 52, _("Ett år")


class SiteRole(models.TextChoices):
    """What a chosen place is to the one where something is done."""

    CONTROL = "control", _("Kontroll")
    DISPLACED = "displaced", _("Dit det kan flytta")
    DISPLACED_CONTROL = "displaced_control", _("Kontroll för dit det kan flytta")


class Comparison(models.Model):
    """One choice of control and displacement for an activity; the latest one holds, for all versions of its plan.

    Append-only: whoever changes their mind before the start chooses again. `start_on` is the activity's when it was
    chosen. The database refuses a choice on or after that day, or after the first logged occasion, that is not marked
    `in_hindsight`, and one that is marked without need. `ring` is so many metres around the place's own radius, None
    for no ring; `size` is how many sites belong to it, after which no more are taken. `promises/comparisons/` alone
    writes it.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="comparisons")
    start_on = models.DateField()
    weeks = models.PositiveSmallIntegerField(_("tid före och efter"), choices=ComparisonLength)
    ring = models.PositiveSmallIntegerField(null=True)
    size = models.PositiveSmallIntegerField()
    in_hindsight = models.BooleanField(default=False)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MunicipalQuerySet["Comparison"].as_manager()

    class Meta:
        verbose_name = _("jämförelse")
        verbose_name_plural = _("jämförelser")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__in=sorted(ComparisonLength.values)), name="comparison_has_a_length"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1) & (Q(ring=None) | Q(ring__gt=0)), name="comparison_is_with_something"
            ),
        ]
        indexes = [models.Index(fields=["activity", "-chosen_at"], name="comparison_latest")]

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def chosen_on(self) -> date:
        """The day, where it was chosen."""
        return self.chosen_at.astimezone(self.municipality.zone).date()

    @property
    def length(self) -> timedelta:
        """How far before the start and after it."""
        return timedelta(weeks=self.weeks)


class ComparisonSite(models.Model):
    """An area or a place of a comparison, and what it is there. Append-only; none of them is the activity's own."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="sites")
    role = models.CharField(max_length=20, choices=SiteRole)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, place=None) | Q(area=None, place__isnull=False),
                name="comparison_site_is_somewhere",
            ),
            models.UniqueConstraint(fields=["comparison", "area"], name="comparison_area_once"),
            models.UniqueConstraint(fields=["comparison", "place"], name="comparison_place_once"),
        ]

    def __str__(self) -> str:
        return str(self.where)

    @property
    def where(self) -> Area | Place:
        """The area or the place."""
        where = self.area or self.place
        assert where is not None
        return where
