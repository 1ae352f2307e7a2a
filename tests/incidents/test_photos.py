"""Of a photo nothing but its pixels comes in, and of anything else nothing at all."""

import io
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from incidents.photos import LONGEST_SIDE, MAX_BYTES, NotAPhoto, Rectangle, blacken, make_safe

SCRIPT = b"<script>alert(1)</script>"


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB", colour: object = None) -> Image.Image:
    return Image.new(mode, size, colour or 0)


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int, *, data: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Four hundred million black pixels in about 48 kB."""
    row = zlib.compressobj(9)
    body = b"".join(row.compress(bytes(20_000)) for _ in range(1_000)) + row.flush()
    return png_claiming(20_000, 20_000, data=body)


def with_everything() -> bytes:
    """A JPEG with place, camera, comment, profile and something behind its end."""
    exif = Image.Exif()
    exif[0x010F] = "Kameratillverkare"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    options = {"exif": exif, "comment": b"Kommentar", "icc_profile": b"Profil" * 20, "xmp": b"<x:xmpmeta/>"}
    return encoded(picture((60, 40), colour=(200, 30, 30)), **options) + SCRIPT


def exif_that_points_nowhere() -> bytes:
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHII", 8, 1, 0x0112, 4, 0xFFFFFFFF, 0xFFFFFFF0)
    whole = encoded(picture())
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + whole[2:]


GIF = encoded(picture(), "GIF")
HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"Hej",
    "html": lambda: b"<!doctype html>" + SCRIPT,
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with xml head": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "eps by Pillow": lambda: encoded(picture(), "EPS"),
    "pdf": lambda: b"%PDF-1.7\n" + SCRIPT,
    "gif": lambda: GIF,
    "gif with a script": lambda: GIF[:6] + b"/*" + SCRIPT + GIF[6:],
    "bmp": lambda: encoded(picture(), "BMP"),
    "tiff": lambda: encoded(picture(), "TIFF"),
    "ico": lambda: encoded(picture(), "ICO"),
    "tga": lambda: encoded(picture(), "TGA"),
    "jpeg 2000": lambda: encoded(picture(), "JPEG2000"),
    "psd head": lambda: b"8BPS\0\1" + bytes(40),
    "mvg": lambda: b"push graphic-context\nviewbox 0 0 1 1\npop graphic-context",
    "zip": lambda: b"PK\x03\x04" + bytes(60),
    "elf": lambda: b"\x7fELF" + bytes(60),
    "first half of a jpeg": lambda: encoded(picture((400, 400), colour=(9, 90, 200)))[:400],
    "head of a jpeg": lambda: b"\xff\xd8\xff\xe0" + bytes(20),
    "head of a png": lambda: b"\x89PNG\r\n\x1a\n",
    "head of a webp": lambda: b"RIFF\x24\0\0\0WEBPVP8 ",
    "png without pixels": lambda: png_claiming(30, 30),
    "png with a false sum": lambda: encoded(picture(), "PNG").replace(b"IDAT", b"IDAU"),
    "png of no width": lambda: png_claiming(0, 30),
    "png of broken data": lambda: png_claiming(30, 30, data=b"\x78\x9c" + b"\xff" * 30),
    "head of a heic": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60),
    "head of an avif": lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(60),
    "script before a jpeg": lambda: SCRIPT + encoded(picture()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_a_photo_is_refused(name):
    with pytest.raises(NotAPhoto) as refusal:
        make_safe(io.BytesIO(HOSTILE[name]()))
    assert refusal.value.code == "format"


@pytest.mark.parametrize(
    "raw", [png_claiming(8_000, 5_001), png_claiming(12_000, 12_000), png_claiming(60_000, 60_000)]
)
def test_too_many_pixels_are_refused_by_what_the_file_claims(raw):
    with pytest.raises(NotAPhoto) as refusal:
        make_safe(io.BytesIO(raw))
    assert refusal.value.code == "pixels"


def test_a_bomb_is_refused_before_it_is_decoded():
    raw = bomb()
    started = time.perf_counter()
    with pytest.raises(NotAPhoto) as refusal:
        make_safe(io.BytesIO(raw))
    assert refusal.value.code == "pixels"
    assert time.perf_counter() - started < 0.1


def test_a_file_over_the_limit_is_refused_whatever_it_is():
    raw = encoded(picture())
    with pytest.raises(NotAPhoto) as refusal:
        make_safe(io.BytesIO(raw + bytes(MAX_BYTES)))
    assert refusal.value.code == "size"


def test_nothing_but_pixels_is_kept():
    safe = make_safe(io.BytesIO(with_everything()))
    with Image.open(io.BytesIO(safe.jpeg)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.info.keys() == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"Kamera", b"Kommentar", b"Profil", b"xmpmeta", SCRIPT):
        assert trace not in safe.jpeg
    assert safe.jpeg.endswith(b"\xff\xd9")


def test_a_picture_on_its_side_is_turned_upright():
    safe = make_safe(io.BytesIO(with_everything()))
    assert (safe.width, safe.height) == (40, 60)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_become_jpeg(format):
    safe = make_safe(io.BytesIO(encoded(picture(), format)))
    with Image.open(io.BytesIO(safe.jpeg)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (60, 40))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_rgb(mode):
    assert make_safe(io.BytesIO(encoded(picture(mode=mode), "PNG"))).width == 60


def test_a_print_shops_colours_become_rgb():
    assert make_safe(io.BytesIO(encoded(picture(mode="CMYK")))).width == 60


def test_glass_is_laid_on_white():
    safe = make_safe(io.BytesIO(encoded(picture(mode="RGBA", colour=(255, 0, 0, 0)), "PNG")))
    with Image.open(io.BytesIO(safe.jpeg)) as kept:
        assert kept.getpixel((30, 20)) == (255, 255, 255)


def test_a_palette_with_glass_is_no_trouble():
    image = picture(mode="P")
    assert make_safe(io.BytesIO(encoded(image, "PNG", transparency=bytes([0] * 256)))).width == 60


def test_a_moving_picture_stands_still():
    frames = [picture(colour=(200, 0, 0)), picture(colour=(0, 0, 200))]
    raw = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert make_safe(io.BytesIO(raw)).height == 40


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
def test_broken_metadata_does_not_cost_the_photo():
    assert make_safe(io.BytesIO(exif_that_points_nowhere())).width == 60


def test_text_in_a_png_stays_outside():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Fotograf", zip=True)
    safe = make_safe(io.BytesIO(encoded(picture(), "PNG", pnginfo=note) + SCRIPT))
    assert b"Fotograf" not in safe.jpeg and SCRIPT not in safe.jpeg


def test_a_large_photo_is_made_small():
    safe = make_safe(io.BytesIO(encoded(picture((4000, 3000)))))
    assert (safe.width, safe.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_the_same_photo_twice_is_the_same_file():
    raw = encoded(picture((80, 80), colour=(1, 2, 3)), "PNG")
    assert make_safe(io.BytesIO(raw)) == make_safe(io.BytesIO(raw))


@settings(max_examples=150, deadline=None)
@given(position=st.integers(0, 700), junk=st.binary(min_size=1, max_size=40))
def test_damaged_files_are_refused_or_become_pictures_and_nothing_else(position, junk):
    raw = bytearray(encoded(picture((64, 64), colour=(90, 160, 20)), "PNG") + bytes(400))
    raw[position : position + len(junk)] = junk
    try:
        safe = make_safe(io.BytesIO(bytes(raw)))
    except NotAPhoto:
        return
    assert safe.jpeg[:2] == b"\xff\xd8"


# Blacking out


def whole(colour: object = (200, 30, 30), size: tuple[int, int] = (200, 100)) -> bytes:
    return make_safe(io.BytesIO(encoded(picture(size, colour=colour)))).jpeg


def pixels(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def is_black(colour: tuple[int, ...]) -> bool:
    return max(colour) < 12


def test_a_rectangle_becomes_black_and_all_else_stays_as_it_was():
    after = pixels(blacken(whole(), [Rectangle(24.9, 50, 25.2, 30)]).jpeg)
    assert after.size == (200, 100)
    # A block of the encoding, 16 pixels, from the edges, which take some colour from outside.
    assert all(is_black(after.getpixel(place)) for place in ((66, 65), (75, 65), (83, 65)))
    assert not any(is_black(after.getpixel(place)) for place in ((20, 65), (130, 65), (75, 20), (75, 98)))


def test_what_was_under_the_rectangle_has_no_part_in_the_new_file():
    """Two photos that differ only there become the same file, byte for byte."""
    grey = picture((200, 100), colour=(90, 90, 90))
    other = grey.copy()
    other.paste((10, 250, 40), (52, 52, 90, 78))
    one, two = (encoded(each, "PNG") for each in (grey, other))
    hidden = [Rectangle(25, 50, 25, 30)]
    files = []
    for raw in (one, two):
        clean = Image.open(io.BytesIO(raw)).convert("RGB")
        buffer = io.BytesIO()
        clean.save(buffer, "PNG")
        files.append(blacken(buffer.getvalue(), hidden).jpeg)
    assert files[0] == files[1]


@given(
    st.lists(
        st.builds(Rectangle, *[st.floats(0, 100)] * 2, *[st.floats(0.01, 100)] * 2),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None)
def test_rectangles_may_lie_anywhere(rectangles):
    safe = blacken(whole(size=(37, 23)), rectangles)
    assert (safe.width, safe.height) == (37, 23)


def test_a_rectangle_over_everything_leaves_nothing():
    assert {
        is_black(colour)
        for _n, colour in pixels(blacken(whole(), [Rectangle(0, 0, 100, 100)]).jpeg).getcolors()
    } == {True}
