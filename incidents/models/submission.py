"""How reports arrive: one submission from a person, one batch from a file, or word that there is nothing."""

from django.db import models

from accounts.models import Municipality, Organisation, User


class Submission(models.Model):
    """What was sent in at once: one or several incidents under the sender's own key, stored once however often sent."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was sent.")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)


class NothingToReport(models.Model):
    """A unit's receipt that a week passed without anything to report."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="quiet_weeks")
    week_on = models.DateField(help_text="The Monday of the week.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "week_on"], name="quiet_week_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.week_on}"


class ImportBatch(models.Model):
    """One run of a file import."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    accepted = models.PositiveIntegerField(default=0)
    already_known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"
