"""`{{ text|marked }}`: free text with what points out a person marked, for the eyes of a reviewer."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from incidents.privacy import find_identifiers

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """The text, escaped, with each find in `<mark>`."""
    parts, last = [], 0
    for found in find_identifiers(text):
        parts += [
            escape(text[last : found.start]),
            format_html("<mark>{}</mark>", text[found.start : found.end]),
        ]
        last = found.end
    return mark_safe("".join([*parts, escape(text[last:])]))
