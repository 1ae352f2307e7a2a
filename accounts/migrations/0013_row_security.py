"""A forgotten filter shows nothing of a neighbour: the tables of the lowest app."""

from django.db import migrations

from accounts.walls import (
    walled,
    walled_behind_the_door,
    walled_but_for_none,
    walled_for_writing,
    walled_municipality,
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_mail_erased")]

    operations = [
        walled_municipality("accounts_municipality"),
        walled_behind_the_door("accounts_organisation", "accounts_membership"),
        walled_for_writing("accounts_singlesignon"),
        walled_but_for_none("accounts_eventlog"),
        walled(
            "accounts_addresspoint",
            "accounts_area",
            "accounts_mapfeature",
            "accounts_outgoingmail",
            "accounts_place",
        ),
    ]
