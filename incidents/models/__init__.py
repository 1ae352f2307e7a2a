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
from incidents.models.retention import (
    HoldLift,
    LegalHold,
    Manner,
    PurgedCount,
    PurgeLine,
    PurgeRecord,
    RetentionKind,
    RetentionRule,
)
from incidents.models.submission import ImportBatch, NothingToReport, Submission

__all__ = [
    "AgeGroup",
    "Answer",
    "Category",
    "CategoryKind",
    "CostBasis",
    "DamageType",
    "Decision",
    "HoldLift",
    "ImportBatch",
    "Incident",
    "LeftoverFile",
    "LegalHold",
    "LocationPrecision",
    "Manner",
    "NothingToReport",
    "Notice",
    "Observation",
    "PaidBy",
    "PeopleCount",
    "Photo",
    "PurgeLine",
    "PurgeRecord",
    "PurgedCount",
    "RetentionKind",
    "RetentionRule",
    "Submission",
    "Text",
    "TextKind",
    "TimePrecision",
]
