"""allauth's forms in the words of the house: plain labels, and no placeholder that vanishes when one types."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-postadress")
NEW_PASSWORD = _("Nytt lösenord")
AGAIN = _("Samma lösenord igen")
ADVICE = _("Minst 12 tecken. Några ord efter varandra är lättare att minnas än krångliga tecken.")


def _word(form: forms.BaseForm, **labels: Any) -> None:
    for name, field in form.fields.items():
        field.label = labels[name]
        field.help_text = ADVICE if name == "password1" else ""
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, login=EMAIL, password=_("Lösenord"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=EMAIL)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    """A password chosen through a link, the first one or a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=NEW_PASSWORD, password2=AGAIN)


class SetPasswordForm(allauth.SetPasswordForm):
    """A first password for somebody signed in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=NEW_PASSWORD, password2=AGAIN)


class ChangePasswordForm(allauth.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, oldpassword=_("Nuvarande lösenord"), password1=NEW_PASSWORD, password2=AGAIN)


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password=_("Lösenord"))
