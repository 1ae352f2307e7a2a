"""Causes → a fishbone as SVG: the problem is the head, each perspective a rib, each cause a bone. Pure.

The fish stands with its head down and its ribs on both sides, so that the words are large enough on a phone and the
picture reads from cause to problem. Everything in it also stands in the list beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lagesbild.maps.labels import text_width
from lagesbild.svg import INK, picture, tag

# View units. At the narrowest, 320 px, a unit is half a pixel.
WIDTH, SPINE = 640.0, 320.0
TEXT, SMALL, HEAD_TEXT = 22.0, 19.0, 24.0
LINE = 1.25
EDGE, AIR = 6.0, 14.0
#: How far out from the spine a rib begins.
LEAN = 56.0
LABEL_HEIGHT = 40.0
RIB = "#0062ba"
PALE = "#e6f0f8"


@dataclass(frozen=True)
class Bone:
    """A cause, and the causes behind it."""

    text: str
    behind: Sequence[str] = ()


@dataclass(frozen=True)
class Rib:
    """A perspective with its causes."""

    label: str
    bones: Sequence[Bone]


@dataclass(frozen=True)
class _Line:
    """One line of text at a height above the rib's lower end."""

    text: str
    size: float
    ends_a_bone: bool = False

    @property
    def height(self) -> float:
        return self.size * LINE + (AIR if self.ends_a_bone else 0)


def draw(problem: str, ribs: Sequence[Rib]) -> SafeString:
    """The fishbone. A perspective without causes has its rib too, since that is where to go on asking."""
    written = [(rib, _lines(rib)) for rib in ribs]
    parts: list[str] = []
    top = 2 * EDGE
    for start in range(0, len(written), 2):
        pair = written[start : start + 2]
        height = max(LABEL_HEIGHT + AIR + sum(line.height for line in lines) for _rib, lines in pair) + AIR
        for number, (rib, lines) in enumerate(pair):
            parts += _rib(rib, lines, top, height, side=-1 if number == 0 else 1)
        top += height
    head, height = _head(problem, top + AIR)
    spine = tag(
        "path",
        d=_path((SPINE, EDGE), (SPINE, top + AIR)),
        stroke=INK,
        stroke_width=5,
        class_="fishbone-spine",
    )
    title = _("Orsaksanalys av %(problem)s") % {"problem": problem}
    return picture(
        title,
        tag("desc", _in_words(ribs)),
        spine,
        *parts,
        head,
        width=WIDTH,
        height=top + AIR + height + EDGE,
        class_="fishbone",
    )


def _in_words(ribs: Sequence[Rib]) -> str:
    """What is drawn, for whoever cannot see it."""
    return " ".join(
        f"{rib.label}: {'; '.join(_bone_in_words(bone) for bone in rib.bones) or _('ingen orsak än')}."
        for rib in ribs
    )


def _bone_in_words(bone: Bone) -> str:
    if not bone.behind:
        return bone.text
    return _("%(cause)s, på grund av %(behind)s") % {"cause": bone.text, "behind": ", ".join(bone.behind)}


def _lines(rib: Rib) -> list[_Line]:
    room = SPINE - LEAN - EDGE - AIR
    if not rib.bones:
        return [_Line(_("ingen orsak än"), SMALL, ends_a_bone=True)]
    lines: list[_Line] = []
    for bone in rib.bones:
        lines += [_Line(line, TEXT) for line in wrapped(bone.text, TEXT, room)]
        for cause in bone.behind:
            lines += [_Line(line, SMALL) for line in wrapped(f"← {cause}", SMALL, room - AIR)]
        lines[-1] = _Line(lines[-1].text, lines[-1].size, ends_a_bone=True)
    return lines


def _rib(rib: Rib, lines: Sequence[_Line], top: float, height: float, *, side: int) -> Iterator[str]:
    """A rib on the left (-1) or the right (1): its label outermost, its bones down to where it meets the spine."""
    below, end = top + LABEL_HEIGHT, top + height
    outer = SPINE + side * LEAN
    yield tag(
        "path", d=_path((outer, below), (SPINE, end)), stroke=RIB, stroke_width=3, class_="fishbone-rib"
    )
    width = text_width(rib.label, TEXT) + 2 * AIR
    left = outer - width + AIR if side < 0 else outer - AIR
    yield tag(
        "rect", x=left, y=top, width=width, height=LABEL_HEIGHT, rx=8, fill=PALE, class_="fishbone-label"
    )
    middle = {"x": left + width / 2, "text_anchor": "middle"}
    yield tag("text", rib.label, y=top + LABEL_HEIGHT * 0.68, font_size=TEXT, font_weight=600, **middle)
    y = below + AIR
    for line in lines:
        y += line.size
        beside = outer - side * LEAN * (y - below) / (height - LABEL_HEIGHT)
        anchor = "end" if side < 0 else "start"
        yield tag(
            "text",
            line.text,
            x=beside + side * AIR,
            y=y,
            font_size=line.size,
            text_anchor=anchor,
            lang="sv" if rib.bones else None,
        )
        y += line.size * (LINE - 1)
        if line.ends_a_bone:
            at = outer - side * LEAN * (y + 2 - below) / (height - LABEL_HEIGHT)
            far = EDGE if side < 0 else WIDTH - EDGE
            yield tag(
                "path", d=_path((at, y + 2), (far, y + 2)), stroke=RIB, stroke_width=1, class_="fishbone-rib"
            )
            y += AIR


def _head(problem: str, top: float) -> tuple[str, float]:
    """The problem in its box, and how high that is."""
    lines = wrapped(problem, HEAD_TEXT, WIDTH - 4 * EDGE - 2 * AIR)
    height = len(lines) * HEAD_TEXT * LINE + 2 * AIR
    box = tag(
        "rect",
        x=EDGE,
        y=top,
        width=WIDTH - 2 * EDGE,
        height=height,
        rx=12,
        fill="#fff",
        stroke=INK,
        stroke_width=3,
        class_="fishbone-head",
    )
    texts = (
        tag(
            "text",
            line,
            x=SPINE,
            y=top + AIR + (number + 0.8) * HEAD_TEXT * LINE,
            font_size=HEAD_TEXT,
            font_weight=600,
            text_anchor="middle",
            lang="sv",
        )
        for number, line in enumerate(lines)
    )
    return tag("g", box, *texts), height


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than `room`; a word that is wider by itself is cut."""
    lines = [""]
    for word in text.split():
        while text_width(word, size) > room:
            cut = next(n for n in range(len(word) - 1, 0, -1) if text_width(f"{word[:n]}-", size) <= room)
            lines.append(f"{word[:cut]}-")
            word = word[cut:]
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= room and not lines[-1].endswith("-"):
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _path(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
