"""What the environment must say before anything starts; everything that is wrong with it is said at once.

On one's own machine ./bin/run and ./bin/test keep the environment in .local/env, which the production image never
holds: what the image may not do is allowed where that file is. Values are never repeated, since they may be secret.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

#: What the application cannot be without, and what would be found missing only when somebody waits for it.
NEEDED = ("SECRET_KEY", "DATABASE_URL")
NEEDED_IN_PRODUCTION = (*NEEDED, "SITE_URL", "ALLOWED_HOSTS", "REDIS_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL")
#: What is nothing without the other.
PAIRS = (("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"), ("S3_ACCESS_KEY", "S3_SECRET_KEY"))
READ = (*NEEDED_IN_PRODUCTION, "DEBUG", *PAIRS[0], *PAIRS[1])
SHORTEST_KEY = 50
OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
#: What django-environ takes for yes.
YES = frozenset({"true", "on", "ok", "y", "yes", "1"})


def faults(environment: Mapping[str, str], *, own_machine: bool) -> list[str]:
    """Everything that is missing or not fit, one line each; empty when Samlad may start."""
    said: dict[str, str] = {}
    found = []
    for name in READ:
        try:
            said[name] = environment.get(name, "").strip()
        except OSError:
            found.append(f"{name}_FILE names a file that cannot be read")
    missing = {name for name in READ if said.get(name) == ""}
    found += [
        f"{name} is not set" for name in (NEEDED if own_machine else NEEDED_IN_PRODUCTION) if name in missing
    ]
    for one, other in PAIRS:
        if (one in missing) != (other in missing):
            found.append(f"{one} and {other} are nothing without each other")
    return found if own_machine else found + _unfit(said)


def _unfit(said: Mapping[str, str]) -> list[str]:
    """What is said as it may be on one's own machine only."""
    found = []
    if said.get("DEBUG", "").lower() in YES:
        found.append("DEBUG shows the source to anybody: it is for one's own machine only")
    if 0 < len(said.get("SECRET_KEY", "")) < SHORTEST_KEY:
        found.append(f"SECRET_KEY is shorter than {SHORTEST_KEY} characters")
    if "*" in said.get("ALLOWED_HOSTS", "").replace(" ", "").split(","):
        found.append("ALLOWED_HOSTS lets the server go by any name")
    site = said.get("SITE_URL", "")
    if site and not site.startswith("https://") and _host(site) not in OWN_HOSTS:
        found.append("SITE_URL does not begin with https://")
    return found


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
