"""A photo of a report: re-encoded on receipt, without metadata."""

from django.db import models

from accounts.models import Municipality
from incidents.models.incident import Incident


def photo_path(photo: "Photo", filename: str) -> str:
    """Where the file lies in the storage; the sender's file name is not kept."""
    return f"{photo_folder(photo.municipality_id)}/{photo.sha256[:2]}/{photo.sha256}.jpg"


def photo_folder(municipality_id: int) -> str:
    """Where a municipality's photos lie, in folders by the first two digits of their checksums."""
    return f"photos/{municipality_id}"


class Photo(models.Model):
    """One picture; `incidents/photos.py` makes it safe before it comes here."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(upload_to=photo_path, max_length=150)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blacked_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.width} × {self.height}"


class LeftoverFile(models.Model):
    """A file that nothing speaks of any more. It lies here until it has been erased from the storage."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.name
