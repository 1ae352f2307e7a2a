"""The forms of the second step in the words of the house."""

import re
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import WithoutIdentifiersForm

CODE = _("Engångskod")


def _word(form: forms.BaseForm, help_text: Any) -> None:
    code = form.fields["code"]
    code.label, code.help_text = CODE, help_text
    code.widget.attrs.pop("placeholder", None)
    code.widget.attrs["inputmode"] = "numeric"


class ActivateForm(totp.ActivateTOTPForm):
    """The first code, which shows that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, _("De sex siffror som appen visar just nu."))

    @property
    def key_in_groups(self) -> str:
        """The key, four characters at a time, for whoever has to type it."""
        return " ".join(re.findall("....", self.secret))


class CodeForm(base.AuthenticateForm):
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, _("Sex siffror ur appen, eller en av dina reservkoder."))


class CodeAgainForm(base.ReauthenticateForm):
    """The code once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, _("Sex siffror ur appen, eller en av dina reservkoder."))


class PasskeyForm(WithoutIdentifiersForm, webauthn.AddWebAuthnForm):
    """What the passkey is called, and what it opens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name: Any = self.fields["name"]
        alone = self.fields["passwordless"]
        name.label, name.max_length = _("Namn på passkeyn"), 100
        name.help_text = _("Så att du känner igen den, som ”Jobbtelefonen”.")
        alone.label, alone.initial = _("Logga in med bara den, utan lösenord"), True
        alone.help_text = _("Enheten frågar då efter fingeravtryck, ansikte eller pinkod.")
