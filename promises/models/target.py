"""A target: what has to be counted, and how much of it is enough. Optional on promises and activities alike."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TargetKind(models.TextChoices):
    """How one can tell that it has been reached."""

    NONE = "none", _("Inget mål")
    COUNT = "count", _("Ett antal")
    THRESHOLD = "threshold", _("Minst ett antal")
    YES_NO = "yes_no", _("Gjort eller inte")
    CONTINUOUS = "continuous", _("Löpande")


#: Kinds that need a number and a unit.
COUNTED = frozenset({TargetKind.COUNT, TargetKind.THRESHOLD})


class Target(models.Model):
    """Columns of a target: "minst 100 kvällar" is threshold, 100, kvällar."""

    target_kind = models.CharField(_("mål"), max_length=10, choices=TargetKind, default=TargetKind.NONE)
    target_number = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    target_unit = models.CharField(
        _("enhet"),
        max_length=40,
        blank=True,
        help_text=_("Vad som räknas, till exempel kvällar eller passager."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(target_kind__in=sorted(COUNTED), target_number__gt=0, target_number__isnull=False)
                & ~Q(target_unit="")
                | Q(target_number=None, target_unit="") & ~Q(target_kind__in=sorted(COUNTED)),
                name="%(class)s_target_is_whole",
            )
        ]
