"""`{% icon "House" %}`: an Aksel icon drawn into the page, in the colour and size of the text around it."""

from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _drawing(name: str) -> SafeString:
    path: Path = settings.ICONS / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"Aksel has no icon called {name!r}")
    svg = path.read_text(encoding="utf-8")
    return mark_safe(svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon of that name; with a label it speaks to a screen reader, without one it is decoration."""
    if not name:
        return SafeString()
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ds-icon" viewBox="0 0 24 24" fill="none" focusable="false" {}>{}</svg>',
        voice,
        _drawing(name),
    )
