"""The long loop's paths, a file per room."""

from promises.urls import dialogues, documents, hot_spots, plan

urlpatterns = [
    *documents.urlpatterns,
    *dialogues.urlpatterns,
    *plan.urlpatterns,
    *hot_spots.urlpatterns,
]
