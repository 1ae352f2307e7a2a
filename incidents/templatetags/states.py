"""`{% state_tag incident.state %}`: where a report stands, as a coloured word."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from incidents.states import TAGS, State

register = template.Library()


@register.simple_tag
def state_tag(state: str) -> SafeString:
    """The state's own word in the state's own colour; the colour never stands alone."""
    known = State(state)
    colour, variant = TAGS[known]
    return format_html(
        '<span class="ds-tag" data-color="{}" data-variant="{}">{}</span>', colour, variant, known.label
    )
