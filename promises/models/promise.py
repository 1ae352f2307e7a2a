"""Medborgarlöften: what the municipality and the police promise the people who live there."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Place
from promises.models.document import Document
from promises.models.focus import FocusArea
from promises.models.rows import MunicipalQuerySet
from promises.models.target import Target


class Promisor(models.TextChoices):
    """Who promises."""

    MUNICIPALITY = "municipality", _("Kommunen")
    POLICE = "police", _("Polisen")
    JOINT = "joint", _("Kommunen och polisen gemensamt")


class Promise(Target):
    """One promise of a document. Locked with it; how it stands is `promises/status.py`'s to say."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="promises")
    number = models.PositiveSmallIntegerField(_("nummer"))
    heading = models.CharField(_("rubrik"), max_length=200, blank=True)
    text = models.TextField(_("löfte"), max_length=2000)
    method = models.TextField(_("så här gör vi"), max_length=2000, blank=True)
    promisor = models.CharField(_("vem som lovar"), max_length=12, choices=Promisor)
    focus_area = models.ForeignKey(
        FocusArea,
        verbose_name=_("fokusområde"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
    )
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("område"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.CharField(_("målgrupp"), max_length=100, blank=True)
    first_on = models.DateField(_("gäller från och med"))
    last_on = models.DateField(_("gäller till och med"))

    objects = MunicipalQuerySet["Promise"].as_manager()

    class Meta(Target.Meta):
        verbose_name = _("medborgarlöfte")
        constraints = [
            *Target.Meta.constraints,
            models.UniqueConstraint(fields=["document", "number"], name="promise_number_once"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="promise_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.text

    def get_absolute_url(self) -> str:
        """The promise's page."""
        return reverse("promise", args=[self.pk])
