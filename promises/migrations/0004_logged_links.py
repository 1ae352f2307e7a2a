"""What a focus area rests on, and what an activity carries and answers, is logged as all else is."""

from django.db import migrations

from accounts.database import logged_link


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_sealed_log"), ("promises", "0003_comparisons")]

    operations = [
        logged_link("promises_activity_causes", to="promises_activity", by="activity_id"),
        logged_link("promises_activity_promises", to="promises_activity", by="activity_id"),
        logged_link("promises_focusarea_dialogues", to="promises_focusarea", by="focusarea_id"),
        logged_link("promises_focusarea_editions", to="promises_focusarea", by="focusarea_id"),
        logged_link("promises_focusarea_hot_spots", to="promises_focusarea", by="focusarea_id"),
    ]
