"""Which places the figures propose as hot spots: those that keep coming back, and those that stand out by Gi*.

A proposal says why, and nothing more: a person opens the hot spot. Reads only; what it reads is an edition's content.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Municipality
from lagesbild import wording
from lagesbild.content import Content, Ranked
from lagesbild.figures.blocks import Block, blocks_of
from lagesbild.figures.lineage import LATELY
from lagesbild.figures.spots import Register
from lagesbild.ground import ground_of
from lagesbild.models import Edition, HotSpot, HotSpotState, Level
from lagesbild.presence import is_place_of

#: On the list in at least so many of the LATELY last periods.
OFTEN = 3


@dataclass(frozen=True)
class Proposal:
    """A place, or an area of the general list, with its reasons in words; `closed` is the hot spot it once was."""

    name: str
    count: int
    reasons: tuple[str, ...]
    position: tuple[float, float] | None
    closed: HotSpot | None = None


def proposals(content: Content, municipality: Municipality) -> list[Proposal]:
    """The places of an edition that are not being worked with: of its list in order, then the blocks beside it.

    Four statements, and three more for a municipality whose map is new to the process.
    """
    known = list(HotSpot.objects.in_municipality(municipality).order_by("pk"))
    ongoing = [each for each in known if each.state != HotSpotState.CLOSED]
    closed = {each.name: each for each in known if each.state == HotSpotState.CLOSED}
    register = Register.of(municipality)
    named = {name for name, _at in register.places.values()}
    return [
        Proposal(each.name, each.count, each.reasons, each.position, closed.get(each.name))
        for each in _pointed_out(content, register, municipality)
        if not _is_known(each, ongoing, has_name=each.name in named)
    ]


def proposals_of(edition: Edition) -> list[Proposal]:
    """Those of an adopted edition at its full level."""
    return proposals((edition.content or {})[Level.FULL], edition.municipality)


def standing_out(content: Content, municipality: Municipality) -> dict[str, tuple[float, float]]:
    """The blocks of an edition's map that stand out, by name, with their marks in metres. Three statements."""
    blocks = _blocks(content, Register.of(municipality), municipality)
    return {name: block.position for name, block in blocks.items()}


def _pointed_out(content: Content, register: Register, municipality: Municipality) -> Iterable[Proposal]:
    blocks = _blocks(content, register, municipality)
    for row in content["where"]["ranked"]:
        block = blocks.pop(row["name"], None)
        reasons = (*_lasting(row), *_standing_out(block))
        if reasons:
            x, y = row["position"] or (None, None)
            yield Proposal(row["name"], row["count"], reasons, None if x is None or y is None else (x, y))
    for name, block in blocks.items():
        yield Proposal(name, block.count, tuple(_standing_out(block)), block.position)


def _blocks(content: Content, register: Register, municipality: Municipality) -> dict[str, Block]:
    """Under the names that the edition's list gives them."""
    heat = content["where"]["heat"]
    if heat is None:
        return {}
    listed = [
        (row["name"], (row["position"][0], row["position"][1]))
        for row in content["where"]["ranked"]
        if row["position"]
    ]
    found = blocks_of(heat, register, ground_of(municipality), listed=listed).found or ()
    return {block.name: block for block in found}


def _lasting(row: Ranked) -> list[str]:
    # An edition from before this was counted knows only how many periods in a row.
    listed = row.get("listed_lately", min(row["periods_in_a_row"], LATELY))
    if listed < OFTEN:
        return []
    return [
        _("den står på listan i %(listed)d av de senaste %(lately)d perioderna")
        % {"listed": listed, "lately": LATELY}
    ]


def _standing_out(block: Block | None) -> list[str]:
    if block is None:
        return []
    return [
        _("rutan och de runt den har fler händelser än omgivningen, mer än slumpen brukar ge (Gi* %(z)s)")
        % {"z": wording.number(block.z, decimals=1)}
    ]


def _is_known(proposal: Proposal, ongoing: Iterable[HotSpot], *, has_name: bool) -> bool:
    """Whether it is an ongoing hot spot's place: by its name, or a nameless block at one."""
    position = None if has_name else proposal.position
    return any(is_place_of(each, name=proposal.name, position=position) for each in ongoing)
