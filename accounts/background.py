"""The municipality's own background map as one GeoJSON text, for the maps in the browser.

Boundary, districts, and the imported layers in drawing order: enough for a map that can be read without tiles from
anybody else. Importing them is `geography_import/`; drawing them on paper is the lägesbild's business.
"""

from typing import Any

from django.db import connection

from accounts.models import AreaKind, MapFeatureKind, Municipality

#: Lines are simplified by so many degrees, about three metres; coordinates have five decimals, about one metre.
TOLERANCE = 0.00003

# `home` is what a map shows first: the largest built-up area, or the whole municipality, as [west, south, east, north].
LAYERS = """
WITH layer AS (
    SELECT 0 AS position, id, 'boundary' AS kind, name, boundary AS geometry
    FROM accounts_municipality WHERE id = %(municipality)s
    UNION ALL
    SELECT 1, id, 'area', name, geometry FROM accounts_area
    WHERE municipality_id = %(municipality)s AND kind = %(district)s AND is_active
    UNION ALL
    SELECT 1 + array_position(%(kinds)s, kind::text), id, kind, name, geometry FROM accounts_mapfeature
    WHERE municipality_id = %(municipality)s
), home AS (
    SELECT Box2D(geometry) AS box FROM layer WHERE kind IN ('built_up', 'boundary')
    ORDER BY kind = 'built_up' DESC, ST_Area(geometry) DESC LIMIT 1
)
SELECT json_build_object(
    'type', 'FeatureCollection',
    'home', (SELECT json_build_array(ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)) FROM home),
    'features', json_agg(json_build_object(
        'type', 'Feature',
        'properties', json_build_object('kind', kind, 'name', name),
        'geometry', ST_AsGeoJSON(ST_SimplifyPreserveTopology(geometry, %(tolerance)s), 5)::json
    ) ORDER BY position, id)
)::text FROM layer
"""

# The transaction that last wrote a row tells one version of it from the next.
VERSION = """
SELECT md5(string_agg(row.id || ':' || row.version, ',' ORDER BY row.layer, row.id)) FROM (
    SELECT 0 AS layer, id, xmin::text AS version FROM accounts_municipality WHERE id = %(municipality)s
    UNION ALL SELECT 1, id, xmin::text FROM accounts_area WHERE municipality_id = %(municipality)s
    UNION ALL SELECT 2, id, xmin::text FROM accounts_mapfeature WHERE municipality_id = %(municipality)s
) AS row
"""


def layers(municipality: Municipality) -> str:
    """The layers as GeoJSON text; each feature has `kind` (`boundary`, `area` or a MapFeatureKind) and `name`."""
    return _one(
        LAYERS,
        municipality=municipality.pk,
        district=AreaKind.DISTRICT.value,
        kinds=list(MapFeatureKind.values),
        tolerance=TOLERANCE,
    )


def version(municipality_id: int) -> str:
    """A mark that changes whenever the layers do."""
    return _one(VERSION, municipality=municipality_id)


def _one(statement: str, **parameters: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return str(cursor.fetchone()[0])
