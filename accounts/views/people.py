"""Inställningar, Personer: who has which role in the municipality, inviting, and letting go."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import people, second_step
from accounts.access import SamladRequest, open_to
from accounts.forms.people import InvitationForm, RolesForm
from accounts.roles import Role
from accounts.tasks import post

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
PER_PAGE = 100


@require_safe
@open_to(ADMINISTRATORS)
def index(request: SamladRequest) -> HttpResponse:
    """Everybody with a role here, by name."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = people.people_of(request.acting.municipality, words=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "settings/people.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
@reauthentication_required(allow_get=True)
def invite(request: SamladRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    municipality = request.acting.municipality
    form = InvitationForm(request.POST or None, municipality=municipality)
    if not form.is_confirmed:
        return render(request, "settings/person_new.html", {"form": form})
    user, mail = people.invite(
        municipality=municipality,
        organisation=form.cleaned_data["organisation"],
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        roles=form.chosen,
        by=request.acting.user,
        at=timezone.now(),
    )
    post(mail)
    messages.success(request, _("%(name)s är inbjuden. Ett mejl går till %(email)s.") % vars(user))
    return redirect("people")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
@reauthentication_required(allow_get=True)
def person(request: SamladRequest, pk: int) -> HttpResponse:
    """One person's roles here."""
    person = _person(request, pk)
    user, municipality = person.user, request.acting.municipality
    initial = {"organisation": person.organisation.pk, "roles": [role.value for role in person.roles]}
    form = RolesForm(request.POST or None, municipality=municipality, who=user.name, initial=initial)
    if form.is_confirmed:
        try:
            people.change_roles(
                user,
                municipality=municipality,
                organisation=form.cleaned_data["organisation"],
                roles=form.chosen,
            )
        except people.LastAdministrator:
            form.add_error("roles", _("Kommunen måste ha minst en administratör. Utse en till först."))
        else:
            messages.success(request, _("Rollerna för %(name)s är sparade.") % {"name": user})
            return redirect("people")
    context = {"form": form, "person": user, "has_second_step": second_step.is_set_up(user)}
    return render(request, "settings/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
@reauthentication_required(allow_get=True)
def let_go(request: SamladRequest, pk: int) -> HttpResponse:
    """Take all of a person's roles here, once it has been said what that means."""
    user = _person(request, pk).user
    if request.method != "POST":
        return render(request, "settings/person_let_go.html", {"person": user})
    try:
        people.let_go(user, municipality=request.acting.municipality)
    except people.LastAdministrator:
        messages.error(request, _("Kommunen måste ha minst en administratör. Utse en till först."))
        return redirect("person", pk)
    messages.success(request, _("%(name)s har inte längre någon roll här.") % {"name": user})
    return redirect("people")


@require_POST
@open_to(ADMINISTRATORS)
def remind(request: SamladRequest, pk: int) -> HttpResponse:
    """Send the invitation again, with a fresh link."""
    user = _person(request, pk).user
    mail = people.send_invitation(
        user, municipality=request.acting.municipality, by=request.acting.user, at=timezone.now()
    )
    post(mail)
    messages.success(request, _("Ett nytt mejl går till %(email)s.") % {"email": user.email})
    return redirect("person", pk)


@require_POST
@open_to(ADMINISTRATORS)
@reauthentication_required
def take_away_second_step(request: SamladRequest, pk: int) -> HttpResponse:
    """Let a person who has lost phone and codes set up a new second step."""
    user = _person(request, pk).user
    try:
        mail = people.take_away_second_step(
            user, municipality=request.acting.municipality, by=request.acting.user, at=timezone.now()
        )
    except people.RolesElsewhere:
        messages.error(
            request, _("%(name)s har roller i fler kommuner. Be den som sköter driften.") % {"name": user}
        )
        return redirect("person", pk)
    post(mail)
    messages.success(request, _("%(name)s väljer ett nytt andra steg vid nästa inloggning.") % {"name": user})
    return redirect("person", pk)


def _person(request: SamladRequest, pk: int) -> people.Person:
    found = people.person_in(request.acting.municipality, pk)
    if found is None:
        raise Http404
    return found
