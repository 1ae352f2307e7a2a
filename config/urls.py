"""The front door: signing in, the start page and notices of the house, then each app's own paths."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings as django_settings
from django.urls import include, path, re_path

from accounts import single_sign_on
from accounts.views import account as mine
from accounts.views import employer
from config import about, public_files, views
from config.event_log import views as event_log
from config.home import home
from config.overview import settings
from config.search import search

SIGN_IN = [
    path("", mine.index, name="account"),
    path("logga-ut/overallt", mine.sign_out_everywhere, name="sign_out_everywhere"),
    path(
        "logga-in",
        account.LoginView.as_view(extra_context={"doors": single_sign_on.doors}),
        name="account_login",
    ),
    path("logga-in/kod", mfa.authenticate, name="mfa_authenticate"),
    path("logga-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logga-in/<str:provider_id>", employer.login, name="openid_connect_login"),
    path("logga-in/<str:provider_id>/klar", employer.callback, name="openid_connect_callback"),
    path("logga-ut", views.sign_out, name="account_logout"),
    path("avstangt", account.account_inactive, name="account_inactive"),
    path("bekrafta", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/kod", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekrafta/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("andra-steget", mine.second_step_page, name="second_step"),
    path("andra-steget/app", mine.activate_app, name="mfa_activate_totp"),
    path("andra-steget/app/bort", mine.deactivate_app, name="mfa_deactivate_totp"),
    path("andra-steget/passkey", mine.add_passkey, name="mfa_add_webauthn"),
    path("andra-steget/passkey/<int:pk>/bort", mine.remove_passkey, name="mfa_remove_webauthn"),
    path("andra-steget/reservkoder", mine.recovery_codes, name="mfa_view_recovery_codes"),
    path("andra-steget/reservkoder/nya", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("andra-steget/reservkoder/fil", mine.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("losenord", account.password_change, name="account_change_password"),
    path("losenord/valj", account.password_set, name="account_set_password"),
    path("losenord/glomt", account.password_reset, name="account_reset_password"),
    path("losenord/skickat", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^losenord/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("losenord/klart", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

handler400 = views.bad_request
handler404 = views.page_not_found
urlpatterns = [
    path("", home, name="home"),
    path("konto/", include(SIGN_IN)),
    path("kommun", views.choose_municipality, name="choose_municipality"),
    path("sprak", views.choose_language, name="choose_language"),
    path("om/tillganglighet", about.accessibility, name="accessibility"),
    path("om/personuppgifter", about.personal_data, name="personal_data"),
    path("", include("incidents.urls")),
    path("", include("lagesbild.urls")),
    path("", include("promises.urls")),
    path("sok", search, name="search"),
    path("logg", event_log.event_log, name="event_log"),
    path("logg.csv", event_log.event_log_csv, name="event_log_csv"),
    path("logg/dagar", event_log.event_log_days, name="event_log_days"),
    path("installningar", settings, name="settings"),
    path("", include("accounts.urls")),
    path("robots.txt", public_files.robots, name="robots_txt"),
    path(".well-known/security.txt", public_files.security, name="security_txt"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
if django_settings.SAML:
    urlpatterns.append(path("konto/", include("allauth.socialaccount.providers.saml.urls")))
