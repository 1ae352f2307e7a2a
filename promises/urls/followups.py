"""The follow-ups."""

from django.urls import path

from promises.views import followups

urlpatterns = [
    path("uppfoljningar", followups.follow_ups, name="follow_ups"),
    path("uppfoljningar/ny", followups.follow_up_create, name="follow_up_create"),
    path("uppfoljningar/<int:pk>", followups.follow_up, name="follow_up"),
    path("uppfoljningar/<int:pk>/andra", followups.follow_up_edit, name="follow_up_edit"),
]
