"""A previewed form saves only what has been read."""

from django import forms

from accounts.forms.preview import PreviewedForm


class Sample(PreviewedForm, forms.Form):
    name = forms.CharField(label="Namn")
    active = forms.BooleanField(label="Aktiv", required=False)
    kind = forms.ChoiceField(label="Typ", choices=[("a", "Första"), ("b", "Andra")])


BEFORE = {"name": "KBAB", "active": True, "kind": "a"}


def test_what_changes_is_said_with_old_and_new_value():
    form = Sample({"name": "Bostäder", "kind": "b"}, initial=BEFORE)
    assert form.sentences == ["Namn: ”KBAB” → ”Bostäder”", "Aktiv: ja → nej", "Typ: Första → Andra"]
    assert not form.is_confirmed


def test_it_is_confirmed_when_the_same_sentences_come_back():
    sent = {"name": "Bostäder", "active": "on", "kind": "a"}
    digest = Sample(sent, initial=BEFORE).digest
    assert Sample(sent | {"seen": digest}, initial=BEFORE).is_confirmed


def test_it_is_not_confirmed_when_something_else_was_written_after_reading():
    digest = Sample({"name": "Bostäder", "active": "on", "kind": "a"}, initial=BEFORE).digest
    assert not Sample(
        {"name": "Hus", "active": "on", "kind": "a", "seen": digest}, initial=BEFORE
    ).is_confirmed


def test_what_is_wrong_is_never_confirmed():
    form = Sample({"name": "", "kind": "a", "seen": Sample().digest}, initial=BEFORE)
    assert not form.is_confirmed
    assert form.sentences == []
