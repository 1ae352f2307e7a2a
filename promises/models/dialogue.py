"""What people said when asked: dialogues, safety walks and surveys, and what damage was reported to cost."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Organisation
from promises.models.rows import AccountedQuerySet, MunicipalQuerySet


class DialogueKind(models.TextChoices):
    """How people were asked."""

    CITIZENS = "citizens", _("Medborgardialog")
    STAFF = "staff", _("Medarbetardialog")
    WALK = "walk", _("Trygghetsvandring")
    SURVEY = "survey", _("Trygghetsenkät")


class Dialogue(models.Model):
    """One dialogue, walk or survey; what was said only as a summary and in themes."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("typ"), max_length=10, choices=DialogueKind)
    title = models.CharField(_("rubrik"), max_length=200)
    on = models.DateField(_("datum"))
    venue = models.CharField(_("plats"), max_length=100, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("område"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invitation = models.TextField(_("så bjöds människor in"), max_length=1000, blank=True)
    participants = models.PositiveIntegerField(_("antal deltagare"), null=True, blank=True)
    summary = models.TextField(_("sammanfattning"), max_length=4000, blank=True)

    objects = MunicipalQuerySet["Dialogue"].as_manager()

    class Meta:
        verbose_name = _("dialog")
        indexes = [models.Index(fields=["municipality", "-on"], name="dialogue_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The dialogue's page."""
        return reverse("dialogue", args=[self.pk])


class Theme(models.Model):
    """A theme of what was said, and by how many where that was counted."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(_("tema"), max_length=200)
    number = models.PositiveIntegerField(_("antal som nämnde det"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class CostType(models.TextChoices):
    """What was damaged."""

    GLASS = "glass", _("Glaskross")
    GRAFFITI = "graffiti", _("Klotter")
    OTHER = "other", _("Övrig skadegörelse")


class CostItem(models.Model):
    """Damage cost over a period as somebody accounts for it, both days included, and what is not in the sum."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField(_("från och med"))
    last_on = models.DateField(_("till och med"))
    type = models.CharField(_("skadetyp"), max_length=10, choices=CostType)
    kronor = models.PositiveIntegerField(_("kronor"))
    source = models.ForeignKey(
        Organisation, verbose_name=_("uppgiftslämnare"), on_delete=models.PROTECT, related_name="+"
    )
    excludes = models.TextField(_("vad som inte ingår"), max_length=1000, blank=True)

    objects = AccountedQuerySet["CostItem"].as_manager()

    class Meta:
        verbose_name = _("kostnadspost")
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="cost_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["municipality", "-last_on"], name="cost_by_period")]

    def __str__(self) -> str:
        return f"{self.get_type_display()}: {self.kronor} kr"
