"""The tables of the lägesbild, one file per subject."""

from lagesbild.models.delivery import (
    Delivery,
    DeliveryMode,
    Recipient,
    RecipientDecision,
    RecipientKind,
)
from lagesbild.models.edition import (
    SLUG,
    Actor,
    Direction,
    Edition,
    EditionComment,
    EditionKind,
    EditionState,
    LawPart,
    Outlook,
)
from lagesbild.models.hot_spot import HotSpot, HotSpotState, HotSpotStep
from lagesbild.models.map_grade import Ground, MapGrade, MapMethod
from lagesbild.models.rendition import Level, Printed, Rendition, RenditionState

__all__ = [
    "SLUG",
    "Actor",
    "Delivery",
    "DeliveryMode",
    "Direction",
    "Edition",
    "EditionComment",
    "EditionKind",
    "EditionState",
    "Ground",
    "HotSpot",
    "HotSpotState",
    "HotSpotStep",
    "LawPart",
    "Level",
    "MapGrade",
    "MapMethod",
    "Outlook",
    "Printed",
    "Recipient",
    "RecipientDecision",
    "RecipientKind",
    "Rendition",
    "RenditionState",
]
