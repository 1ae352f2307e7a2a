"""What whoever is not signed in gets: the way to sign in, and what they had typed when their session ended."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

READING = ("GET", "HEAD")


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and on to the page; after a form to the one it stood on, for its address is no page.

    Words in the form are stored nowhere, and so are shown, to be kept (403). A part of a page takes no sign-in in its
    place: the page is fetched anew, or its form is told (403).
    """
    is_for_a_part = "HX-Request" in request.headers
    if request.method in READING:
        return HttpResponseClientRefresh() if is_for_a_part else redirect_to_login(request.get_full_path())
    sign_in = redirect_to_login(_came_from(request))
    typed = _words(request.POST)
    if not typed and not is_for_a_part:
        return sign_in
    return render(request, "signed_out.html", {"typed": typed, "sign_in": sign_in.url}, status=403)


def _came_from(request: HttpRequest) -> str:
    """The path of our own page that the form stood on, else of the start page. The sign-in looks at it once more."""
    site = request.build_absolute_uri("/")
    page = request.headers.get("Referer", "")
    return "/" + page.removeprefix(site) if page.startswith(site) else "/"


def _words(form: QueryDict) -> list[str]:
    """What somebody wrote; numbers, keys and choices are a single word each."""
    return [value for _name, values in form.lists() for value in values if len(value.split()) > 1]
