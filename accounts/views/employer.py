"""The way to an employer's provider and back; what goes wrong there ends at the front door."""

from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts import single_sign_on
from accounts.models import Protocol, SingleSignOn


def _told(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def careful(request: HttpRequest, provider_id: str) -> HttpResponse:
        if not SingleSignOn.objects.filter(domain=provider_id, protocol=Protocol.OPENID_CONNECT).exists():
            raise Http404
        try:
            return view(request, provider_id)
        except (
            RequestException,
            KeyError,
            TypeError,
            ValueError,
        ):  # it is down, or does not speak as it should
            return single_sign_on.failed(request)

    return require_safe(login_not_required(careful))


login = _told(views.login)
callback = _told(views.callback)
