"""A whole edition of an invented fortnight in Köping, at both levels, as it lies frozen in the database."""

from typing import cast

from lagesbild.content import (
    AreaRow,
    Compared,
    Content,
    CostRow,
    Costs,
    Count,
    Directions,
    FigureRow,
    Figures,
    Heat,
    Ranked,
    Summary,
    Verdict,
    When,
    Where,
)

WEEKDAY_WEIGHTS = [0.9, 0.8, 1.1, 0.9, 2.0, 1.9, 0.8]
HOUR_WEIGHTS = [6, 3, 1, 0, 0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 7, 8, 7, 6, 7, 9, 12, 16, 18, 12]


def _figure(
    category: str,
    counts: tuple[Count, Count, Count, Count],
    mean: float,
    low: int,
    high: int,
    verdict: Verdict,
) -> FigureRow:
    this_period, last_period, last_year, two_years_ago = counts
    return {
        "category": category,
        "this_period": this_period,
        "last_period": last_period,
        "last_year": last_year,
        "two_years_ago": two_years_ago,
        "mean": mean,
        "expected": {"low": low, "high": high},
        "verdict": verdict,
    }


def _area(
    area: str, this_period: int, last_period: int, mean: float, low: int, high: int, verdict: Verdict
) -> AreaRow:
    return {
        "area": area,
        "this_period": this_period,
        "last_period": last_period,
        "mean": mean,
        "expected": {"low": low, "high": high},
        "verdict": verdict,
    }


def _cost(type_: str, estimated: int, actual: int, last_period: int, events: int, uncosted: int) -> CostRow:
    return {
        "type": type_,
        "estimated": estimated,
        "actual": actual,
        "total": estimated + actual,
        "last_period": last_period,
        "events": events,
        "uncosted": uncosted,
    }


def _ranked() -> list[Ranked]:
    rows = [
        ("Stora torget", 27, 15, 4, "Ordningsstörning", "remaining", (556210, 6597650)),
        ("Köpings station", 19, 12, 3, "Narkotika och alkohol", "remaining", (556620, 6597180)),
        ("Nygårds centrum", 16, 17, 6, "Skadegörelse", "remaining", (557340, 6598420)),
        ("S:t Olovsskolan", 12, 4, 1, "Skadegörelse", "new", (555710, 6597920)),
        ("Åparken", 9, 3, 1, "Narkotika och alkohol", "new", (556010, 6598230)),
        ("Kolsva torg", 8, 6, 2, "Trafik", "remaining", (547900, 6606700)),
        ("Badhusets parkering", 7, 9, 3, "Trafik", "remaining", (556880, 6597820)),
        ("Parkskolan", 6, 14, 5, "Skadegörelse", "receding", (555480, 6597360)),
        ("Skogsborgs bostadsgårdar", 5, 11, 4, "Ordningsstörning", "receding", (554960, 6598050)),
        ("Munktorps skola", 4, 2, 1, "Brand", "new", (564200, 6599900)),
    ]
    return [
        cast(
            Ranked,
            {
                "rank": rank,
                "name": name,
                "count": count,
                "last_period": last_period,
                "periods_in_a_row": in_a_row,
                "main_category": category,
                "trend": trend,
                "position": list(position),
            },
        )
        for rank, (name, count, last_period, in_a_row, category, trend, position) in enumerate(rows, start=1)
    ]


def _heat(ranked: list[Ranked]) -> Heat:
    """Each place's events over the cells nearest to it, four to a cell."""
    cells = []
    for place in ranked:
        easting, northing = place["position"] or (0, 0)
        for step in range(0, place["count"], 4):
            cells.append(
                [
                    int(easting) // 25 + step // 4 % 3,
                    int(northing) // 25 + step // 12,
                    min(4, place["count"] - step),
                ]
            )
    events = sum(cell[2] for cell in cells)
    return {"bandwidth": 200, "cell": 25, "kernel": "quartic", "events": events, "cells": cells}


def _when() -> When:
    weight = sum(WEEKDAY_WEIGHTS) * sum(HOUR_WEIGHTS)
    matrix = [[round(133 * day * hour / weight, 2) for hour in HOUR_WEIGHTS] for day in WEEKDAY_WEIGHTS]
    return {
        "matrix": matrix,
        "hours": [round(sum(column), 2) for column in zip(*matrix, strict=True)],
        "counted": 133,
        "excluded": 12,
        "peaks": [
            {"weekday": 4, "from_hour": 20, "to_hour": 23, "count": round(sum(matrix[4][20:23]), 1)},
            {"weekday": 5, "from_hour": 20, "to_hour": 23, "count": round(sum(matrix[5][20:23]), 1)},
            {"weekday": 4, "from_hour": 14, "to_hour": 17, "count": round(sum(matrix[4][14:17]), 1)},
        ],
    }


SUMMARY: Summary = {
    "situation": "worse",
    "situation_note": "i centrum kvällstid",
    "total": 145,
    "expected": {"low": 93, "high": 135},
    "verdict": "above",
    "last_period": 116,
    "cost": 84500,
    "largest_cost": {"type": "Glaskross", "kronor": 61000},
    "uncosted": 11,
    "sentences": [
        "145 händelser rapporterades, fler än de 93–135 som är vanligt för årstiden.",
        "Ökningen ligger i centrum: Stora torget och Köpings station har 46 händelser, mot 27 förra perioden.",
        "Narkotika och alkohol är den enda kategorin över det vanliga, 25 händelser mot väntade 8–23.",
        "S:t Olovsskolan är ny på listan med tolv händelser, mest glaskross på helgnätter.",
        "Vid Parkskolan och Skogsborg har problemen minskat sedan belysningen lagades.",
    ],
}

COMPARED: Compared = {
    "this_period": "vecka 9–10",
    "last_period": "vecka 7–8",
    "last_year": "vecka 9–10 2025",
    "two_years_ago": "vecka 9–10 2024",
}

FIGURES: Figures = {
    "compared": COMPARED,
    "rows": [
        _figure("Skadegörelse", (41, 33, 30, 28), 31.2, 21, 42, "within"),
        _figure("Brand", (6, 5, 4, 6), 4.9, 1, 10, "within"),
        _figure("Narkotika och alkohol", (25, 14, 15, 12), 15.1, 8, 23, "above"),
        _figure("Ordningsstörning", (32, 25, 22, 24), 24.6, 15, 35, "within"),
        _figure("Hot och våld", (12, 9, 8, 7), 8.3, 3, 14, "within"),
        _figure("Tillgrepp och bedrägeri", (9, 11, 10, 12), 10.4, 5, 17, "within"),
        _figure("Trafik", (11, 8, 6, 9), 8.8, 3, 15, "within"),
        _figure("Otrygg plats eller miljö", (7, 10, 9, 8), 9.1, 4, 15, "within"),
        _figure("Övrigt", (2, 1, 2, 1), 1.4, 0, 4, "within"),
    ],
    "total": {
        **_figure("Alla händelser", (145, 116, 106, 107), 113.8, 93, 135, "above"),
        "last_period_then": 112,
    },
    "areas": [
        _area("Centrum", 60, 38, 36.2, 24, 50, "above"),
        {**_area("Kolsva", 12, 9, 5.4, 1, 11, "within"), "is_marked": True},
        {**_area("Munktorp", 6, 3, 2.1, 0, 6, "too_few"), "last_period_then": 2},
        _area("Nygård", 31, 33, 32.0, 21, 44, "within"),
        _area("Skogsborg", 14, 22, 25.3, 16, 36, "below"),
        _area("Utanför områdena", 22, 11, 12.8, 6, 21, "within"),
    ],
    "comparisons": {"tried": 16, "flagged": 4, "by_chance": 0.8},
}

WHERE: Where = {
    "unit": "place",
    "period": "vecka 9–10 2026",
    "total": 145,
    "ranked": _ranked(),
    "elsewhere": 32,
    "vanished": [
        {"name": "Ågårdens garage", "last_period": 8, "count": 1},
        {"name": "Sveavägens hållplats", "last_period": 6, "count": 0},
    ],
    "heat": _heat(_ranked()),
}

COSTS: Costs = {
    "rows": [
        _cost("Glaskross", 19000, 42000, 38500, 16, 2),
        _cost("Klotter", 11500, 3000, 9000, 15, 6),
        _cost("Övrig skadegörelse", 4000, 5000, 21000, 10, 3),
    ],
    "total": _cost("Alla skador", 34500, 50000, 68500, 41, 11),
    "payers": [
        {"name": "Bostadsbolaget", "kronor": 52300},
        {"name": "Köpings kommun", "kronor": 27200},
        {"name": "Övriga", "kronor": 5000},
    ],
}

DIRECTION: Directions = {
    "period": "vecka 11–12 2026",
    "dates": "9–22 mars 2026",
    "actors": [
        {
            "actor": "police",
            "name": "Polis",
            "tasks": [
                "Synlig patrull på Stora torget och stationen fredag och lördag kl. 20–23.",
                "Riktad insats mot misstänkt narkotikahandel vid stationens cykelgarage.",
            ],
        },
        {
            "actor": "guards",
            "name": "Väktare",
            "tasks": [
                "Två extra ronder per helgnatt vid S:t Olovsskolan, sida mot idrottsplatsen.",
                "Rapportera även ronder utan händelser, med klockslag.",
            ],
        },
        {
            "actor": "youth",
            "name": "Ungdomscoacher",
            "tasks": [
                "Närvaro i Åparken och på stationen onsdag kl. 14–17 när skolan slutar.",
                "Bjud in till öppen kväll på fritidsgården fredag 13 mars.",
            ],
        },
        {
            "actor": "housing",
            "name": "Bostadsbolaget",
            "tasks": [
                "Byt krossat glas och sanera klotter i Nygård inom 48 timmar.",
                "Se över låset till Ågårdens garage.",
            ],
        },
        {
            "actor": "technical",
            "name": "Teknik",
            "tasks": [
                "Laga belysningen i gångtunneln vid stationen.",
                "Beskär buskarna längs Åparkens gångväg.",
            ],
        },
    ],
}

FULL: Content = {
    "header": {
        "municipality": "Köpings kommun",
        "number": "2026:05",
        "level": "full",
        "period": "vecka 9–10 2026",
        "dates": "23 februari – 8 mars 2026",
        "start": "2026-02-23",
        "end": "2026-03-09",
        "adopted_on": "2026-03-10",
        "adopted_by": "säkerhetssamordnaren",
        "distribution": ["Polis", "Ungdomscoacher", "Bevakningsföretag"],
        "supersedes": None,
    },
    "summary": SUMMARY,
    "where": WHERE,
    "figures": FIGURES,
    "when": _when(),
    "costs": COSTS,
    "direction": DIRECTION,
    "about": {
        "extracted": "9 mars 2026 kl. 06.00",
        "events": 145,
        "under_review": 7,
        "late": 3,
        "median_hours": 19.5,
        "exact_place": 118,
        "exact_time": 96,
        "units": {"reported": 14, "nothing_to_report": 5, "silent": 1},
        "bandwidth": 200,
        "kernel": "quartic",
        "minimum_count": None,
        "contact": "trygghet@koping.example",
        "version": "0.1.0",
        "checksum": "9f2c41d07be6a8135c0e4d92b7f6a1538e0c9d4471b2f3a6c8d5e7f901234abc",
    },
}


def _generalised() -> Content:
    areas = [
        ("Centrum", 60, 38, 8, "Ordningsstörning", "remaining"),
        ("Nygård", 31, 33, 8, "Skadegörelse", "remaining"),
        ("Skogsborg", 14, 22, 6, "Ordningsstörning", "receding"),
        ("Kolsva", 12, 9, 3, "Trafik", "remaining"),
        ("Munktorp", 6, "<5", 1, None, "new"),
    ]
    ranked = [
        cast(
            Ranked,
            {
                "rank": rank,
                "name": name,
                "count": count,
                "last_period": last_period,
                "periods_in_a_row": in_a_row,
                "main_category": category,
                "trend": trend,
                "position": None,
            },
        )
        for rank, (name, count, last_period, in_a_row, category, trend) in enumerate(areas, start=1)
    ]
    told = [row for row in FIGURES["rows"] if row["category"] not in ("Brand", "Övrigt")]
    merged = _figure("Övriga (färre än 5)", (8, 6, 6, 7), 6.3, 2, 12, "within")
    told.append({**merged, "expected": None, "verdict": None})
    told_areas = [row for row in FIGURES["areas"] if row["area"] != "Utanför områdena"]
    return {
        **FULL,
        "header": {
            **FULL["header"],
            "level": "generalised",
            "distribution": ["Bevakningsföretag", "Ungdomscoacher"],
        },
        "summary": {**SUMMARY, "sentences": SUMMARY["sentences"][:1]},
        "where": {**WHERE, "unit": "area", "ranked": ranked, "elsewhere": 22, "vanished": [], "heat": None},
        "figures": {**FIGURES, "rows": told, "areas": told_areas},
        "direction": {**DIRECTION, "actors": []},
        "about": {**FULL["about"], "bandwidth": None, "kernel": None, "minimum_count": 5},
    }


GENERALISED: Content = _generalised()
