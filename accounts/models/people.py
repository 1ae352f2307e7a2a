"""People who sign in, and what they are in which municipality."""

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.municipality import Municipality, Organisation
from accounts.roles import POLICE, Role


class UserManager(BaseUserManager["User"]):
    """Users are named by their e-mail address, written in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a user; without a password the account can only be opened through a reset link."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the user whatever the case of the address typed."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with a login. Never deleted, only deactivated: what they decided stays theirs."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("visningsnamn"), max_length=100)
    is_active = models.BooleanField(_("aktiv"), default=True)
    language = models.CharField(
        _("språk"),
        max_length=2,
        choices=[("sv", "Svenska"), ("en", "English")],
        default="sv",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    #: When the account was opened, for the first time or anew; one never signed in to is unused since then.
    opened_at = models.DateTimeField(default=timezone.now, db_default=Now())
    #: When its owner was told that it will be closed unless it is used.
    warned_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("användare")
        verbose_name_plural = _("användare")

    def __str__(self) -> str:
        return self.name

    @property
    def domain(self) -> str:
        """What stands after the @ of the address."""
        return self.email.rpartition("@")[2]

    @cached_property
    def standing(self) -> "Standing":
        """What this person is where; one or two statements, then remembered for the request."""
        return Standing(self)


class Membership(models.Model):
    """One role of one person in one municipality, on behalf of one organisation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT)
    role = models.CharField(_("roll"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [models.UniqueConstraint(fields=["user", "municipality", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.municipality}"


MUNICIPALITY = [field.attname for field in Municipality._meta.concrete_fields if field.name != "boundary"]
ORGANISATION = [field.attname for field in Organisation._meta.concrete_fields]

# By hand: it is asked on every request, and composing it through the models took five times as long as answering it.
HELD = f"""
SELECT membership.role,
    {", ".join(f"municipality.{column}" for column in MUNICIPALITY)},
    {", ".join(f"organisation.{column}" for column in ORGANISATION)}
FROM accounts_membership AS membership
JOIN accounts_organisation AS organisation ON organisation.id = membership.organisation_id AND organisation.is_active
JOIN accounts_municipality AS home ON home.id = membership.municipality_id
JOIN accounts_municipality AS municipality ON municipality.id = home.id
    OR (municipality.district_id = home.district_id AND membership.role = ANY (%s))
WHERE membership.user_id = %s
ORDER BY municipality.id <> home.id, municipality.name, membership.id
"""


class Standing:
    """Which municipalities a person acts in, with which roles, and for which organisation.

    Police hold their role in one municipality and read every municipality of its police district. Municipalities come
    without their boundary, which is fetched if asked for; one's own stand before the district's others.
    """

    def __init__(self, user: User) -> None:
        self.municipalities: dict[int, Municipality] = {}
        self.organisations: dict[int, Organisation] = {}
        self._roles: dict[int, set[Role]] = {}
        self._units: dict[Role, set[int]] = {}
        with connection.cursor() as cursor:
            cursor.execute(HELD, [sorted(POLICE), user.pk])
            rows = cursor.fetchall()
        for role, *columns in rows:
            split = len(MUNICIPALITY)
            municipality = Municipality.from_db(connection.alias, MUNICIPALITY, columns[:split])
            organisation = Organisation.from_db(connection.alias, ORGANISATION, columns[split:])
            self.municipalities.setdefault(municipality.pk, municipality)
            self.organisations.setdefault(municipality.pk, organisation)
            self._roles.setdefault(municipality.pk, set()).add(Role(role))
            self._units.setdefault(Role(role), set()).add(organisation.pk)

    def roles_in(self, municipality_id: int) -> frozenset[Role]:
        """The roles held in that municipality; empty where the person has no business."""
        return frozenset(self._roles.get(municipality_id, ()))

    def municipalities_with(self, roles: Iterable[Role]) -> list[int]:
        """Keys of the municipalities in which the person holds at least one of the roles."""
        wanted = set(roles)
        return [key for key, held in self._roles.items() if held & wanted]

    def units_with(self, roles: Iterable[Role]) -> set[int]:
        """Keys of the organisations for which the person holds at least one of the roles."""
        return set().union(*(self._units.get(role, ()) for role in roles))
