"""Figures → maps: one SVG for screen and paper, and GeoJSON for the map one can move about in.

Pure: plain numbers in, text out. Nothing is counted here and no table is read.
"""

from lagesbild.maps.frame import Frame, Layer, Marker, Scene
from lagesbild.maps.geojson import heat_geojson
from lagesbild.maps.heat import AreaCount, area_map, heat_map, map_title
from lagesbild.maps.place import outline_map, ring_map

__all__ = [
    "AreaCount",
    "Frame",
    "Layer",
    "Marker",
    "Scene",
    "area_map",
    "heat_geojson",
    "heat_map",
    "map_title",
    "outline_map",
    "ring_map",
]
