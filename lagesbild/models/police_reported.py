"""Police-reported crime per area and month: a series of its own beside the reports, never summed with them.

What was read from a file stays as it was: a later file that tells of the same month stands before it, and withdrawing
a file lets the earlier one show again. `lagesbild/police_imports.py` alone writes here.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, User
from accounts.roles import EDITION_READERS


class PoliceImport(models.Model):
    """One file of police-reported crime. It counts until it is withdrawn."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("källa"), max_length=100)
    file_name = models.CharField(_("fil"), max_length=200)
    #: The first and the last month that it tells of, by their first days.
    first_on = models.DateField()
    last_on = models.DateField()
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class CrimeCountQuerySet(models.QuerySet["CrimeCount"]):
    """Filters on crimes that the police were told of."""

    def visible_to(self, user: User) -> "CrimeCountQuerySet":
        """Those of municipalities in which the person reads editions."""
        return self.filter(municipality__in=user.standing.municipalities_with(EDITION_READERS))

    def in_municipality(self, municipality: Municipality) -> "CrimeCountQuerySet":
        """Of one municipality."""
        return self.filter(municipality=municipality)

    def standing(self, *, at: datetime) -> "CrimeCountQuerySet":
        """As known at a time: of each area, offence and month what the latest file said that is not withdrawn now."""
        known = self.filter(batch__imported_at__lte=at, batch__withdrawn_at=None)
        return known.order_by("area", "offence", "month", "-batch__imported_at", "-batch").distinct(
            "area", "offence", "month"
        )


class CrimeCount(models.Model):
    """How many of one sort of crime the police were told of in a month, in an area or the whole municipality."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PoliceImport, on_delete=models.PROTECT, related_name="counts")
    #: None is the whole municipality, which is more than its areas together.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField(_("månad"), help_text="The first day of it.")
    offence = models.CharField(_("brott"), max_length=100, help_text="As the source names it.")
    count = models.PositiveIntegerField(_("antal"))

    objects: ClassVar[CrimeCountQuerySet] = CrimeCountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "area", "offence", "month"],
                nulls_distinct=False,
                name="crime_once_in_a_file",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="crime_by_whole_months",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "area", "offence", "month"], name="crime_by_month")]

    def __str__(self) -> str:
        return f"{self.offence} {self.month:%Y-%m}"
