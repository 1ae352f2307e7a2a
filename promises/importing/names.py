"""What the rows of a file call other rows by: the municipality's names, and keys that the file itself gives."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Municipality, Organisation
from promises.importing.reading import Row


class Names:
    """Looks up what a row points at, or says on which line it points at nothing."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        self.called: dict[tuple[str, str], Any] = {}

    def found(self, row: Row, key: str, kind: type[models.Model]) -> models.Model:
        """The place or area of that name."""
        found = kind._default_manager.filter(municipality=self.municipality, name=row.values[key]).first()
        if found is None:
            raise row.fault(_("”%(name)s” finns inte i kommunen.") % {"name": row.values[key]}, key)
        return found

    def organisations(self, row: Row, key: str) -> list[Organisation]:
        """The organisations of those names, in their order."""
        said = row.values.get(key, [])
        names = [said] if isinstance(said, str) else said
        rows = {
            one.name: one
            for one in Organisation.objects.filter(municipality=self.municipality, name__in=names)
        }
        for name in names:
            if name not in rows:
                raise row.fault(
                    _("organisationen ”%(name)s” finns inte i kommunen; lägg till den med [[organisation]].")
                    % {"name": name},
                    key,
                )
        return [rows[name] for name in names]

    def name(self, sort: str, row: Row, made: Any) -> None:
        """Remember what the row made under its key."""
        if key := row.values.get("key"):
            if (sort, key) in self.called:
                raise row.fault(_("”%(key)s” används redan.") % {"key": key}, "key")
            self.called[sort, key] = made

    def recalled(self, row: Row, sort: str, key: str, where: str) -> Any:
        """What another row made under that key."""
        if (sort, key) not in self.called:
            raise row.fault(_("inget i filen har nyckeln ”%(key)s”.") % {"key": key}, where)
        return self.called[sort, key]
