"""A meeting's papers as PDF: ordered with what they say, frozen; printed by the worker, retried by hand.

The only writer of them. `content` collects what they say, `printing` has them printed; claiming and counting attempts
is shared with the editions, in `lagesbild/printing.py`.
"""

from promises.papers.content import minutes_content, pack_content
from promises.papers.printing import as_html, due, latest, order, render, retry

__all__ = [
    "as_html",
    "due",
    "latest",
    "minutes_content",
    "order",
    "pack_content",
    "render",
    "retry",
]
