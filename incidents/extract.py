"""Registerutdrag: all that is stored about a person with a login (GDPR article 15).

What there is, is found by the tables' own keys to the person, so that a new table cannot be forgotten. Added to it are
the words they wrote, mail to their address, and what the event log says they did. Passwords and other secrets stay, and
so does what is frozen for others to read (JSON), which is not about the person.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import (
    BooleanField,
    DateField,
    EmailField,
    Exists,
    Field,
    ForeignKey,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
)

from accounts.models import EventLog, OutgoingMail, User
from incidents.models import Decision, Photo, Text, TextKind

OURS = frozenset({"accounts", "incidents", "lagesbild", "promises"})
#: Of another package's tables, these kinds of columns hold no secret.
HARMLESS = (BooleanField, DateField, EmailField)
Rows = QuerySet[Any]


def tables_of(person: User) -> dict[str, Rows]:
    """The rows about the person by table, of the municipalities in reach."""
    found: dict[str, Rows] = {}
    for model in apps.get_models():
        keys = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.related_model is User
        ]
        if keys:
            about = Q()
            for key in keys:
                about |= Q(**{key: person})
            found[model._meta.db_table] = model._default_manager.filter(about)
    for rows in (texts_of(person), photos_of(person), mail_of(person), log_of(person)):
        found[rows.model._meta.db_table] = rows
    return {table: rows.order_by("pk") for table, rows in sorted(found.items())}


def texts_of(person: User) -> QuerySet[Text]:
    """What they wrote: in their own reports, and with their own decisions."""
    theirs = Decision.objects.filter(incident=OuterRef("incident"), version=OuterRef("version"), by=person)
    own = Q(incident__reporter=person, kind__in=[TextKind.DESCRIPTION, TextKind.ANSWER])
    return Text.objects.filter(own | Exists(theirs))


def photos_of(person: User) -> QuerySet[Photo]:
    """The pictures of their own reports."""
    return Photo.objects.filter(incident__reporter=person)


def mail_of(person: User) -> QuerySet[OutgoingMail]:
    """Mail to their address."""
    return OutgoingMail.objects.filter(to__iexact=person.email)


def log_of(person: User) -> QuerySet[EventLog]:
    """What they did, and what was done to their account."""
    return EventLog.objects.filter(
        Q(actor_id=person.pk) | Q(table=User._meta.db_table, row_id=str(person.pk))
    )


def counts_of(person: User) -> dict[str, int]:
    """How many rows each table has about the person, without those that have none. One statement."""
    tables = tables_of(person)
    parts, parameters = [], []
    for table, rows in tables.items():
        sql, values = rows.order_by().values("pk").query.sql_with_params()
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS found")
        parameters += [table, *values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {table: number for table, number in cursor.fetchall() if number}


def as_json(person: User) -> Iterator[str]:
    """The whole extract as JSON, a row at a time: {"accounts_user": [{…}], table: [{…}, …], …}."""
    yield f'{{"{User._meta.db_table}": [{_encoded(person)}]'
    for table, rows in tables_of(person).items():
        yield f",\n{json.dumps(table)}: ["
        for number, row in enumerate(rows.iterator(chunk_size=500)):
            yield (",\n" if number else "") + _encoded(row)
        yield "]"
    yield "}\n"


def _encoded(row: Model) -> str:
    values = {field.attname: _value(row, field) for field in row._meta.concrete_fields if _is_told(field)}
    if isinstance(row, OutgoingMail) and row.is_secret:
        values |= {"body": "", "body_html": ""}  # until it is sent it holds a key
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)


def _is_told(field: "Field[Any, Any]") -> bool:
    if field.model._meta.app_label not in OURS:
        return field.primary_key or isinstance(field, HARMLESS)
    # The event log's changes are codes alone, and what somebody did is told by them.
    return field.name != "password" and (not isinstance(field, JSONField) or field.model is EventLog)


def _value(row: Model, field: "Field[Any, Any]") -> Any:
    value = field.value_from_object(row)
    if value is None or not isinstance(field, GeometryField):
        return str(value) if field.get_internal_type() == "FileField" else value
    return value.wkt
