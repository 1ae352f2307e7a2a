"""Focus areas: a problem chosen to be worked on, what it rests on, and why it is there."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality
from lagesbild.models import Edition, HotSpot
from promises.models.dialogue import Dialogue
from promises.models.document import Document
from promises.models.rows import MunicipalQuerySet


class FocusArea(models.Model):
    """A fokusområde of a plan, an agreement or a list of promises."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="focus_areas")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("fokusområde"), max_length=300)
    problem = models.TextField(_("problem"), max_length=4000, blank=True)
    goal = models.TextField(_("målbild"), max_length=2000, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("område"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    editions = models.ManyToManyField(
        Edition, verbose_name=_("lägesbilder"), blank=True, related_name="focus_areas"
    )
    hot_spots = models.ManyToManyField(
        HotSpot, verbose_name=_("hot spots"), blank=True, related_name="focus_areas"
    )
    dialogues = models.ManyToManyField(
        Dialogue, verbose_name=_("dialoger och mätningar"), blank=True, related_name="focus_areas"
    )

    objects = MunicipalQuerySet["FocusArea"].as_manager()

    class Meta:
        verbose_name = _("fokusområde")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="focus_area_number_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The focus area's page."""
        return reverse("focus_area", args=[self.pk])


class Perspective(models.TextChoices):
    """From whose side a cause is seen: the three corners of the problem triangle."""

    VICTIM = "victim", _("Brottsutsatt")
    OFFENDER = "offender", _("Gärningsperson")
    PLACE = "place", _("Objekt eller plats")


class Cause(models.Model):
    """One cause of a focus area's or a hot spot's problem; a cause may have causes of its own."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.CASCADE, null=True, related_name="causes")
    hot_spot = models.ForeignKey(HotSpot, on_delete=models.PROTECT, null=True, related_name="causes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="causes")
    perspective = models.CharField(_("perspektiv"), max_length=10, choices=Perspective)
    text = models.CharField(_("orsak"), max_length=300)
    evidence = models.TextField(_("belägg"), max_length=1000, blank=True)

    objects = MunicipalQuerySet["Cause"].as_manager()

    class Meta:
        verbose_name = _("orsak")
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_area__isnull=False, hot_spot=None)
                | Q(focus_area=None, hot_spot__isnull=False),
                name="cause_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text
