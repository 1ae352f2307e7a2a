"""Which district very many points lie in: the boundary and the districts of one municipality, held in memory.

For imports. Answers as `geography.locate` does, which asks the database about one point at a time.
"""

import numpy as np
from django.contrib.gis.geos import Point

from accounts.models import Area, AreaKind, Municipality


class Locator:
    """Answers for one municipality as its geography stood when this was made."""

    def __init__(self, municipality: Municipality) -> None:
        districts = Area.objects.filter(municipality=municipality, kind=AreaKind.DISTRICT, is_active=True)
        areas = list(districts.order_by("pk"))
        self._boundary = municipality.boundary.prepared
        self._surfaces = [(area.pk, area.geometry.prepared) for area in areas]
        self._boxes = np.array([area.geometry.extent for area in areas], dtype=float).reshape(-1, 4)

    def locate(self, longitude: float, latitude: float) -> tuple[bool, int | None]:
        """Whether the position lies in the municipality, and the key of its district."""
        point = Point(longitude, latitude, srid=4326)
        if not self._boundary.covers(point):
            return False, None
        west, south, east, north = self._boxes.T
        near = (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)
        for index in np.flatnonzero(near):
            key, surface = self._surfaces[index]
            if surface.covers(point):
                return True, key
        return True, None
