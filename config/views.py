"""The front door's own pages: start, choice of municipality, notices of the house, and is-it-alive."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from accounts.access import SESSION_KEY, SamladRequest, open_to
from accounts.roles import EVERYONE


@require_POST
@open_to(EVERYONE)
def choose_municipality(request: SamladRequest) -> HttpResponse:
    """Act in another of the user's municipalities from now on."""
    chosen = request.POST.get("municipality", "")
    if chosen.isdecimal() and len(chosen) < 18 and int(chosen) in request.acting.user.standing.municipalities:
        request.session[SESSION_KEY] = int(chosen)
    return redirect("home")


@require_POST
@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read Samlad in another language, and be written to in it if signed in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)


@require_GET
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of anybody else."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: the database answers. Redis may be down, so it is not asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and that nothing was saved."""
    return render(request, "403_csrf.html", status=403)
