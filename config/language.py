"""Which language a page is read in: the one chosen, else Swedish."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SwedishFirstMiddleware(LocaleMiddleware):
    """What the browser says that it prefers is no choice that anybody made here, so it is not asked."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the cookie that the switch, or signing in, has set."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
