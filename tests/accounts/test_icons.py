"""Icons drawn into the page."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template


def drawn(source):
    return Template("{% load icons %}" + source).render(Context({"name": "", "words": "Sök <nu>"}))


def test_an_icon_is_decoration_unless_it_is_given_a_voice():
    assert 'aria-hidden="true"' in drawn('{% icon "House" %}')
    assert 'role="img" aria-label="Sök &lt;nu&gt;"' in drawn('{% icon "MagnifyingGlass" words %}')


def test_no_name_draws_nothing_and_an_unknown_one_is_a_fault():
    assert drawn("{% icon name %}") == ""
    with pytest.raises(LookupError):
        drawn('{% icon "Nonsense" %}')


def test_every_icon_named_in_a_template_exists():
    sources = "\n".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    names = set(re.findall(r'{% icon "(\w+)"', sources)) | set(re.findall(r'icon="(\w+)"', sources))
    assert {name for name in names if not (settings.ICONS / f"{name}.svg").is_file()} == set()
