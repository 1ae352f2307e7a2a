"""Making a photo safe: decoded, turned upright and encoded anew, so that nothing but its pixels is kept.

And, where they show somebody, not all of those.
"""

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageDraw, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
#: Longest side in pixels of what is kept.
LONGEST_SIDE = 2000


class NotAPhoto(Exception):
    """The upload is refused; the code says why: `size`, `pixels` or `format`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SafePhoto:
    """A JPEG made by us from somebody's pixels."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


@dataclass(frozen=True)
class Rectangle:
    """A part of a photo, in hundredths of its width and height from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


def make_safe(upload: IO[bytes]) -> SafePhoto:
    """Re-encode an uploaded picture without metadata. Raises NotAPhoto before decoding what is too large."""
    raw = upload.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise NotAPhoto("size")
    # WeasyPrint, where it has been imported, has Pillow accept broken files; a photo is to be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAPhoto("pixels")
            clean = _pixels(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhoto("pixels") from error
    except NotAPhoto:
        raise
    except Exception as error:  # decoders meet hostile bytes with whatever exception lies nearest
        raise NotAPhoto("format") from error
    return _encoded(clean)


def blacken(jpeg: bytes, rectangles: Sequence[Rectangle]) -> SafePhoto:
    """One of our own photos with those parts black; a pixel that a rectangle touches is gone."""
    with Image.open(io.BytesIO(jpeg), formats=FORMATS) as picture:
        clean = picture.convert("RGB")
    draw = ImageDraw.Draw(clean)
    for part in rectangles:
        # The last pixel is drawn too, and one outside the picture is none.
        right, bottom = part.left + part.width, part.top + part.height
        corners = (
            math.floor(part.left * clean.width / 100),
            math.floor(part.top * clean.height / 100),
            math.ceil(right * clean.width / 100) - 1,
            math.ceil(bottom * clean.height / 100) - 1,
        )
        draw.rectangle(corners, fill="black")
    return _encoded(clean)


def _encoded(clean: Image.Image) -> SafePhoto:
    buffer = io.BytesIO()
    clean.save(buffer, "JPEG", quality=85, optimize=True)
    jpeg = buffer.getvalue()
    return SafePhoto(jpeg, clean.width, clean.height, hashlib.sha256(jpeg).hexdigest())


def _pixels(picture: Image.Image) -> Image.Image:
    """The upright picture, at most `LONGEST_SIDE`, on white, as a fresh image that no comment or profile follows."""
    # A JPEG is decoded at a fraction of its size where that is enough: much less time and memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return clean
