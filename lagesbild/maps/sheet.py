"""The sheet a map is drawn on: a main window, a row of insets, the legend and the scale.

The same picture stands on the web page and on paper, so it brings no fonts, links or styles of its own: colours
are attributes, which a style sheet may override.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lagesbild.maps import background, legend, marks, style
from lagesbild.maps.frame import Frame, Scene
from lagesbild.maps.labels import Box, Label, placed, text_width
from lagesbild.maps.window import Window, windows_in_a_row
from lagesbild.svg import picture, tag

# A window is never lower than half its width.
FLATTEST = 2.0
INSET_HEIGHT = 250
GAP = 16
INSET_SCALE = 110
# A scale alone under the map stands so far down.
SCALE_DROP = 28


@dataclass(frozen=True)
class Colouring:
    """What the heat, or the areas' counts, put in one window: shapes, and for each name its possible spots."""

    shapes: Sequence[str]
    names: Sequence[Sequence[Label]] = ()


@dataclass(frozen=True)
class Key:
    """The legend's caption and the lower limits of the five classes."""

    caption: str
    limits: Sequence[float]


def sheet(
    scene: Scene, colour: Callable[[Window], Colouring], key: Key | None, *, title: str, name: str
) -> SafeString:
    """The whole SVG, without a legend where colours say nothing.

    `name` is unique on its page: the windows' clipping shapes are called after it.
    """
    ratio = scene.frame.width / scene.frame.height
    # Only an inset is headed by its name: on the main window the name is one among those on the ground.
    frame = replace(scene.frame.shaped(min(max(ratio, scene.flatness), FLATTEST)), name="")
    main = Window(frame, style.WIDTH)
    parts = [_placed(_window(main, scene, colour(main), name=f"{name}-0"), 0, 0)]
    below: float = main.height
    if scene.insets:
        row = windows_in_a_row(scene.insets, width=style.WIDTH, height=INSET_HEIGHT, gap=GAP)
        for number, (left, window) in enumerate(row, start=1):
            drawn = _window(window, scene, colour(window), name=f"{name}-{number}")
            parts.append(_placed(drawn, left, below + GAP))
        below += GAP + INSET_HEIGHT
    if key:
        parts.append(_placed(legend.classes(key.caption, key.limits), 0, below + GAP))
    length, bar = legend.scale_bar(main, longest=style.WIDTH / 4)
    parts.append(_placed(bar, style.WIDTH - length - 8, below + GAP + (52 if key else SCALE_DROP)))
    below += GAP + (legend.HEIGHT if key else 2 * SCALE_DROP)
    if outside := _outside(scene, main):
        parts.append(tag("text", outside, y=below + 24, font_size=style.SMALL_TEXT))
        below += 36
    return picture(title, *parts, width=style.WIDTH, height=below, class_="map")


def _placed(elements: Iterator[str] | Sequence[str], left: float, top: float) -> SafeString:
    return tag("g", *elements, transform=f"translate({left:.0f} {top:.0f})" if left or top else None)


def _window(window: Window, scene: Scene, colouring: Colouring, *, name: str) -> Iterator[str]:
    features = background.features_in(window, scene.layers)
    discs = marks.set_out(window, scene.markers)
    corner = _corner(window)
    taken = [*(mark.box for mark in discs), *(box for box, _drawn in corner)]
    first = placed(colouring.names, taken, window.view)
    taken += [label.box for label in first]
    known = {window.frame.name, *(spots[0].name for spots in colouring.names if spots)}
    labels = first + background.names(window, features, taken, known=known)
    size = {"width": window.width, "height": window.height}
    yield tag("clipPath", tag("rect", **size), id=name)
    yield tag(
        "g",
        *background.ground(window, features),
        *colouring.shapes,
        *background.lines(features, "boundary"),
        *(written for label in labels for written in _written(label)),
        *marks.drawn(discs),
        *(drawn for _box, drawn in corner),
        clip_path=f"url(#{name})",
    )
    yield tag("rect", class_="map-edge", fill="none", stroke="#b9c0c7", stroke_width=2, **size)


def _corner(window: Window) -> list[tuple[Box, str]]:
    """An inset's name in its upper left corner and its scale in the lower right, both on a plate."""
    if not window.frame.name:
        return []
    width = text_width(window.frame.name, style.TEXT) + 28
    plate = {"class_": "map-plate", "fill": "#fff", "fill_opacity": 0.85}
    heading = tag(
        "g",
        tag("rect", width=width, height=46, **plate),
        tag("text", window.frame.name, x=14, y=33, font_size=style.TEXT, font_weight=600),
    )
    length, bar = legend.scale_bar(window, longest=INSET_SCALE)
    left, top = window.width - length - 28, window.height - 62
    scale = _placed([tag("rect", width=length + 28, height=62, **plate), _placed(bar, 14, 32)], left, top)
    return [
        (Box(0, 0, width, 46), heading),
        (Box(left, top, window.width, window.height), scale),
    ]


def _written(label: Label) -> Iterator[str]:
    """A name on a pale rim that keeps it legible on any colour: two texts, since WeasyPrint knows no paint-order."""
    spot = {"x": label.x, "y": label.y + label.size * 0.36, "font_size": label.size, "text_anchor": "middle"}
    colours = style.LABELS[label.kind]
    rim = {"stroke": style.LAND, "stroke_width": 6, "stroke_opacity": 0.85, "stroke_linejoin": "round"}
    yield tag("text", label.text, **spot, **(colours | rim | {"class_": "map-rim", "aria_hidden": "true"}))
    yield tag("text", label.text, **spot, **(colours | {"class_": f"map-{label.kind}-name"}))


def _outside(scene: Scene, main: Window) -> str:
    """The numbers of the list that no window shows, in words; empty when all are on the map."""
    frames: list[Frame] = [main.frame, *scene.insets]
    missing = sorted(
        marker.number
        for marker in scene.markers
        if not any(frame.contains(marker.x, marker.y) for frame in frames)
    )
    if not missing:
        return ""
    return _("Utanför kartan: nummer %(numbers)s.") % {"numbers": ", ".join(map(str, missing))}
