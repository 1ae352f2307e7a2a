"""What was decided about a report, in codes for ever; what was written about it, erasable; and who is to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from incidents.models.incident import Incident
from incidents.states import Move, Reason, State


class Decision(models.Model):
    """One move of one report. Append-only: the database refuses update and delete. Holds codes, never free text."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    move = models.CharField(max_length=20, choices=Move)
    from_state = models.CharField(max_length=20, choices=State, blank=True)
    to_state = models.CharField(max_length=20, choices=State)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    changes = models.JSONField(
        default=dict, help_text="Corrected fields: name, then the old and the new code."
    )
    version = models.PositiveIntegerField(help_text="The report's version after this decision.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "version"], name="decision_once_per_version")
        ]
        indexes = [models.Index(fields=["municipality", "at"], name="decision_by_time")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.move}"


class TextKind(models.TextChoices):
    """Which of the things people write."""

    DESCRIPTION = "description", _("Beskrivning")
    MOTIVATION = "motivation", _("Motivering")
    QUESTION = "question", _("Fråga")
    ANSWER = "answer", _("Svar")


class Text(models.Model):
    """Something a person wrote about a report. Never changed; the newest description counts; a row can be erased."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField(help_text="Of the report, after the decision this belongs to.")
    kind = models.CharField(max_length=12, choices=TextKind)
    body = models.TextField(max_length=1000)

    class Meta:
        indexes = [models.Index(fields=["incident", "version"], name="text_by_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.kind}"


class Notice(models.Model):
    """Word to a reporter of what became of a report; shown at once, mailed as a digest."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    what = models.CharField(max_length=30, help_text="A move, `reminder` or `counted`.")
    edition = models.CharField(
        max_length=12,
        blank=True,
        help_text="The edition's number, where it counted in one.",
    )
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "what", "edition", "at"], name="notice_once"),
        ]
        indexes = [
            models.Index(
                fields=["user", "at"],
                condition=models.Q(mailed_at=None),
                name="notice_unmailed",
            ),
            models.Index(fields=["user", "-at"], name="notice_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.what} {self.incident_id}"
