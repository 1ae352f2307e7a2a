"""How often one network address may ask for what is open to all. Sign-in has limits of its own, in allauth.

Each web process counts by itself, since counting in the database would cost more than the pages do. The address is
the one that sign-in counts by too (see TRUSTED_PROXY_COUNT).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

MINUTE = 60
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(per_minute: int) -> Callable[[View[P]], View[P]]:
    """Answer 429 to an address that has asked for all such pages together so often since the minute began."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_within(per_minute, request, action="open"):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_within(per_minute: int, request: HttpRequest, *, action: str) -> bool:
    """Count the request, and say whether its address has done no more than so much of that since the minute began."""
    key = f"{action}:{get_adapter().get_client_ip(request)}:{time.time() // MINUTE:.0f}"
    counts = caches["process"]
    counts.add(key, 0, timeout=2 * MINUTE)
    return counts.incr(key) <= per_minute
