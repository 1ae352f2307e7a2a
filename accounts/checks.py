"""What `manage.py check --deploy` says about signing in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def second_step_is_required(**kwargs: Any) -> list[CheckMessage]:
    """A demo may do with passwords; a municipality may not."""
    if settings.MFA_REQUIRED:
        return []
    return [
        Warning(
            "MFA_REQUIRED is off: those who approve, adopt and administer sign in with a password alone.",
            hint="Leave MFA_REQUIRED unset.",
            id="accounts.W001",
        )
    ]
