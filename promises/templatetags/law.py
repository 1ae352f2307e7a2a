"""`{% duty_tag status %}`: the word for how one of the law's demands stands; the colour never stands alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from promises.duties import DUTY_TAGS, DutyStatus

register = template.Library()


@register.simple_tag
def duty_tag(status: str) -> SafeString:
    """The word in its colour."""
    known = DutyStatus(status)
    colour, variant = DUTY_TAGS[known]
    return format_html(
        '<span class="ds-tag" data-color="{}" data-variant="{}">{}</span>', colour, variant, known.label
    )
