"""Writing SVG: escaped text and attributes, and never a `style`, which the content security policy forbids."""

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

# The web page serves the variable font, the printed edition three weights of it.
FONT = "InterVariable, Inter, sans-serif"
INK = "#1e2b3c"


def tag(name: str, *children: str, **attributes: object) -> SafeString:
    """An element. Attributes are named in Python's way (`class_`, `stroke_width`); those that are None are left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def picture(title: str, *children: str, width: float, height: float, class_: str) -> SafeString:
    """A whole picture. Its text alternative is the first child: that is where browsers and WeasyPrint look."""
    return tag(
        "svg",
        tag("title", title),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        class_=class_,
        role="img",
        font_family=FONT,
        fill=INK,
    )


def _number(value: object) -> object:
    """One decimal at most."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
