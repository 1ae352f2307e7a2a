"""A meeting's papers as PDF: the pack sent out before it, and its minutes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from lagesbild.models import Printed
from promises.models.meeting import Meeting


class PaperKind(models.TextChoices):
    """Which of a meeting's papers."""

    PACK = "pack", _("Kallelse och handlingar")
    MINUTES = "minutes", _("Protokoll")


class Paper(Printed):
    """One PDF file, rendered by the worker like an edition's; `attempts` is committed before the work begins.

    What it says is frozen as JSON in `content` when it is ordered, so that a retry prints the same.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=PaperKind)
    content = models.JSONField()
    ordered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"
