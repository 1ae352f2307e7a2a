"""Reading in police-reported crime: a file or a pasted table, shown as what it would change before anything is kept."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms.preview import PreviewedForm
from accounts.forms.screened import without_identifiers
from accounts.models import Municipality
from lagesbild import police_imports, wording
from lagesbild.figures.police_reported import one_month
from lagesbild.period import Months
from lagesbild.police_file import MOST_BYTES, Line, NoTable, decode


class TableField(forms.CharField):
    """A whole table, which is never kept as it is: its cells are read and screened one by one."""


class PoliceImportForm(PreviewedForm, forms.Form):
    """A chosen file is laid in the table's field, where what is wrong in it can be put right and sent again."""

    source = forms.CharField(
        label=gettext_lazy("Källa"),
        max_length=100,
        initial=gettext_lazy("Polismyndigheten"),
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        required=False,
        help_text=gettext_lazy("CSV, till exempel sparad från Excel. En ny fil ersätter tabellen nedanför."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    table = TableField(
        label=gettext_lazy("Tabell"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        help_text=gettext_lazy(
            "Eller klistra in den här. Första raden: månad; område; brott; antal. Utan område gäller raden hela"
            " kommunen. Skriv 0 där inget anmäldes."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "table-text"}),
    )
    file_name = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, validators=[without_identifiers]
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        municipality: Municipality,
        at: datetime,
    ) -> None:
        self.municipality, self.at = municipality, at
        self.lines: list[Line] = []
        self._refusal = ""
        if data is not None and files and (file := files.get("file")):
            data = {**dict(data.items()), **self._laid_in_the_table(file)}
        super().__init__(data)

    def _laid_in_the_table(self, file: UploadedFile) -> dict[str, str]:
        """The field's new contents; none where the file is no text or its name not to be kept, which the form says."""
        name = (file.name or "")[:200]
        try:
            without_identifiers(name)
            text = decode(file.read(MOST_BYTES + 1))
        except ValidationError:
            self._refusal = _("Filens namn innehåller ett personnummer. Byt namn på filen och välj den igen.")
            return {"file_name": ""}
        except NoTable as error:
            self._refusal = str(error)
            return {}
        return {"table": text, "file_name": name}

    def clean(self) -> dict[str, Any]:
        """Every fault of the table, each with its line and column; of a table with a fault nothing is kept."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self._refusal:
            self.add_error("file", self._refusal)
        elif not cleaned.get("table", "").strip() and "table" not in self.errors:
            self.add_error("file", _("Välj en fil eller klistra in en tabell."))
        elif "table" not in self.errors:
            self._read(cleaned["table"])
        return cleaned

    def _read(self, text: str) -> None:
        today = self.at.astimezone(self.municipality.zone).date()
        try:
            table = police_imports.read_table(text, municipality=self.municipality, today=today)
        except NoTable as error:
            self.add_error("table", str(error))
            return
        self.lines = table.lines
        for fault in table.faults:
            self.add_error("table", str(fault))

    def consequences(self) -> Iterator[str]:
        """How much is read, of when and where, and what of it takes the place of something else."""
        first, last = (end(line.month for line in self.lines) for end in (min, max))
        offences = {line.offence.casefold() for line in self.lines}
        areas = {line.area for line in self.lines}
        yield _("%(figures)s, %(offences)s, %(areas)s, %(months)s.") % {
            "figures": _counted(ngettext("%s siffra", "%s siffror", len(self.lines)), len(self.lines)),
            "offences": _counted(
                ngettext("%s sorts brott", "%s sorters brott", len(offences)), len(offences)
            ),
            "areas": _("hela kommunen")
            if areas == {None}
            else _counted(ngettext("%s område", "%s områden", len(areas)), len(areas)),
            "months": wording.dates(Months(first, one_month(last).end)),
        }
        change = police_imports.compare(self.lines, municipality=self.municipality, at=self.at)
        yield _("%(new)s är nya, %(changed)s ersätter andra siffror och %(same)s är som förut.") % {
            "new": wording.number(change.new),
            "changed": wording.number(change.changed),
            "same": wording.number(change.same),
        }
        yield _("Siffrorna visas för sig och läggs aldrig ihop med rapporterna.")

    @property
    def digest(self) -> str:
        """Of the sentences and the table: of another table the same may be said."""
        table = self.data.get("table", "").replace("\r\n", "\n")
        return hashlib.sha256(f"{super().digest}\n{table}".encode()).hexdigest()


def _counted(words: str, number: int) -> str:
    return words % wording.number(number)
