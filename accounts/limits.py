"""How often one address may ask for what nobody has to sign in to. Sign-in has its own limits, in the settings."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def is_within(rate: str, request: HttpRequest, *, action: str) -> bool:
    """Count the request, and say whether its address has kept the rate, such as "30/m".

    Counted in the shared cache as sign-in is, by the address that the proxy saw, of which only a keyed hash is kept.
    """
    address = salted_hmac(__name__, get_adapter().get_client_ip(request)).hexdigest()
    config = {action: f"{rate}/key"}
    return bool(
        ratelimit.consume(request, app="accounts", action=action, config=config, key=address, limit_get=True)
    )
