"""The example edition on paper, printed once per run: HTML with a real heat map, PDF, text and structure."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Municipality
from lagesbild import sections
from lagesbild.content import Content, Where
from lagesbild.drawings import FLAT
from lagesbild.maps import AreaCount, Frame, Layer, Marker, Scene, area_map, heat_map, map_title
from lagesbild.pdf import render
from lagesbild.sections import length
from lagesbild.statistics import density
from tests.lagesbild.edition_example import FULL, GENERALISED

CHAPTERS = ["header", "summary", "where", "figures", "when", "costs", "direction", "about"]
LEVELS: dict[str, Content] = {"full": FULL, "generalised": GENERALISED}
TOWN = Frame(553800, 6595600, 558800, 6599700)
INSETS = [
    Frame(547000, 6605800, 548800, 6607600, "Kolsva"),
    Frame(563300, 6599000, 565100, 6600800, "Munktorp"),
]
GROUND = [
    Layer("water", "Ån", [[(555900, 6599700), (556300, 6598200), (556100, 6597000), (556700, 6595600)]]),
    Layer("railway", "Järnvägen", [[(553800, 6596900), (556600, 6597100), (558800, 6597800)]]),
    Layer("road", "E18", [[(553800, 6595900), (556500, 6596400), (558800, 6597500)]]),
    Layer("name", "Köping", [[(556200, 6597500)]]),
]


class Chapter(NamedTuple):
    template: str
    context: dict[str, Any]


def map_of(where: Where, *, is_flat: bool) -> str:
    flatness = FLAT if is_flat else Scene.flatness
    top = where["ranked"][0]
    title = map_title(where["period"], total=int(where["total"] or 0), top=(top["name"], top["count"]))
    if where["heat"] is None:
        return _map_of_areas(where, title, flatness)
    heat = where["heat"]
    *cells, events = zip(*heat["cells"], strict=True)
    surface = density.surface_from_cells(
        list(zip(*cells, strict=True)), events, cell=heat["cell"], bandwidth=heat["bandwidth"]
    )
    marks = [Marker(each["rank"], *each["position"]) for each in where["ranked"] if each["position"]]
    bands = density.contours(surface, density.LEVELS)
    return heat_map(Scene(TOWN, GROUND, marks, INSETS, flatness), bands, title=title)


def _map_of_areas(where: Where, title: str, flatness: float) -> str:
    """Vertical strips of the town, one per area."""
    width = TOWN.width / len(where["ranked"])
    areas = []
    for number, each in enumerate(where["ranked"]):
        west, east = TOWN.west + number * width, TOWN.west + (number + 1) * width
        corners = [(west, TOWN.south), (east, TOWN.south), (east, TOWN.north), (west, TOWN.north)]
        ring = [*corners, corners[0]]
        areas.append(AreaCount(each["name"], [ring], each["count"]))
    return area_map(Scene(TOWN, GROUND, flatness=flatness), areas, title=title)


def html_of(content: Content) -> str:
    """As `document.as_html` makes it, without a database."""
    chapters = [Chapter(f"lagesbild/sections/{name}.html", dict(content[name])) for name in CHAPTERS]  # type: ignore[literal-required]
    town = Municipality(name="Köping")
    for chapter, section in ((chapters[3], sections.figures), (chapters[-1], sections.about)):
        chapter.context.update(section(content, town).context)
    chapters[1].context.update(peaks=content["when"]["peaks"], length=length(content))
    with translation.override("sv"):
        if content["where"]["ranked"]:
            chapters[2].context["map_svg"] = map_of(content["where"], is_flat=bool(length(content)))
        return render_to_string(
            "lagesbild/edition_print.html", {"header": content["header"], "sections": chapters}
        )


def print_of(content: Content) -> bytes:
    return render(html_of(content), identifier="1983/2026:05")


@cache
def pdf_of(level: str) -> bytes:
    return print_of(LEVELS[level])


def text_of(pdf: bytes, *options: str) -> str:
    """What `pdftotext` reads, thin and fixed spaces made plain and lines joined."""
    done = subprocess.run(
        ["pdftotext", "-raw", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def page_one(pdf: bytes) -> str:
    return text_of(pdf, "-l", "1")


@dataclass(frozen=True)
class Element:
    """A structure element with what is below it, in reading order. `page` counts from 0."""

    kind: str
    page: int
    alt: str
    headers: int
    inside: list["Element"]

    def walk(self) -> Iterator["Element"]:
        yield self
        for element in self.inside:
            yield from element.walk()


def structure_of(pdf: bytes) -> Element:
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}
        return _element(opened.Root.StructTreeRoot.K[0], pages)


def _element(source: Any, pages: dict[Any, int]) -> Element:
    kids = source.get("/K", [])
    return Element(
        kind=str(source.S).removeprefix("/"),
        page=pages[source.Pg.objgen] if "/Pg" in source else 0,
        alt=str(source.get("/Alt", "")),
        headers=len(source.get("/A", {}).get("/Headers", [])),
        inside=[_element(kid, pages) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid],
    )
