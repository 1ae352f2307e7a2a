"""Approved incidents → the figures of an edition and of the map one explores. The one door to incidents.

Everything is counted by key, cell and date: no geometry is read and nothing is written. What comes out is plain
data in the shape of `lagesbild/content.py`; pictures are drawn from it in `maps` and `charts`.
"""

from lagesbild.figures.edition import compose, parameters

__all__ = ["compose", "parameters"]
