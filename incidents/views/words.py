"""What the report form asks about its words while they are written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import REPORTERS
from incidents.channels import suggested
from incidents.forms.screened import LONGEST_TEXT, is_seen, seen_field
from incidents.models import Category
from incidents.privacy import Screening

ASKED = "-description"


@require_POST
@open_to(REPORTERS)
def screen_text(request: SamladRequest) -> HttpResponse:
    """What in the text may point out somebody, and who else should be told. Nothing of it is kept."""
    said = request.POST.dict()
    name = next((name for name in said if name.endswith(ASKED)), "")
    text = str(said.get(name, "")).replace("\r\n", "\n")[:LONGEST_TEXT]
    looked = Screening.in_municipality(request.acting.municipality).look(text)
    context = {
        "looked": looked,
        "seen_name": seen_field(name),
        "is_seen": is_seen(looked, said, seen_field(name)),
        "channels": suggested(
            _codes(request, str(said.get(name.removesuffix(ASKED) + "-category", ""))), [text]
        ),
    }
    return render(request, "incidents/_screening.html", context)


def _codes(request: SamladRequest, chosen: str) -> list[str]:
    if not chosen.isdecimal() or len(chosen) > 18:
        return []
    rows = Category.objects.filter(municipality=request.acting.municipality, pk=chosen)
    return list(rows.values_list("code", flat=True))
