"""The hot spots' pages; opening one is `lagesbild`'s."""

from django.urls import path

from promises.views import hot_spots

urlpatterns = [
    path("hotspots", hot_spots.hot_spots, name="hot_spots"),
    path("hotspots/<int:pk>", hot_spots.hot_spot, name="hot_spot"),
    path("hotspots/<int:pk>/steg", hot_spots.hot_spot_step, name="hot_spot_step"),
]
