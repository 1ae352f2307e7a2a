"""When the schools of a municipality are closed, as far as it differs from the usual (`lagesbild/day_types.py`)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality


class SchoolBreak(models.Model):
    """Days without school, both ends included. A school year with one of its own has none of the usual ones."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("namn"), max_length=60)
    first_on = models.DateField(_("första lovdagen"))
    last_on = models.DateField(_("sista lovdagen"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")), name="break_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name
