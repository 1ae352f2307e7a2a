"""Days by their sort, and police-reported crime, as they lie frozen in an invented edition."""

from lagesbild.content import Calendar, DayTypes, PoliceReported

DAYS: DayTypes = {
    "rows": [
        {"kind": "school", "name": "Skoldag", "days": 8, "events": 20},
        {"kind": "weekend", "name": "Lördag och söndag", "days": 4, "events": "<5"},
    ],
    "excluded": 3,
}
CALENDAR: Calendar = {"days": DAYS, "wheel": None}
POLICE: PoliceReported = {
    "period": "april 2026",
    "last_year": "april 2025",
    "mean": "per månad, 12 månader",
    "rows": [
        {
            "offence": "Stöld",
            "this_period": 60,
            "last_year": None,
            "mean": 20.5,
            "expected": {"low": 12, "high": 30},
            "verdict": "above",
            "is_marked": False,
        }
    ],
    "others": 2,
    "tried": 3,
    "sources": ["Brå", "Polisen"],
    "is_part": True,
}
