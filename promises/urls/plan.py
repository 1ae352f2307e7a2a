"""The plan board and the activities."""

from django.urls import path

from promises.views import activities, comparisons, plan

urlpatterns = [
    path("plan", plan.plan, name="plan"),
    path("aktiviteter/ny", activities.create, name="activity_create"),
    path("aktiviteter/<int:pk>", activities.activity, name="activity"),
    path("aktiviteter/<int:pk>/andra", activities.edit, name="activity_edit"),
    path("aktiviteter/<int:pk>/logga", activities.log, name="activity_log"),
    path("aktiviteter/<int:pk>/jamforelse", comparisons.choose, name="activity_comparison"),
    path("aktiviteter/<int:pk>/status", activities.override, name="activity_override"),
    path("aktiviteter/tillfallen/<int:pk>/stryk", activities.withdraw, name="occasion_withdraw"),
]
