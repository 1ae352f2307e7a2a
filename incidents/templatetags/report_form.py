"""What the report form's templates ask of its events: is the group open, what is wrong and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.functional import Promise

from incidents.forms.catalogue import Group
from incidents.forms.event import EventForm
from incidents.models import Category

register = template.Library()


@dataclass(frozen=True)
class Wrong:
    """One thing to put right in the event of that number, counted from one, and where on the page it lies."""

    number: int
    anchor: str
    label: str | Promise
    message: str


@register.simple_tag
def holds(group: Group, event: EventForm, used: Sequence[tuple[Category, str]]) -> bool:
    """Whether the event's category lies in the group and not already among the most used above it."""
    if event.chosen is None or any(category.pk == event.chosen for category, _icon in used):
        return False
    return any(category.pk == event.chosen for category in group.choices)


@register.simple_tag
def errors_of(events: Sequence[EventForm]) -> list[Wrong]:
    """Everything that is wrong in the events that have been checked."""
    return [
        Wrong(number, field.id_for_label or field.auto_id, field.label, str(message))
        for number, event in enumerate(events, start=1)
        if event.is_bound
        for field in event
        for message in field.errors
    ]
