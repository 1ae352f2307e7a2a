"""How allauth is narrowed: nobody signs up by themselves, an administrator invites."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made under Inställningar, never by the person at the door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False
