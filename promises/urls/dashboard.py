"""The promises: BRÅ's dashboard, and one promise."""

from django.urls import path

from promises.views import dashboard

urlpatterns = [
    path("loften", dashboard.promises, name="promises"),
    path("loften/<int:pk>", dashboard.promise, name="promise"),
]
