"""Purging what is due, batch by batch, each a transaction that deletes, counts and writes its line of the record.

Whoever dies on the way leaves whole batches behind, and the next run takes up the rest under a record of its own. Files
wait in `LeftoverFile` until they have been erased.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Municipality
from incidents.models import Manner, PurgeRecord, RetentionKind

#: Some seconds' work, so that a batch holds up nobody for long.
BATCH = 5000


def purge(municipality: Municipality, *, manner: Manner, at: datetime) -> PurgeRecord | None:
    """Purge what is due of one municipality; the run's record, None where nothing was due or nothing is decided."""
    run = uuid.uuid4()
    for kind in RetentionKind:
        while _batch(municipality, kind, run, manner, at):
            pass
    return PurgeRecord.objects.filter(run=run).first()


def _batch(
    municipality: Municipality, kind: RetentionKind, run: uuid.UUID, manner: Manner, at: datetime
) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        parameters: list[Any] = [municipality.pk, kind.value, at, BATCH, str(run), manner.value]
        cursor.execute("SELECT purge_batch(%s, %s, %s, %s, %s::uuid, %s)", parameters)
        (purged,) = cursor.fetchone()
    return int(purged)
