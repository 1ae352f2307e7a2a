"""The tables of the lägesbild, one file per subject."""

from lagesbild.models.appendix import Appendix
from lagesbild.models.delivery import (
    USUAL_MODE,
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
    EditionRecord,
    EditionState,
    LawPart,
    Outlook,
)
from lagesbild.models.hot_spot import HotSpot, HotSpotState, HotSpotStep
from lagesbild.models.link import DeliveryLink, LinkEvent, LinkEventKind
from lagesbild.models.map_grade import GroundKind, MapGrade, MapMethod
from lagesbild.models.police_reported import CrimeCount, PoliceImport
from lagesbild.models.purge_paper import PurgePaper
from lagesbild.models.rendition import Level, Printed, Rendition, RenditionState
from lagesbild.models.school import SchoolBreak

__all__ = [
    "SLUG",
    "USUAL_MODE",
    "Actor",
    "Appendix",
    "CrimeCount",
    "Delivery",
    "DeliveryLink",
    "DeliveryMode",
    "Direction",
    "Edition",
    "EditionComment",
    "EditionKind",
    "EditionRecord",
    "EditionState",
    "GroundKind",
    "HotSpot",
    "HotSpotState",
    "HotSpotStep",
    "LawPart",
    "Level",
    "LinkEvent",
    "LinkEventKind",
    "MapGrade",
    "MapMethod",
    "Outlook",
    "PoliceImport",
    "Printed",
    "PurgePaper",
    "Recipient",
    "RecipientDecision",
    "RecipientKind",
    "Rendition",
    "RenditionState",
    "SchoolBreak",
]
