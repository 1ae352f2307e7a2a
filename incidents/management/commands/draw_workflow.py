"""`manage.py draw_workflow`: writes docs/workflow.md from the table in `incidents/states.py`."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from accounts.roles import Role
from incidents.states import RULES, SETTLED, Reason, Rule, State

PATH = settings.BASE_DIR / "docs" / "workflow.md"

HEAD = """\
# The way of a report

Drawn from `incidents/states.py` by `manage.py draw_workflow`; a test fails when this page no longer agrees with it.
Only an approved report counts in maps and figures. Deciding on a submitted report opens it in the same step. Nobody
decides on their own report: the table, the page and a trigger in the database each refuse it.
"""

FOOT = """\
A settled report becomes `purged` (Gallrad) when its time is out, by no person's move: its row goes, and what is left is
a count by category, area and week.
"""


class Command(BaseCommand):
    """Write the page."""

    help = "Writes docs/workflow.md from the table of states and moves."

    def handle(self, **options: object) -> None:
        """Replace the page by what the table says now."""
        PATH.write_text(draw(), encoding="utf-8")
        self.stdout.write(str(PATH.relative_to(settings.BASE_DIR)))


def draw() -> str:
    """The whole page: what it is, the diagram, the moves as a table."""
    with override("sv"):
        return "\n".join([HEAD, *_diagram(), "", *_table(), "", FOOT])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {state.value}: {state.label}"
    for move, rule in RULES.items():
        for source in [state.value for state in State if state in rule.sources] or ["[*]"]:
            yield f"    {source} --> {rule.to.value if rule.to else source}: {move.label}"
    for state in State:
        if state in SETTLED:
            yield f"    {state.value} --> {State.PURGED.value}: tid"
    yield "```"


def _table() -> Iterator[str]:
    yield "| Move | From | To | Who | Reason, one of | Words |"
    yield "|---|---|---|---|---|---|"
    for move, rule in RULES.items():
        cells = [
            f"{move.label} `{move.value}`",
            _list(state.label for state in State if state in rule.sources) or "–",
            State(rule.to).label if rule.to else "as it was",
            _who(rule),
            "<br>".join(f"{reason.label} `{reason.value}`" for reason in Reason if reason in rule.reasons)
            or "–",
            "required" if rule.text_required else "–",
        ]
        yield f"| {_list(cells, ' | ')} |"


def _who(rule: Rule) -> str:
    if rule.by_author:
        return "the author"
    return f"{_list(role.label for role in Role if role in rule.roles)}, never the author"


def _list(words: Iterable[object], separator: str = ", ") -> str:
    return separator.join(str(word) for word in words)
