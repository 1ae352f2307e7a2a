"""The settings an administrator keeps in this app."""

from django.urls import path

from accounts.views import areas, organisations, people, places, purging, signing_in

urlpatterns = [
    path("installningar/personer", people.index, name="people"),
    path("installningar/personer/ny", people.invite, name="person_invite"),
    path("installningar/personer/<int:pk>", people.person, name="person"),
    path("installningar/personer/<int:pk>/avsluta", people.let_go, name="person_let_go"),
    path("installningar/personer/<int:pk>/paminn", people.remind, name="person_remind"),
    path(
        "installningar/personer/<int:pk>/andra-steget",
        people.take_away_second_step,
        name="person_second_step",
    ),
    path("installningar/inloggning", signing_in.signing_in, name="signing_in"),
    path("installningar/organisationer", organisations.index, name="organisations"),
    path("installningar/organisationer/ny", organisations.create, name="organisation_create"),
    path("installningar/organisationer/<int:pk>", organisations.edit, name="organisation"),
    path("installningar/platser", places.index, name="places"),
    path("installningar/platser/ny", places.create, name="place_create"),
    path("installningar/platser/<int:pk>", places.edit, name="place"),
    path("installningar/omraden", areas.index, name="areas"),
    path("installningar/omraden/<int:pk>", areas.edit, name="area"),
    path("installningar/gallring", purging.purging, name="purging"),
]
