"""The event log: what was changed, read and taken out, and the seals that show whether a row is missing.

The application may read both tables and can neither write, change nor empty them: triggers and functions of
`accounts/database.py` and the migrations write. Values of free text and personal columns are never copied here, only
the fact that they changed, so that erasing them stays possible.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Action(models.TextChoices):
    """What was done: the first three are written by triggers, the others are told by the application."""

    INSERT = "insert", _("Lade till")
    UPDATE = "update", _("Ändrade")
    DELETE = "delete", _("Tog bort")
    READ = "read", _("Läste")
    SEARCH = "search", _("Sökte")
    EXPORT = "export", _("Hämtade som tabell")
    DOWNLOAD = "download", _("Hämtade fil")
    REFUSED = "refused", _("Nekades skadad fil")
    SIGN_IN = "sign_in", pgettext_lazy("i loggen", "Loggade in")
    SIGN_IN_FAILED = "sign_in_failed", _("Misslyckades att logga in")
    SIGN_OUT = "sign_out", _("Loggade ut")


class EventLog(models.Model):
    """One inserted, updated or deleted row, or one deed: of whom, about which row of which table, in which words."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    municipality_id = models.BigIntegerField(null=True)
    table = models.CharField(max_length=63)
    row_id = models.CharField(max_length=40)
    action = models.CharField(max_length=20, choices=Action)
    changes = models.JSONField(
        help_text="Per column the value, or the old and the new; of a deed, what was asked."
    )

    class Meta:
        indexes = [
            models.Index(fields=["table", "row_id"], name="event_by_row"),
            models.Index(fields=["municipality_id", "at"], name="event_by_time"),
            models.Index(fields=["actor_id", "at"], name="event_by_actor"),
            # Nearly all rows are new or changed ones; what else was done is found without going through them.
            models.Index(
                fields=["municipality_id", "action", "at"],
                condition=~models.Q(action__in=["insert", "update"]),
                name="event_by_deed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.table} {self.row_id}"


class LogSeal(models.Model):
    """The rows of the log since the last seal, each with its digest, and a digest over them and the last seal's.

    Made by the database's `seal_log()`; `accounts/sealing.py` asks for it and holds the log against it.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    last_id = models.BigIntegerField(help_text="Of the rows that are sealed.")
    count = models.PositiveIntegerField()
    rows = ArrayField(models.BigIntegerField(), help_text="Their keys, in order.")
    digests = models.BinaryField(help_text="SHA-256 of each of them, 32 bytes one after the other.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the last seal's digest and all of this.")

    class Meta:
        indexes = [models.Index(fields=["at"], name="seal_by_time")]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class LogLook(models.Model):
    """What was found when the log was last held against its seals. Append-only; `accounts/log_watch.py` writes it."""

    at = models.DateTimeField()
    rows = models.BigIntegerField(help_text="That agree.")
    unsealed = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    broken = models.CharField(max_length=120, blank=True, help_text="The first that does not agree.")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="look_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.broken or self.rows}"
