"""That a person has been reminded by mail of an activity's last day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, OutgoingMail, User
from promises.models.activity import Activity


class ReminderKind(models.TextChoices):
    """On which side of the last day."""

    BEFORE = "before", _("Snart klar")
    AFTER = "after", _("Försenad")


class Reminder(models.Model):
    """One activity's line in one digest. Append-only.

    The key holds whatever two beats do at once; an activity that is given another last day is reminded of anew.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=ReminderKind)
    due_on = models.DateField()
    mail = models.ForeignKey(OutgoingMail, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "user", "kind", "due_on"], name="reminded_once")
        ]
        indexes = [models.Index(fields=["municipality", "user", "at"], name="reminder_by_time")]

    def __str__(self) -> str:
        return f"{self.user}: {self.activity}"
