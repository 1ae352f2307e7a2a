"""The lowest app: its checks, and what listens to signing in, are connected once Django has read the models."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, places and what happened."""

    name = "accounts"

    def ready(self) -> None:
        """Register the checks and connect the listeners."""
        from accounts import checks, sign_ins  # noqa: F401

        sign_ins.listen()
