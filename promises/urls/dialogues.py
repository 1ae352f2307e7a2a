"""Dialogues and damage costs."""

from django.urls import path

from promises.views import costs, dialogues

urlpatterns = [
    path("dialoger", dialogues.index, name="dialogues"),
    path("dialoger/ny", dialogues.create, name="dialogue_create"),
    path("dialoger/<int:pk>", dialogues.dialogue, name="dialogue"),
    path("dialoger/<int:pk>/andra", dialogues.edit, name="dialogue_edit"),
    path("kostnader", costs.index, name="costs"),
    path("kostnader/ny", costs.create, name="cost_create"),
    path("kostnader/<int:pk>", costs.edit, name="cost"),
]
