"""The tables of the lowest app, one file per subject."""

from accounts.models.events import Action, EventLog, LogLook, LogSeal
from accounts.models.geography import (
    AddressPoint,
    Area,
    AreaKind,
    MapFeature,
    MapFeatureKind,
    Place,
    PlaceType,
)
from accounts.models.municipality import (
    BANDWIDTHS,
    Municipality,
    Organisation,
    OrganisationKind,
    PoliceDistrict,
)
from accounts.models.outbox import MailState, OutgoingMail
from accounts.models.people import Membership, User
from accounts.models.single_sign_on import Protocol, SingleSignOn

__all__ = [
    "BANDWIDTHS",
    "Action",
    "AddressPoint",
    "Area",
    "AreaKind",
    "EventLog",
    "LogLook",
    "LogSeal",
    "MailState",
    "MapFeature",
    "MapFeatureKind",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "OutgoingMail",
    "Place",
    "PlaceType",
    "PoliceDistrict",
    "Protocol",
    "SingleSignOn",
    "User",
]
