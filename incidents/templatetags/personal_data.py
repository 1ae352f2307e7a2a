"""`{{ text|look:screening }}` and `{{ looked|marked }}`: free text with what points out a person marked."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from incidents.privacy import ADVICE, Kind, Looked, Screening

register = template.Library()


@register.filter
def look(text: str, screening: Screening) -> Looked:
    """The text, looked through."""
    return screening.look(text)


@register.filter
def marked(looked: Looked) -> SafeString:
    """The text, escaped, with each find in `<mark>`; what sort it is stands in its tooltip and in `_found.html`."""
    return mark_safe(
        "".join(
            format_html('<mark title="{}">{}</mark>', find.kind.label, words) if find else escape(words)
            for words, find in looked.parts
        )
    )


@register.filter
def advice(kind: Kind) -> str:
    """What to write instead."""
    return str(ADVICE[kind])
