"""The long loop's paths, a file per room."""

from promises.urls import plan

urlpatterns = [
    *plan.urlpatterns,
]
