"""How one cell of the weekday × hour matrix is written and shaded."""

from django import template

register = template.Library()

SHADES = 5


@register.filter
def whole(value: float) -> str:
    """Rounded to whole events. Nothing at all is an empty cell; something that rounds to nought is a dot."""
    if value <= 0:
        return ""
    return f"{value:.0f}" if value >= 0.5 else "·"


@register.filter
def total(row: list[float]) -> float:
    return sum(row)


@register.filter
def shade(value: float, matrix: list[list[float]]) -> int:
    """0 (nothing) to 5 (the busiest hour of the matrix), in equal steps."""
    busiest = max(max(row) for row in matrix)
    if value < 0.5 or not busiest:
        return 0
    return min(SHADES, 1 + int(SHADES * value / busiest))
