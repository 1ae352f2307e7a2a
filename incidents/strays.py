"""Photos in the storage that no row names: whoever stored them was killed before the rows were committed."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from accounts.models import Municipality
from incidents.models import LeftoverFile, Photo
from incidents.models.photo import photo_folder

#: Younger than this they may be somebody's who has not finished; longer than any request may take.
STRAY_AFTER = timedelta(days=1)


def find_strays(municipality: Municipality, *, at: datetime) -> int:
    """Leave the municipality's strays to `masking.erase_leftovers`, and so to the event log; how many.

    The storage is asked for every name there is, so once a night is enough.
    """
    folder = photo_folder(municipality.pk)
    named = set(Photo.objects.filter(municipality=municipality).values_list("file", flat=True))
    named |= set(LeftoverFile.objects.filter(municipality=municipality).values_list("name", flat=True))
    strays = [
        LeftoverFile(municipality=municipality, name=name)
        for part in _listed(folder)[0]
        for name in (f"{folder}/{part}/{file}" for file in _listed(f"{folder}/{part}")[1])
        if name not in named and at - default_storage.get_modified_time(name) > STRAY_AFTER
    ]
    LeftoverFile.objects.bulk_create(strays)
    return len(strays)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in it."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
