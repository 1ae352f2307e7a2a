"""The paths of reports, in the order of their flow: filed, read, decided on."""

from django.urls import path

from incidents import api
from incidents.views import (
    browse,
    categories,
    channels,
    correct,
    imports,
    masking,
    photos,
    report,
    review,
    where,
    words,
)

urlpatterns = [
    path("handelser", browse.incidents, name="incidents"),
    path("handelser.csv", browse.incidents_csv, name="incidents_csv"),
    path("handelser/<int:pk>", browse.incident, name="incident"),
    path("handelser/<int:pk>/foton/<int:photo_pk>", browse.photo, name="photo"),
    path("handelser/<int:pk>/svar", browse.answer_completion, name="answer_completion"),
    path("handelser/ny", report.report, name="report"),
    path("handelser/ny/inget", report.quiet_week, name="nothing_to_report"),
    path("handelser/ny/<uuid:key>/kvitto", report.report_receipt, name="report_receipt"),
    path("handelser/ny/platser", where.place_search, name="place_search"),
    path("handelser/ny/punkt", where.point_in_words, name="point_in_words"),
    path("handelser/ny/text", words.screen_text, name="screen_text"),
    path("fel-kanal", channels.wrong_channel, name="wrong_channel"),
    path("granskning", review.queue, name="review_queue"),
    path("granskning/<int:pk>", review.report, name="review"),
    path("granskning/<int:pk>/nasta", review.skip, name="review_next"),
    path("granskning/<int:pk>/beslut", review.decide, name="decide"),
    path("granskning/<int:pk>/ratta", correct.correct, name="correct"),
    path("granskning/<int:pk>/maskera", masking.mask, name="mask"),
    path("granskning/<int:pk>/foton/<int:photo_pk>", photos.black_out, name="black_out"),
    path("granskning/importer", imports.imports, name="imports"),
    path("granskning/importer/<int:pk>", imports.approve_import, name="approve_import"),
    path("kartlager/<int:pk>.geojson", api.map_layers, name="map_layers"),
    path("installningar/kategorier", categories.index, name="categories"),
    path("installningar/kategorier/ny", categories.create, name="category_create"),
    path("installningar/kategorier/<int:pk>", categories.edit, name="category"),
    path("installningar/kategorier/<int:pk>/ur-bruk", categories.retire, name="category_retire"),
    path("installningar/kategorier/<int:pk>/i-bruk", categories.restore, name="category_restore"),
]
