"""What the law asks for."""

from django.urls import path

from promises.views import law

urlpatterns = [
    path("lagkrav", law.index, name="law"),
    path("lagkrav/nytt", law.create, name="law_record"),
]
