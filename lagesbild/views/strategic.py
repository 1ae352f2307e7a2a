"""Starting the edition of a tertial or a year: by hand, when its last day is over. The rest is as for a fortnight."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import POLICE, REVIEWERS, Role
from lagesbild import document
from lagesbild.models import EditionKind
from lagesbild.strategic_forms import StrategicForm

KEEPERS = frozenset({Role.COORDINATOR})


@require_POST
@open_to(KEEPERS, read_by=REVIEWERS | POLICE)
def create(request: SamladRequest, kind: EditionKind) -> HttpResponse:
    """Draft the chosen period, or lead to the draft or edition that it has already."""
    municipality, now = request.acting.municipality, timezone.now()
    today = timezone.localdate(now, timezone=municipality.zone)
    form = StrategicForm(request.POST, kind=kind, today=today)
    if not form.is_valid():
        messages.error(request, _("Välj en period som är slut. Inget utkast är skapat."))
        return redirect("editions")
    return redirect(document.draft(municipality, form.period, at=now))
