"""Approved incidents → the figures of an edition and of the map one explores. The one door through which incidents are read.

Everything is counted by id, cell and date; no geometry is read and nothing is written. What comes out is plain data: the
chapters' shape is `lagesbild/content.py`, pictures are drawn from it in `maps` and `charts`.
"""

from lagesbild.figures.edition import compose, parameters

__all__ = ["compose", "parameters"]
