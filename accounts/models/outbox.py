"""Mail that is to leave the house: the row is the truth, the worker's message only a wake-up call."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.municipality import Municipality


class MailState(models.TextChoices):
    """How far a message has come. `in_flight` is committed before the mail server is spoken to."""

    QUEUED = "queued", _("I kö")
    IN_FLIGHT = "in_flight", _("Skickas")
    SENT = "sent", _("Skickat")
    FAILED = "failed", _("Misslyckades")


class OutgoingMail(models.Model):
    """One message to one recipient. Written by `accounts/outbox.py` alone."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    body_html = models.TextField(blank=True)
    attachment = models.CharField(max_length=200, blank=True, help_text="A name in the default storage.")
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    in_flight_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="The mail server's last words.")
    maybe_twice = models.BooleanField(
        default=False, help_text="The connection broke after the server had the text."
    )
    erased_at = models.DateTimeField(null=True, help_text="When subject and body were purged.")
    is_secret = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Holds a key: its words are erased once it has been sent or given up.",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="mail_due",
                condition=models.Q(state__in=["queued", "in_flight"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
