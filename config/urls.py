"""The front door."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("kommun/", views.choose_municipality, name="choose_municipality"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("i18n/", include("django.conf.urls.i18n")),
]
