"""The lowest app. What listens to signing in is connected here, once Django has read the models."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, places and what happened."""

    name = "accounts"

    def ready(self) -> None:
        """Connect the listeners."""
        from accounts import sign_ins

        sign_ins.listen()
