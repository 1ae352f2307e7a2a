"""The front door's own pages: start, choice of municipality, notices of the house, and is-it-alive."""

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
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


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and have the browser forget what it kept, for whoever sits down there next."""
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


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


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing was saved. Django's own page reads the form for its token, and so fails where the form did."""
    return HttpResponse(render_to_string("400.html"), status=400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say so, whatever was sent there: Django's own page reads the form of an address that leads nowhere."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and that nothing was saved."""
    return render(request, "403_csrf.html", status=403)
