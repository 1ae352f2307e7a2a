"""What the event log is told besides by the triggers: what was read, taken out and signed in to.

A list is logged as the question that was put, in codes, never as what it answered; words that somebody typed are not
logged. Searching lies where pages of all apps are known; sealing and verifying in `sealing.py`.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Model
from django.forms import BaseForm

from accounts.models import Action, Municipality, User


def log_deed(
    action: Action,
    about: Model | type[Model],
    *,
    by: User | None,
    municipality: Municipality | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Tell that somebody did this with a row, or with a whole table; one statement, in the caller's transaction.

    A row says itself whose it is. From then on the transaction is the person's, as by `access.enter`.
    """
    row = about if isinstance(about, Model) else None
    key = municipality.pk if municipality else getattr(row, "municipality_id", None)
    parameters = [
        action.value,
        about._meta.db_table,
        str(row.pk) if row else "",
        key,
        by.pk if by else None,
        json.dumps(details or {}),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT log_deed(%s, %s, %s, %s, %s, %s)", parameters)


def asked(form: BaseForm) -> dict[str, str]:
    """The question of a filter, as the log keeps it: what was understood of each field, in codes and days."""
    understood = getattr(form, "cleaned_data", {})
    return {name: str(value) for name, value in understood.items() if value not in (None, "")}
