"""A hot spot: a place that comes back in edition after edition, and how far the work with it has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Place, User
from accounts.roles import FOLLOWERS
from lagesbild.models.edition import Edition


class HotSpotState(models.TextChoices):
    """The steps of problem-oriented work with a place."""

    MAPPED = "mapped", _("Kartläggs")
    ANALYSED = "analysed", _("Analyseras")
    ACTED_ON = "acted_on", _("Åtgärdas")
    FOLLOWED_UP = "followed_up", _("Följs upp")
    CLOSED = "closed", _("Avslutad")
    REOPENED = "reopened", _("Återöppnad")


class HotSpotQuerySet(models.QuerySet["HotSpot"]):
    """Filters on hot spots."""

    def visible_to(self, user: User) -> "HotSpotQuerySet":
        """Those of municipalities in which the person follows the work: a name and a position, no incident."""
        return self.filter(municipality__in=user.standing.municipalities_with(FOLLOWERS))

    def in_municipality(self, municipality: Municipality) -> "HotSpotQuerySet":
        """Of one municipality."""
        return self.filter(municipality=municipality)

    def ongoing(self) -> "HotSpotQuerySet":
        """Not closed."""
        return self.exclude(state=HotSpotState.CLOSED)


class HotSpot(models.Model):
    """A place to be worked on, taken from an edition's list. `lagesbild/hotspots.py` alone writes it.

    `x` and `y` are metres in the municipality's projection; `radius` in metres is what counts as there.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("namn"), max_length=150)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)
    radius = models.PositiveSmallIntegerField(default=150)
    state = models.CharField(_("steg"), max_length=12, choices=HotSpotState, default=HotSpotState.MAPPED)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="hot_spots")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[HotSpotQuerySet] = HotSpotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hot spot")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=~Q(state="closed"), name="hot_spot_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(x=None, y=None, area__isnull=False) | Q(x__isnull=False, y__isnull=False),
                name="hot_spot_is_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The hot spot's page, which the app above keeps."""
        return reverse("hot_spot", args=[self.pk])


class HotSpotStep(models.Model):
    """That a hot spot came to a state, why, and who said so. Append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    hot_spot = models.ForeignKey(HotSpot, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=HotSpotState)
    note = models.CharField(_("anteckning"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.hot_spot}: {self.get_state_display()}"
