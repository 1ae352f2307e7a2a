"""Taking in a new municipality: itself, its police district, its first organisation and administrator.

What it starts with in other apps (the categories of its reports) is theirs; the command brings them together.
"""

from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon
from django.core.exceptions import ValidationError
from django.db import transaction
from pyproj import CRS
from pyproj.exceptions import CRSError

from accounts.models import Membership, Municipality, Organisation, OrganisationKind, PoliceDistrict, User
from accounts.roles import Role


@dataclass(frozen=True)
class NewMunicipality:
    """What has to be known about a municipality before anything else."""

    code: str
    name: str
    boundary: MultiPolygon
    metric_srid: int
    time_zone: str
    #: Name of the lokalpolisområde, which is made if it is new; empty for none.
    district: str = ""


@transaction.atomic
def create_municipality(new: NewMunicipality) -> Municipality:
    """Create it, and its district where that is new. Raises ValidationError, as when the code is taken."""
    if not _is_metric(new.metric_srid):
        raise ValidationError(f"EPSG:{new.metric_srid} is not a projection in metres.")
    district = PoliceDistrict.objects.get_or_create(name=new.district)[0] if new.district else None
    municipality = Municipality(
        code=new.code,
        name=new.name,
        district=district,
        boundary=new.boundary,
        metric_srid=new.metric_srid,
        time_zone=new.time_zone,
    )
    municipality.full_clean()
    municipality.save()
    return municipality


@transaction.atomic
def appoint_administrator(municipality: Municipality, *, email: str) -> User:
    """Make the person with that address administrator, with the municipality itself as their organisation.

    A new person gets no password: they open the account through the link for a forgotten one.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=email.partition("@")[0])
    organisation, _created = Organisation.objects.get_or_create(
        municipality=municipality,
        name=municipality.name,
        defaults={"kind": OrganisationKind.DEPARTMENT, "reports_weekly": False},
    )
    Membership.objects.get_or_create(
        user=user, municipality=municipality, role=Role.ADMINISTRATOR, defaults={"organisation": organisation}
    )
    return user


def _is_metric(srid: int) -> bool:
    try:
        crs = CRS.from_epsg(srid)
    except CRSError:
        return False
    return crs.is_projected and all(axis.unit_name == "metre" for axis in crs.axis_info)
