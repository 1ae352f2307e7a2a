"""The tables of reports, one file per subject."""

from incidents.models.category import Category, CategoryKind
from incidents.models.decision import Decision, Notice, Text, TextKind
from incidents.models.incident import (
    AgeGroup,
    Answer,
    CostBasis,
    DamageType,
    Incident,
    LocationPrecision,
    Observation,
    PaidBy,
    PeopleCount,
    TimePrecision,
)
from incidents.models.photo import LeftoverFile, Photo
from incidents.models.submission import ImportBatch, NothingToReport, Submission

__all__ = [
    "AgeGroup",
    "Answer",
    "Category",
    "CategoryKind",
    "CostBasis",
    "DamageType",
    "Decision",
    "ImportBatch",
    "Incident",
    "LeftoverFile",
    "LocationPrecision",
    "NothingToReport",
    "Notice",
    "Observation",
    "PaidBy",
    "PeopleCount",
    "Photo",
    "Submission",
    "Text",
    "TextKind",
    "TimePrecision",
]
