"""Follow-ups: what was done, kept apart from what it did."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from promises.models.activity import Activity
from promises.models.document import Document
from promises.models.focus import FocusArea
from promises.models.meeting import Resolution
from promises.models.promise import Promise
from promises.models.rows import MunicipalQuerySet


class FollowUpRhythm(models.TextChoices):
    """How long a time a follow-up is about."""

    QUARTER = "quarter", _("Kvartal")
    TERTIAL = "tertial", _("Tertial")
    YEAR = "year", _("År")


class FollowUp(models.Model):
    """The follow-up of one promise, activity, focus area or document over a period, both days included.

    `done` (from the log of occasions) and `effect` (figures at the place before and after) are frozen as JSON when it
    is written. `promises/followup.py` alone writes it; one that a meeting has adopted is locked by the database.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    rhythm = models.CharField(_("period"), max_length=10, choices=FollowUpRhythm)
    first_on = models.DateField()
    last_on = models.DateField()
    done = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    status = models.CharField(
        max_length=20, blank=True, help_text="A word of promises/status.py, as it stood."
    )
    summary = models.TextField(_("vad som gjordes"), max_length=2000, blank=True)
    assessment = models.TextField(_("vad det gjorde"), max_length=2000, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    edited = models.PositiveIntegerField(default=0)
    adopted_in = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )

    objects = MunicipalQuerySet["FollowUp"].as_manager()

    class Meta:
        verbose_name = _("uppföljning")
        verbose_name_plural = _("uppföljningar")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="follow_up_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(promise__isnull=False, activity=None, focus_area=None, document=None)
                | Q(promise=None, activity__isnull=False, focus_area=None, document=None)
                | Q(promise=None, activity=None, focus_area__isnull=False, document=None)
                | Q(promise=None, activity=None, focus_area=None, document__isnull=False),
                name="follow_up_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["promise", "activity", "focus_area", "document", "rhythm", "first_on"],
                nulls_distinct=False,
                name="follow_up_once_per_period",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-last_on"], name="follow_up_by_period")]

    def __str__(self) -> str:
        return str(self.subject)

    def get_absolute_url(self) -> str:
        """The follow-up's page."""
        return reverse("follow_up", args=[self.pk])

    @property
    def subject(self) -> Promise | Activity | FocusArea | Document:
        """What was followed up."""
        subject = self.promise or self.activity or self.focus_area or self.document
        assert subject is not None
        return subject
