"""The paths of reports, in the order of their flow: filed, read, decided on."""

from django.urls import path

from incidents import api
from incidents.views import categories, report, where

urlpatterns = [
    path("handelser/ny", report.report, name="report"),
    path("handelser/ny/inget", report.quiet_week, name="nothing_to_report"),
    path("handelser/ny/<uuid:key>/kvitto", report.report_receipt, name="report_receipt"),
    path("handelser/ny/platser", where.place_search, name="place_search"),
    path("handelser/ny/punkt", where.point_in_words, name="point_in_words"),
    path("handelser/ny/text", where.screen_text, name="screen_text"),
    path("kartlager/<int:pk>.geojson", api.map_layers, name="map_layers"),
    path("installningar/kategorier", categories.index, name="categories"),
    path("installningar/kategorier/ny", categories.create, name="category_create"),
    path("installningar/kategorier/<int:pk>", categories.edit, name="category"),
    path("installningar/kategorier/<int:pk>/ur-bruk", categories.retire, name="category_retire"),
    path("installningar/kategorier/<int:pk>/i-bruk", categories.restore, name="category_restore"),
]
