"""The long loop's paths, a file per room."""

from promises.urls import dashboard, dialogues, documents, followups, hot_spots, law, meetings, plan, public

urlpatterns = [
    *documents.urlpatterns,
    *dialogues.urlpatterns,
    *plan.urlpatterns,
    *hot_spots.urlpatterns,
    *followups.urlpatterns,
    *dashboard.urlpatterns,
    *law.urlpatterns,
    *public.urlpatterns,
    *meetings.urlpatterns,
]
