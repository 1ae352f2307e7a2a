"""The tables of the lägesbild, one file per subject."""

from lagesbild.models.delivery import (
    Delivery,
    DeliveryMode,
    Recipient,
    RecipientDecision,
    RecipientKind,
)
from lagesbild.models.edition import (
    Actor,
    Direction,
    Edition,
    EditionComment,
    EditionKind,
    EditionState,
    Outlook,
)
from lagesbild.models.rendition import Level, Rendition, RenditionState

__all__ = [
    "Actor",
    "Delivery",
    "DeliveryMode",
    "Direction",
    "Edition",
    "EditionComment",
    "EditionKind",
    "EditionState",
    "Level",
    "Outlook",
    "Recipient",
    "RecipientDecision",
    "RecipientKind",
    "Rendition",
    "RenditionState",
]
