"""Two plain files for those who are no readers: where to report a hole (RFC 9116), and what robots may look at."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

#: RFC 9116 wants a date after which the file is no longer to be believed, less than a year ahead.
BELIEVED = timedelta(days=180)
DAY = 24 * 60 * 60


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the security: the installation's contact, else its sender of mail."""
    contact = settings.CONTACT_EMAIL or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {timezone.now() + BELIEVED:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return _plain(lines)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is for search engines but what a municipality has published."""
    return _plain(["User-agent: *", "Allow: /oppet/", "Disallow: /"])


def _plain(lines: list[str]) -> HttpResponse:
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
