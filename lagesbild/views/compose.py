"""Making an edition: read the draft, write in it, talk about it, adopt it, or begin a correction."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import POLICE, REVIEWERS, Role
from accounts.tasks import wake
from lagesbild import delivery, document, hotspots, sections, track_record, wording
from lagesbild.forms import CommentForm, CorrectionForm, EditionForm
from lagesbild.models import Edition, LawPart, Level
from lagesbild.proposals import proposals
from lagesbild.tasks import grade_maps, render_rendition

KEEPERS = frozenset({Role.COORDINATOR})


@require_GET
@open_to(REVIEWERS | POLICE)
def edition_draft(request: SamladRequest, pk: int) -> HttpResponse:
    """A draft as it stands now, with the comments and, for the coordinator, what there is to write and adopt."""
    edition = _visible(request, pk)
    if not edition.is_draft:
        return redirect(edition)
    return _draft_page(request, edition, EditionForm.for_edition(edition), CommentForm())


@require_POST
@open_to(KEEPERS, read_by=REVIEWERS | POLICE)
def edition_create(request: SamladRequest) -> HttpResponse:
    """Draft the latest period by hand, where the timetable has not done so."""
    municipality, now = request.acting.municipality, timezone.now()
    return redirect(document.draft(municipality, document.latest_period(municipality, at=now), at=now))


@require_POST
@open_to(KEEPERS, of=Edition)
def edition_edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Save the coordinator's words."""
    edition = _visible(request, pk)
    form = EditionForm(request.POST, has_law_parts=edition.has_law_parts)
    if not form.is_valid():
        return _draft_page(request, edition, form, CommentForm(), status=422)
    try:
        document.edit(
            edition,
            outlook=form.cleaned_data["outlook"],
            summary=form.cleaned_data["summary"],
            directions=form.directions,
            parts=form.parts,
            record_number=form.cleaned_data["record_number"],
            secrecy=form.cleaned_data["secrecy"],
        )
    except document.NotADraft:
        return _already_adopted(request, pk)
    messages.success(request, _("Utkastet är sparat."))
    return redirect(edition)


@require_POST
@open_to(REVIEWERS | POLICE, of=Edition)
def edition_comment(request: SamladRequest, pk: int) -> HttpResponse:
    """Add a comment to a draft."""
    edition = _visible(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, edition, EditionForm.for_edition(edition), form, status=422)
    try:
        document.comment(edition, body=form.cleaned_data["body"], by=request.user, at=timezone.now())
    except document.NotADraft:
        return _already_adopted(request, pk)
    return redirect(f"{reverse('edition_draft', args=[pk])}#kommentarer")


@require_POST
@open_to(KEEPERS, of=Edition)
def edition_adopt(request: SamladRequest, pk: int) -> HttpResponse:
    """Adopt the edition; the worker makes and mails the PDFs, and grades the map before this one."""
    edition = _visible(request, pk)
    try:
        confirmed = request.POST.getlist("tomma")
        edition = document.adopt(edition, by=request.user, at=timezone.now(), despite=confirmed)
    except document.NotADraft:
        return _already_adopted(request, pk)
    except document.EmptyParts as empty:
        return _ask_about(empty.parts, request, edition)
    for rendition_pk in edition.renditions.values_list("pk", flat=True):
        wake(render_rendition, edition.municipality_id, rendition_pk)
    wake(grade_maps, edition.municipality_id)
    messages.success(request, _("Lägesbild nr %(number)s är fastställd.") % {"number": edition.designation})
    return redirect(edition)


@require_POST
@open_to(KEEPERS, of=Edition)
def edition_correct(request: SamladRequest, pk: int) -> HttpResponse:
    """Begin a numbered correction of an adopted edition."""
    edition = _visible(request, pk)
    form = CorrectionForm(request.POST)
    if edition.is_draft or not form.is_valid():
        messages.error(request, _("Skriv vad som rättas. Ingen rättelse är påbörjad."))
        return redirect(edition)
    return redirect(document.draft_correction(edition, note=form.cleaned_data["note"], at=timezone.now()))


def _visible(request: SamladRequest, pk: int) -> Edition:
    rows = Edition.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("municipality"), pk=pk)


def _ask_about(parts: list[LawPart], request: SamladRequest, edition: Edition) -> HttpResponse:
    """The draft again, with what is to be confirmed or written first."""
    names = ", ".join(str(part.label) for part in parts)
    messages.error(
        request,
        _("Lägesbilden är inte fastställd. Kryssa i att den ska fastställas ändå, eller fyll i: %(parts)s.")
        % {"parts": names},
    )
    form = EditionForm.for_edition(edition)
    return _draft_page(request, edition, form, CommentForm(), status=422)


def _already_adopted(request: SamladRequest, pk: int) -> HttpResponse:
    edition = _visible(request, pk)
    return render(request, "lagesbild/already_adopted.html", {"edition": edition}, status=409)


def _draft_page(
    request: SamladRequest,
    edition: Edition,
    form: EditionForm,
    comment_form: CommentForm,
    *,
    status: int = 200,
) -> HttpResponse:
    is_keeper = request.acting.has(KEEPERS)
    content = document.content_of(edition, level=Level.FULL, at=timezone.now())
    shown = hotspots.beside(content, edition.municipality, may_open=is_keeper)
    context = {
        "edition": edition,
        "weeks": wording.weeks_with_year(edition.period),
        "sections": sections.chapters(shown, edition.municipality),
        "proposed": content["summary"]["sentences"],
        "appendices": list(
            zip(
                edition.appendices.order_by("pk"),
                [row["title"] for row in content["appendices"]],
                strict=True,
            )
        ),
        "comments": edition.comments.select_related("by").order_by("at", "pk"),
        "recipients": delivery.active_recipients(edition.municipality),
        "form": form,
        "comment_form": comment_form,
        "is_keeper": is_keeper,
        "map_lines": track_record.lines_beside(edition),
        "empty_parts": document.empty_parts(content),
        "proposals": proposals(content, edition.municipality) if is_keeper else [],
    }
    return render(request, "lagesbild/draft.html", context, status=status)
