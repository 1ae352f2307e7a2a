"""Who works in a municipality, and as what: invited, given other roles, let go.

The first administrator of a new municipality comes by `onboarding.py`. Changes are logged by the database's triggers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import letters, second_step, sessions
from accounts.models import Membership, Municipality, Organisation, OutgoingMail, SingleSignOn, User
from accounts.roles import Role
from accounts.scope import within


class RolesElsewhere(Exception):
    """The person has a role in another municipality too, which this one does not decide over."""


class LastAdministrator(Exception):
    """The municipality would be left without anybody who can let people in; nothing was changed."""


@dataclass(frozen=True)
class Person:
    """Somebody with a role in the municipality at hand: for whom, and which."""

    user: User
    organisation: Organisation
    roles: tuple[Role, ...]


def people_of(municipality: Municipality, *, words: str = "") -> list[Person]:
    """Everybody with a role in the municipality and the words in their name or address, by name."""
    named = Q(user__name__icontains=words) | Q(user__email__icontains=words)
    rows = Membership.objects.filter(named, municipality=municipality).select_related("user", "organisation")
    held: dict[int, list[Membership]] = {}
    for membership in rows.order_by("user__name", "user", "pk"):
        held.setdefault(membership.user_id, []).append(membership)
    return [_person(memberships) for memberships in held.values()]


def person_in(municipality: Municipality, user_id: int) -> Person | None:
    """One of them; None for somebody without a role here."""
    rows = Membership.objects.filter(municipality=municipality, user=user_id)
    memberships = list(rows.select_related("user", "organisation").order_by("pk"))
    return _person(memberships) if memberships else None


@transaction.atomic
def invite(
    *,
    municipality: Municipality,
    organisation: Organisation,
    email: str,
    name: str,
    roles: Iterable[Role],
    by: User,
    at: datetime,
) -> tuple[User, OutgoingMail]:
    """Let a person in, and write to them with a link to choose a password.

    Somebody who already has an account keeps its name and password, and is only told of the new roles.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
    elif not user.is_active:
        _open_again(user, municipality=municipality, at=at)
    Membership.objects.bulk_create(
        (
            Membership(user=user, municipality=municipality, organisation=organisation, role=role)
            for role in roles
        ),
        ignore_conflicts=True,
    )
    return user, send_invitation(user, municipality=municipality, by=by, at=at)


def send_invitation(user: User, *, municipality: Municipality, by: User, at: datetime) -> OutgoingMail:
    """Write to a person about the roles they hold here; the link is for those who have no password yet."""
    person = person_in(municipality, user.pk)
    if person is None:
        raise LookupError(f"{user.pk} has no role in {municipality}")
    with translation.override(user.language):
        roles = _(" och ").join(role.inside for role in person.roles)
    context = {
        "by": by,
        "organisation": person.organisation,
        "roles": roles,
        "password_reset_url": _first_password_url(user),
        "employer": SingleSignOn.signs_in(user.domain),
    }
    return letters.write(
        "account/email/invitation", user=user, municipality=municipality, context=context, at=at
    )


@transaction.atomic
def change_roles(
    user: User, *, municipality: Municipality, organisation: Organisation, roles: Collection[Role]
) -> None:
    """Give the person exactly these roles here, for that organisation. Raises LastAdministrator."""
    held = _locked(municipality)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(held, without=user)
    Membership.objects.filter(user=user, municipality=municipality).exclude(role__in=roles).delete()
    for role in roles:
        Membership.objects.update_or_create(
            user=user, municipality=municipality, role=role, defaults={"organisation": organisation}
        )


@transaction.atomic
def let_go(user: User, *, municipality: Municipality) -> None:
    """Take all the person's roles here; an account with none left anywhere is closed. Raises LastAdministrator."""
    _keep_an_administrator(_locked(municipality), without=user)
    Membership.objects.filter(user=user, municipality=municipality).delete()
    if not _is_elsewhere(user, municipality):
        close(user)


@transaction.atomic
def close(user: User) -> None:
    """Let the person in no more, and end what they have open. Their name stays on what they did."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    sessions.end_all(user)


@transaction.atomic
def take_away_second_step(user: User, *, municipality: Municipality, by: User, at: datetime) -> OutgoingMail:
    """For somebody who has lost phone and codes: they set a new one up at their next sign-in, and are told of it.

    Raises RolesElsewhere: it guards what they may see there as well.
    """
    if _is_elsewhere(user, municipality):
        raise RolesElsewhere
    second_step.take_away(user)
    template = "account/email/second_step_taken_away"
    return letters.write(template, user=user, municipality=municipality, context={"by": by}, at=at)


def _open_again(user: User, *, municipality: Municipality, at: datetime) -> None:
    """Let somebody in again, as nothing but what they are made here: others decide who is let in with them."""
    with within():
        elsewhere = set(user.memberships.values_list("municipality_id", flat=True)) - {municipality.pk}
    with within(*elsewhere):
        Membership.objects.filter(user=user, municipality__in=elsewhere).delete()
    user.is_active, user.opened_at = True, at
    user.save(update_fields=["is_active", "opened_at"])


def _is_elsewhere(user: User, municipality: Municipality) -> bool:
    with within():  # what a person is elsewhere is seen at the door alone
        return bool(user.memberships.exclude(municipality=municipality).exists())


def is_last_administrator(user: User) -> bool:
    """Whether some municipality would be left without anybody who can let people in, were the account closed."""
    rows = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    others = rows.filter(municipality=OuterRef("municipality")).exclude(user=user)
    return bool(rows.filter(~Exists(others), user=user).exists())


def _person(memberships: list[Membership]) -> Person:
    roles = tuple(Role(membership.role) for membership in memberships)
    return Person(memberships[0].user, memberships[0].organisation, roles)


def _locked(municipality: Municipality) -> list[Membership]:
    """The administrators, locked so that two of them cannot let each other go at once."""
    rows = Membership.objects.filter(municipality=municipality, role=Role.ADMINISTRATOR, user__is_active=True)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _keep_an_administrator(administrators: list[Membership], *, without: User) -> None:
    if any(m.user_id == without.pk for m in administrators) and len(administrators) == 1:
        raise LastAdministrator


def _first_password_url(user: User) -> str:
    """Empty for those who have a password, or an employer that signs them in."""
    if user.has_usable_password() or SingleSignOn.signs_in(user.domain):
        return ""
    return letters.password_url(f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}")
