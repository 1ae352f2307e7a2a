"""When the demo is not loaded."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Municipality
from tests.factories import make_municipality


@pytest.mark.django_db
def test_a_database_with_a_real_municipality_gets_no_demo(capsys):
    make_municipality("Fagersta")
    call_command("load_demo")
    assert list(Municipality.objects.values_list("name", flat=True)) == ["Fagersta"]
    assert capsys.readouterr().out == "There are municipalities already, so the demo is not loaded.\n"


def test_a_day_is_written_as_a_day():
    with pytest.raises(CommandError, match="write the day as YYYY-MM-DD"):
        call_command("load_demo", "--today=i går")
