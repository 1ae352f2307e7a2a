"""How one cell of the weekday × hour matrix is written and shaded."""

from django import template

from lagesbild import charts

register = template.Library()


@register.filter
def whole(value: float) -> str:
    """Rounded to whole events. Nothing at all is an empty cell; something that rounds to nought is a dot."""
    if value <= 0:
        return ""
    return str(int(value + 0.5)) if value >= 0.5 else "·"


@register.filter
def total(row: list[float]) -> float:
    """The sum of a weekday's hours."""
    return sum(row)


@register.filter
def shade(value: float, matrix: list[list[float]]) -> int:
    """The shade of the same hour in the chart: 0 to 5."""
    return charts.shade(value, max(max(row) for row in matrix))
