"""The demo's organisations, people and recipients, as `cast.toml` lists them."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accounts.models import Membership, Municipality, Organisation, User
from accounts.roles import Role
from lagesbild.models import USUAL_MODE, Recipient, RecipientDecision, RecipientKind

#: Reviewers may report as well, but here they do not.
WHO_REPORT = frozenset({Role.REPORTER, Role.UNIT_COORDINATOR})
CAST = Path(__file__).with_name("cast.toml")


@dataclass(frozen=True)
class Cast:
    """Who is there in one municipality; people by their e-mail addresses, organisations by their names."""

    people: dict[str, User]
    organisations: dict[str, Organisation]
    memberships: list[Membership]

    def holding(self, role: Role) -> list[User]:
        """The people with that role."""
        return [membership.user for membership in self.memberships if membership.role == role]

    def reporters_of(self, organisation: str) -> list[User]:
        """Who reports for an organisation."""
        return [
            membership.user
            for membership in self.memberships
            if membership.organisation.name == organisation and membership.role in WHO_REPORT
        ]


def hire(municipality: Municipality, *, hashed_password: str, at: datetime) -> Cast:
    """Create everybody in the municipality, all with the same password, and decide what each recipient gets."""
    listed = next(
        row for row in tomllib.loads(CAST.read_text())["municipalities"] if row["code"] == municipality.code
    )
    organisations = {
        name: Organisation.objects.create(
            municipality=municipality, name=name, kind=kind, reports_weekly=weekly
        )
        for name, kind, weekly in listed["organisations"]
    }
    people = {
        email: User.objects.create(email=email, name=name, password=hashed_password)
        for email, name, *_ in listed["people"]
    }
    memberships = [
        Membership.objects.create(
            user=people[email], municipality=municipality, organisation=organisations[organisation], role=role
        )
        for email, _name, role, organisation in listed["people"]
    ]
    cast = Cast(people, organisations, memberships)
    for kind, name, email, level in listed["recipients"]:
        recipient = Recipient.objects.create(
            municipality=municipality,
            kind=kind,
            name=name,
            email=email,
            level=level,
            mode=USUAL_MODE[RecipientKind(kind)],
        )
        RecipientDecision.objects.create(
            municipality=municipality,
            recipient=recipient,
            level=level,
            mode=recipient.mode,
            is_active=True,
            by=cast.holding(Role.ADMINISTRATOR)[0],
            at=at,
        )
    return cast


def logins() -> list[tuple[str, str]]:
    """An e-mail address per role, the first municipality's people first."""
    first: dict[str, str] = {}
    for row in tomllib.loads(CAST.read_text())["municipalities"]:
        for email, _name, role, _organisation in row["people"]:
            first.setdefault(role, email)
    return [(str(Role(role).label), email) for role, email in first.items()]
