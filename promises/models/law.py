"""What the law (2023:196) asks of a municipality, and where each thing was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from lagesbild.models import Edition
from promises.models.document import Document
from promises.models.meeting import Resolution
from promises.models.rows import AccountedQuerySet


class Duty(models.TextChoices):
    """The things that lag (2023:196) om kommuners ansvar för brottsförebyggande arbete asks for."""

    SITUATION = "situation", _("Lägesbild över brottsligheten")
    ACTION_PLAN = "action_plan", _("Åtgärdsplan")
    AGREEMENT = "agreement", _("Samverkansöverenskommelse")
    COUNCIL = "council", _("Brottsförebyggande råd")
    COORDINATION = "coordination", _("Samordningsfunktion")


class DutyRecord(models.Model):
    """That a duty was met: where it is written, when it was decided. Append-only; the latest one holds."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("krav"), max_length=15, choices=Duty)
    where = models.CharField(_("var det står"), max_length=300)
    decided_on = models.DateField(_("beslutat"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AccountedQuerySet["DutyRecord"].as_manager()

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.where}"

    @property
    def name(self) -> str:
        """What it points at is called, cut where `where` ends; empty where it points at nothing."""
        if self.document:
            return self.document.title
        if self.edition:
            return self.edition.designation
        return str(self.resolution or "")[:300]

    @property
    def words(self) -> str:
        """Where it is written, as far as what it points at does not say so itself."""
        return "" if self.where == self.name else self.where
