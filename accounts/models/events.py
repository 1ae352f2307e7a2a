"""The event log: what changed in the database, written by triggers and by nothing else.

The application may read it and can neither write, change nor empty it. Values of free text and personal columns are
never copied here, only the fact that they changed, so that erasing them stays possible.
"""

from django.db import models


class EventLog(models.Model):
    """One inserted, updated or deleted row. `accounts/database.py` makes the triggers that write it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    municipality_id = models.BigIntegerField(null=True)
    table = models.CharField(max_length=63)
    row_id = models.CharField(max_length=40)
    action = models.CharField(max_length=6)
    changes = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["table", "row_id"], name="event_by_row"),
            models.Index(fields=["municipality_id", "at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.table} {self.row_id}"
