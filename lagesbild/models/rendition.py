"""The PDF of an edition at one level: a file, its checksum, and how many times it was tried."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from lagesbild.models.edition import Edition


class Level(models.TextChoices):
    """How much an edition tells: everything, or areas in place of points and small counts merged."""

    FULL = "full", _("Fullständig")
    GENERALISED = "generalised", _("Generaliserad")


class RenditionState(models.TextChoices):
    """How far the rendering has come."""

    QUEUED = "queued", _("I kö")
    RENDERING = "rendering", _("Skapas")
    READY = "ready", _("Klar")
    FAILED = "failed", _("Misslyckades")


class Printed(models.Model):
    """Columns of a PDF and its making: `lagesbild/printing.py` alone writes them."""

    state = models.CharField(max_length=10, choices=RenditionState, default=RenditionState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = models.FileField(max_length=150, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_awaited(self) -> bool:
        """Whether the worker is at it, or will be."""
        return self.state in (RenditionState.QUEUED, RenditionState.RENDERING)


class Rendition(Printed):
    """One PDF file of an edition. `lagesbild/document.py` alone writes it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="renditions")
    level = models.CharField(max_length=12, choices=Level)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "level"], name="rendition_once_per_level")]

    def __str__(self) -> str:
        return f"{self.edition} {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        """The file, once it is there."""
        return self.edition.address("edition_pdf", self.level)
