"""The README's two pictures can be made; with UPDATE_IMAGES=1 they are, from the demo that ./bin/run shows."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild.models import EditionKind, Level, Rendition
from tests.browser.conftest import UPDATE_IMAGES
from tests.browsing import PHONE
from tests.database import ROOT

IMAGES = ROOT / "docs" / "images"
#: What a reader of the README has to fetch, at most.
HEAVIEST = 200_000
PAGE_WIDTH = 620


def test_the_report_form_makes_a_picture(koping: Municipality, page_of: Callable[..., Page], tmp_path: Path):
    reporter = koping.memberships.filter(role=Role.REPORTER).select_related("user").earliest("pk").user
    page = page_of(reporter, PHONE)
    page.goto("/handelser/ny")
    page.wait_for_load_state("networkidle")
    picture = tmp_path / "report.png"
    page.screenshot(path=picture)
    assert size_of(picture) == PHONE
    keep(picture)


def test_the_first_page_of_the_edition_makes_a_picture(koping: Municipality, tmp_path: Path):
    rendition = Rendition.objects.get(
        municipality=koping, level=Level.FULL, edition__kind=EditionKind.FORTNIGHT
    )
    pdf = tmp_path / "edition.pdf"
    with rendition.file.open() as stored:
        pdf.write_bytes(stored.read())
    picture = tmp_path / "edition"
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(PAGE_WIDTH), "-scale-to-y", "-1"]
    subprocess.run([*command, str(pdf), str(picture)], check=True)
    width, height = size_of(picture.with_suffix(".png"))
    assert (width, round(height / width, 2)) == (PAGE_WIDTH, 1.41)
    keep(picture.with_suffix(".png"))


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a picture that shows something and is not too heavy; a palette of 128 colours is enough."""
    with Image.open(path) as whole:
        picture = whole.convert("RGB").quantize(128)
    assert len(picture.getcolors() or []) > 20, "the picture is blank"
    picture.save(path, optimize=True)
    assert path.stat().st_size < HEAVIEST
    return picture.size


def keep(picture: Path) -> None:
    """Put it where the README shows it, if asked to."""
    if UPDATE_IMAGES:
        IMAGES.mkdir(exist_ok=True)
        (IMAGES / picture.name).write_bytes(picture.read_bytes())
