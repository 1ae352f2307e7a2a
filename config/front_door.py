"""What every request and every answer passes: nothing too large comes in, and each answer says what it may be used for.

Django's own headers and the content security policy stand in the settings.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from config.views import bad_request

#: Where one is, for the report's map, asked of our own pages alone; nothing else of the device is ever wanted.
PERMISSIONS = "geolocation=(self), " + ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
        *(
            "encrypted-media",
            "fullscreen",
            "gyroscope",
            "hid",
            "idle-detection",
            "local-fonts",
            "magnetometer",
        ),
        *("microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb"),
        "xr-spatial-tracking",
    )
)
GetResponse = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """No feature of the device and no use on other sites; nothing is kept or indexed unless the view says it may be."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the headers."""
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        if "public" not in response.headers["Cache-Control"]:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class LargestRequestMiddleware:
    """Refuses a request that says it is larger than any of our forms, or says what is no length, before it is read.

    A body whose length is not said is not read at all: Django takes it for empty.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or 413; 400 to what a web server would not have let through."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return bad_request(request)
        if len(length) > 15 or int(length) > settings.LARGEST_REQUEST:
            return render(request, "413.html", status=413)
        return self.get_response(request)
