"""No field for words that is saved takes a person's number, whichever form it stands in.

Every form class of the applications is walked; a field without the check has to be among the exceptions, with a reason.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from django import forms

import accounts.forms
import config.event_log
import incidents.forms
import lagesbild
import lagesbild.views
import promises.forms
from accounts.forms.screened import WithoutIdentifiersForm, refuse_identifiers, without_identifiers
from incidents.forms.screened import FreeTextField, ScreenedForm
from lagesbild.forms import EditionForm
from tests.incidents.screening.numbers import drawn

ROOMS = (accounts.forms, config.event_log, incidents.forms, lagesbild, lagesbild.views, promises.forms)
#: Sorts of words that have a check of their own, which no number passes, or that nobody can read.
OTHER_SORTS = (forms.EmailField, forms.UUIDField)
#: "module.Class.field" or, whatever the form, "field": why it may hold anything.
EXCEPTIONS = {
    "accounts.forms.sign_in.*": "an address or a password, which is never kept as words",
    "accounts.forms.second_step.ActivateForm.code": "a code of six digits",
    "accounts.forms.second_step.CodeForm.code": "a code of six digits",
    "accounts.forms.second_step.CodeAgainForm.code": "a code of six digits",
    "accounts.forms.second_step.PasskeyForm.credential": "what the device answers; hidden",
    "config.event_log.search.LogFilter.nummer": "a search, never kept",
    "incidents.forms.event.EventForm.find": "a search, never kept",
    "incidents.forms.event.EventForm.spot": "the key of a search result, never kept",
    "incidents.forms.correction.CorrectionForm.find": "a search, never kept",
    "incidents.forms.correction.CorrectionForm.spot": "the key of a search result, never kept",
    "lagesbild.police_forms.PoliceImportForm.table": "a table, whose cells are read and screened one by one",
    "promises.forms.parts.*.seen": "a checksum; hidden, never kept",
    "promises.forms.plan_activity.*.seen": "a checksum; hidden, never kept",
    "promises.forms.dialogues.*.seen": "a checksum; hidden, never kept",
}


def modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        yield room
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            if not found.name.endswith((".migrations", ".management")):
                yield importlib.import_module(found.name)


def form_classes() -> list[type[Any]]:
    found = {
        each
        for module in modules()
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, forms.BaseForm) and each.__module__ == module.__name__
    }
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__name__}")


def unchecked(form: type[Any]) -> Iterator[str]:
    """The fields for words of the class that take a person's number."""
    for name, field in getattr(form, "base_fields", {}).items():
        if not isinstance(field, forms.CharField) or isinstance(field, OTHER_SORTS):
            continue
        if isinstance(field, FreeTextField) and issubclass(form, ScreenedForm):
            continue
        copy = field.__deepcopy__({})
        if issubclass(form, WithoutIdentifiersForm):
            refuse_identifiers(copy)
        if without_identifiers not in copy.validators:
            yield f"{form.__module__}.{form.__name__}.{name}"


def is_excepted(path: str) -> bool:
    module, _form, field = path.rsplit(".", 2)
    return bool({path, f"{module}.*", f"{module}.*.{field}"} & EXCEPTIONS.keys())


def test_there_are_forms_to_walk():
    assert len(form_classes()) > 60


@pytest.mark.parametrize("form", form_classes(), ids=lambda form: form.__name__)
def test_every_field_for_words_refuses_a_persons_number(form):
    assert [path for path in unchecked(form) if not is_excepted(path)] == []


def test_every_exception_is_one():
    used = set()
    for path in (path for form in form_classes() for path in unchecked(form)):
        module, _form, field = path.rsplit(".", 2)
        used |= {path, f"{module}.*", f"{module}.*.{field}"} & EXCEPTIONS.keys()
    assert EXCEPTIONS.keys() - used == set()


def test_the_fields_that_an_edition_has_of_its_own_refuse_them_too():
    fields = EditionForm(has_law_parts=True).fields.values()
    assert all(without_identifiers in field.validators for field in fields if type(field) is forms.CharField)


def test_forms_that_say_so_refuse_them_at_the_field():
    class AnyForm(WithoutIdentifiersForm, forms.Form):
        name = forms.CharField()

    _century, yymmdd, last = drawn(date(1961, 3, 4), 123)
    form = AnyForm({"name": f"Kvarteret {yymmdd} {last}"})
    assert form.errors == {"name": ["Texten innehåller ett personnummer. Ta bort det och försök igen."]}
    assert AnyForm({"name": "Kvarteret 12 34"}).is_valid()
