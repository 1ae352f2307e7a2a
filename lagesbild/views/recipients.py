"""Inställningar, Mottagare: who gets the lägesbild, at which level, and who decided so."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from lagesbild import recipients
from lagesbild.models import Recipient, RecipientDecision
from lagesbild.settings_forms import RecipientForm

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


@require_safe
@open_to(KEEPERS)
def index(request: SamladRequest) -> HttpResponse:
    """The municipality's recipients, those who get no more last, each with its latest decision."""
    latest = RecipientDecision.objects.filter(recipient=OuterRef("pk")).order_by("-at", "-pk")
    rows = Recipient.objects.filter(municipality=request.acting.municipality).annotate(
        decided_at=Subquery(latest.values("at")[:1]), decided_by=Subquery(latest.values("by__name")[:1])
    )
    context = {"recipients": rows.order_by("-is_active", "name", "pk")}
    return render(request, "settings/recipients.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def create(request: SamladRequest) -> HttpResponse:
    """Add a recipient."""
    return _edit(request, Recipient(municipality=request.acting.municipality))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change a recipient, or decide that it gets something else."""
    rows = Recipient.objects.filter(municipality=request.acting.municipality)
    return _edit(request, get_object_or_404(rows, pk=pk))


def _edit(request: SamladRequest, recipient: Recipient) -> HttpResponse:
    form = RecipientForm(request.POST or None, instance=recipient)
    if form.is_confirmed:
        saved = recipients.save(form.save(commit=False), by=request.acting.user, at=timezone.now())
        messages.success(request, _("%(name)s är sparad.") % {"name": saved})
        return redirect("recipients")
    decisions = recipient.decisions.select_related("by").order_by("-at", "-pk") if recipient.pk else []
    return render(request, "settings/recipient.html", {"form": form, "decisions": decisions})
