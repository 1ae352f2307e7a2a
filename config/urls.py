"""The front door: signing in, the start page and notices of the house, then each app's own paths."""

from allauth.account import views as account
from django.urls import include, path, re_path

from config import about, views
from config.event_log import views as event_log
from config.home import home
from config.overview import settings
from config.search import search

SIGN_IN = [
    path("logga-in", account.login, name="account_login"),
    path("logga-ut", account.logout, name="account_logout"),
    path("avstangt", account.account_inactive, name="account_inactive"),
    path("bekrafta", account.reauthenticate, name="account_reauthenticate"),
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
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
