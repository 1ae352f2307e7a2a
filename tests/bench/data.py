"""A municipality with any number of approved incidents, made in SQL so that a million take seconds."""

from dataclasses import dataclass
from datetime import date

from accounts.models import AddressPoint, Area, AreaKind, Municipality, User
from accounts.roles import Role
from incidents import categories
from tests.database import connect
from tests.factories import CENTRE, make_municipality, make_place, make_user, rectangle

PASSWORD = "bara-for-matning-2026"
#: The day after the newest incident.
UNTIL = date(2026, 3, 9)
DAYS = 820

# Three quarters lie in a few hot spots, the rest over the built-up area; hours lean towards the evening.
FILL = """
WITH categories AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM incidents_category
    WHERE municipality_id = %(municipality)s AND parent_id IS NOT NULL AND counts
), areas AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM accounts_area WHERE municipality_id = %(municipality)s
), places AS (
    SELECT id, row_number() OVER (ORDER BY id) AS spot, ST_Transform(point, 3006) AS point
    FROM accounts_place WHERE municipality_id = %(municipality)s
), drawn AS (
    SELECT n, %(until)s::timestamptz - random() * %(days)s * interval '1 day' AS moment,
           1 + floor(random() * 12)::int AS spot, random() < 0.75 AS at_spot,
           random() + random() - 1 AS dx, random() + random() - 1 AS dy
    FROM generate_series(1, %(count)s) AS n
), placed AS (
    SELECT drawn.*, CASE WHEN at_spot THEN places.id END AS place,
           ST_X(point) + dx * CASE WHEN at_spot THEN 120 ELSE 2000 END AS x,
           ST_Y(point) + dy * CASE WHEN at_spot THEN 120 ELSE 1500 END AS y
    FROM drawn JOIN places USING (spot)
)
INSERT INTO incidents_incident (
    municipality_id, organisation_id, category_id, started_at, ended_at, time_precision, point, cell_x, cell_y,
    location_precision, place_id, area_id, place_type, observation, severity, people, age_group, police_reported,
    damage_type, damage_cost, cost_basis, cost_paid_by, state, version, received_at, decided_at)
SELECT %(municipality)s, %(organisation)s, categories.ids[1 + n %% cardinality(categories.ids)],
       moment, moment + (n %% 5) * interval '1 hour', CASE WHEN n %% 5 = 0 THEN 'exact' ELSE 'interval' END,
       ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 3006), 4326), floor(x / 25)::int, floor(y / 25)::int,
       'exact', place, areas.ids[1 + n %% cardinality(areas.ids)], 'street', 'own', 1 + n %% 3, 'unknown',
       'unknown', 'unknown', CASE WHEN n %% 7 = 0 THEN 'glass' ELSE '' END,
       CASE WHEN n %% 14 = 0 THEN 1000 + n %% 9000 END, CASE WHEN n %% 14 = 0 THEN 'estimated' ELSE '' END, '',
       'approved', 3, moment + interval '1 hour', moment + interval '9 hours'
FROM placed, categories, areas
"""


@dataclass(frozen=True)
class Town:
    """What the measurements act on."""

    municipality: Municipality
    reporter: User
    coordinator: User


def build_town() -> Town:
    """A municipality of ordinary size: standard categories, six areas, a dozen places, 200 addresses."""
    municipality = make_municipality("Mätköping")
    categories.load_standard(municipality)
    Area.objects.filter(municipality=municipality).delete()
    for column in range(3):
        for row in range(2):
            west, south = 15.95 + 0.03 * column, 59.49 + 0.025 * row
            Area.objects.create(
                municipality=municipality,
                kind=AreaKind.DISTRICT,
                name=f"Område {column}{row}",
                geometry=rectangle(west, south, west + 0.03, south + 0.025),
            )
    for number in range(12):
        point = f"POINT({CENTRE[0] - 0.03 + 0.005 * number} {CENTRE[1] - 0.01 + 0.003 * (number % 7)})"
        make_place(municipality, f"Plats {number}", point=point)
    AddressPoint.objects.bulk_create(
        AddressPoint(
            municipality=municipality, label=f"Mätgatan {number}", point=f"POINT({CENTRE[0]} {CENTRE[1]})"
        )
        for number in range(200)
    )
    return Town(
        municipality,
        make_user(Role.REPORTER, municipality, password=PASSWORD),
        make_user(Role.COORDINATOR, municipality, password=PASSWORD),
    )


def fill(town: Town, count: int, *, database: str) -> None:
    """Add that many approved incidents over 27 months, as owner and past the event log."""
    membership = town.reporter.memberships.get()
    values = {
        "municipality": town.municipality.pk,
        "organisation": membership.organisation_id,
        "until": UNTIL,
        "days": DAYS,
        "count": count,
    }
    owner = connect("owner", database)
    with owner.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident DISABLE TRIGGER USER, ENABLE TRIGGER read_clock")
        cursor.execute("SELECT setseed(0.1983)")
        cursor.execute(FILL, values)
        cursor.execute("ALTER TABLE incidents_incident ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE incidents_incident")
    owner.close()
