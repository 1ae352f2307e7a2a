"""May this user open the page, and in which municipality do they act? Rows are the querysets' business.

A page says who may open it with `@open_to(...)`. To everybody else it does not exist (404), as nothing of the next
municipality does. A page on which something is done says besides what one must be able to read for the deed to be
refused (403) rather than not to exist: either `of` which row, or a list that is `read_by` whom.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from accounts.models import Municipality, Organisation, User
from accounts.roles import Role
from accounts.scope import open_rows
from accounts.signed_out import ask_to_sign_in

SESSION_KEY = "municipality"
P = ParamSpec("P")


@dataclass(frozen=True)
class Acting:
    """Who acts, for whom, where, and as what: everything a view needs to know about its user."""

    user: User
    municipality: Municipality
    organisation: Organisation
    roles: frozenset[Role]
    municipalities: tuple[Municipality, ...]

    @property
    def offices(self) -> list[tuple[Municipality, str]]:
        """Every municipality that the person may act in, with what they are there, in words."""
        return [(each, self._titles(self.user.standing.roles_in(each.pk))) for each in self.municipalities]

    @property
    def titles(self) -> str:
        """What the person is here, in words: "Rapportör, Enhetssamordnare"."""
        return self._titles(self.roles)

    @staticmethod
    def _titles(roles: Iterable[Role]) -> str:
        return ", ".join(str(role.label) for role in Role if role in roles)

    def has(self, roles: Iterable[Role]) -> bool:
        """Whether at least one of the roles is held here."""
        return not self.roles.isdisjoint(roles)


class SamladRequest(HttpRequest):
    """A request whose user has been found to act somewhere; for type checking only."""

    user: User
    acting: Acting
    htmx: HtmxDetails


def acting_for(user: User, municipality_id: int | None) -> Acting | None:
    """The user in the chosen municipality, or in their first; None where they have no role anywhere."""
    standing = user.standing
    if not standing.municipalities:
        return None
    key = (
        municipality_id if municipality_id in standing.municipalities else next(iter(standing.municipalities))
    )
    return Acting(
        user=user,
        municipality=standing.municipalities[key],
        organisation=standing.organisations[key],
        roles=standing.roles_in(key),
        municipalities=tuple(standing.municipalities.values()),
    )


class ActingMiddleware:
    """Hang a lazy `request.acting` on every request; nothing is read from the database until it is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with `acting` in reach."""
        request.acting = SimpleLazyObject(lambda: self._find(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _find(request: HttpRequest) -> Acting | None:
        if not request.user.is_authenticated:
            return None
        return acting_for(request.user, request.session.get(SESSION_KEY))


def enter(acting: Acting) -> None:
    """Open the rows of all the person's municipalities for the rest of the request; what is changed, they change."""
    open_rows(acting.user.standing.municipalities, by=acting.user.pk)


def open_to(
    roles: Iterable[Role],
    *,
    of: type[Model] | None = None,
    by: str = "pk",
    read_by: Iterable[Role] = (),
) -> Callable[
    [Callable[Concatenate[SamladRequest, P], HttpResponseBase]],
    Callable[Concatenate[Any, P], HttpResponseBase],
]:
    """Let the page be opened by those who hold one of the roles where they act.

    Of the others, those who may read the row `of` that model whose column `by` is the address's `pk`, or who hold a
    role in `read_by`, are refused; to all others the page does not exist. Its clock is the one of the municipality they
    act in.
    """
    wanted, readers = frozenset(roles), frozenset(read_by)

    def decorate(view: Callable[Concatenate[SamladRequest, P], HttpResponseBase]) -> Any:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if not request.acting:
                raise Http404
            enter(request.acting)
            if not request.acting.has(wanted):
                if request.acting.has(readers) or _reads(request.acting, of, by, kwargs):
                    raise PermissionDenied
                raise Http404
            with timezone.override(request.acting.municipality.zone):
                return view(request, *args, **kwargs)

        guarded.roles = wanted  # type: ignore[attr-defined]
        # REST framework says of every view of its own that nobody need have signed in.
        guarded.login_required = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _reads(acting: Acting, model: type[Model] | None, column: str, address: Mapping[str, Any]) -> bool:
    """Whether the person may read the row that the address is about."""
    if model is None:
        return False
    rows: Any = model._default_manager
    visible = rows.visible_to(acting.user).in_municipality(acting.municipality)
    return bool(visible.filter(**{column: address["pk"]}).exists())
