"""The PDF of a purge record: gallringsprotokoll."""

from django.db import models

from accounts.models import Municipality
from lagesbild.models.rendition import Printed


class PurgePaper(Printed):
    """One PDF file, rendered by the worker like an edition's; what it says is frozen in `content` at the order."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    record = models.OneToOneField("incidents.PurgeRecord", on_delete=models.PROTECT, related_name="paper")
    content = models.JSONField()
    ordered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_state_display()}"
