"""Rings and lines cut to a box, thinned to what the eye can tell, and written as SVG paths.

Works on arrays (k, 2) in any unit; a ring is closed without repeating its first point.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

# Each pass takes about a third of the points that are small, so ten leave one in fifty.
PASSES = 10


def open_ring(points: ArrayLike) -> tuple[Floats, bool]:
    """The points without a repeated last one, and whether there was one: whether they are a ring."""
    array = np.asarray(points, dtype=float).reshape(-1, 2)
    closed = len(array) > 3 and bool((array[0] == array[-1]).all())
    return (array[:-1] if closed else array), closed


def clipped(points: Floats, box: Box, *, closed: bool) -> Floats:
    """The points cut to (left, top, right, bottom), half-plane by half-plane (Sutherland & Hodgman 1974).

    Separate pieces stay joined along the edge of the box: give it room for the joins to fall outside the picture.
    """
    left, top, right, bottom = box
    for axis, sign, limit in ((0, 1, left), (1, 1, top), (0, -1, right), (1, -1, bottom)):
        depth = (points[:, axis] - limit) * sign
        if not len(points) or depth.max() < 0:
            return points[:0]
        if depth.min() < 0:
            points = _cut(points, depth, closed=closed)
    return points


def _cut(points: Floats, depth: Floats, *, closed: bool) -> Floats:
    """What has a depth of 0 or more, with a new point wherever an edge passes 0."""
    inside = depth >= 0
    ahead, depth_ahead = np.roll(points, -1, axis=0), np.roll(depth, -1)
    crosses = inside != np.roll(inside, -1)
    if not closed:
        crosses[-1] = False
    part = np.where(crosses, depth / np.where(crosses, depth - depth_ahead, 1), 0)
    both = np.stack([points, points + (ahead - points) * part[:, None]], axis=1)
    kept: Floats = both[np.stack([inside, crosses], axis=1)]
    return kept


def thinned(rings: Sequence[Floats], tolerance: float, *, closed: bool) -> list[Floats]:
    """The rings or lines without the points whose triangle with their neighbours is smaller than `tolerance`.

    As Visvalingam & Whyatt (1993), but many points at once: the choice depends on the points alone, not on where a ring
    starts or which way it runs, so that two bands which share an outline keep sharing it.
    """
    if not rings:
        return []
    points = np.concatenate(rings)
    ring = np.repeat(np.arange(len(rings)), [len(each) for each in rings])
    for _ in range(PASSES):
        lengths = np.bincount(ring, minlength=len(rings))
        held = lengths > 0
        last = np.cumsum(lengths)[held] - 1
        first = last + 1 - lengths[held]
        before, after = np.arange(-1, len(points) - 1), np.arange(1, len(points) + 1)
        before[first], after[last] = last, first
        size = _triangles(points[before], points, points[after])
        small = (size < tolerance) & (lengths[ring] > 4)
        if not closed:
            small[first] = small[last] = False
        # Of small neighbours the one that draws the lowest lot: lots depend on the place and nothing else.
        lot = np.where(small, np.sin(points @ (12.9898, 78.233)) * 43758.5453 % 1, 1)
        drop = small & (lot < lot[before]) & (lot < lot[after])
        if not drop.any():
            break
        points, ring = points[~drop], ring[~drop]
    return np.split(points, np.cumsum(np.bincount(ring, minlength=len(rings)))[:-1])


def _triangles(a: Floats, b: Floats, c: Floats) -> Floats:
    (ax, ay), (bx, by), (cx, cy) = a.T, b.T, c.T
    areas: Floats = np.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    return areas


def area(ring: Floats) -> float:
    """Signed: anticlockwise is positive where the y axis points up."""
    x, y = ring.T
    return float(x @ np.roll(y, -1) - np.roll(x, -1) @ y) / 2


def path(rings: Sequence[Floats], *, closed: bool) -> str:
    """SVG path data in whole units, each step relative to the last. What shrinks to nothing is left out."""
    return "".join(_steps(ring, closed=closed) for ring in rings)


def _steps(ring: Floats, *, closed: bool) -> str:
    whole = np.rint(ring).astype(int)
    if len(whole):
        whole = whole[np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))]
    if len(whole) < (3 if closed else 2):
        return ""
    x, y = whole[0]
    steps = " ".join(f"{across} {along}" for across, along in np.diff(whole, axis=0).tolist())
    return f"M{x} {y}l{steps.replace(' -', '-')}{'z' if closed else ''}"
