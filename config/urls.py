"""The front door."""

from django.urls import include, path

from config import views
from config.home import home

urlpatterns = [
    path("", home, name="home"),
    path("konto/", include("allauth.urls")),
    path("kommun/", views.choose_municipality, name="choose_municipality"),
    path("sprak/", views.choose_language, name="choose_language"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
