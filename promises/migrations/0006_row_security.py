"""A forgotten filter shows nothing of a neighbour: agreements, plans, promises, meetings and what came of them."""

from django.db import migrations

from accounts.walls import looks_everywhere, walled, walled_with


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_row_security"), ("promises", "0005_document_checksum")]

    operations = [
        looks_everywhere(
            "guard_activity_link",
            "lock_adopted_cause",
            "lock_adopted_part",
            "lock_adopted_responsibility",
            "lock_confirmed_part",
            "refuse_fewer_days",
            "refuse_hindsight",
            "refuse_link_to_neighbour",
            "refuse_neighbour",
            "refuse_occasion_outside",
            "refuse_site",
        ),
        walled(
            "promises_activity",
            "promises_agendaitem",
            "promises_attendance",
            "promises_cause",
            "promises_clause",
            "promises_comparison",
            "promises_comparisonsite",
            "promises_costitem",
            "promises_dialogue",
            "promises_document",
            "promises_dutyrecord",
            "promises_focusarea",
            "promises_followup",
            "promises_group",
            "promises_meeting",
            "promises_occasion",
            "promises_paper",
            "promises_party",
            "promises_promise",
            "promises_reminder",
            "promises_resolution",
            "promises_responsibility",
            "promises_signature",
            "promises_statusoverride",
            "promises_theme",
        ),
        walled_with(
            {
                ("promises_activity_causes", "activity_id"): "promises_activity",
                ("promises_activity_promises", "activity_id"): "promises_activity",
                ("promises_focusarea_dialogues", "focusarea_id"): "promises_focusarea",
                ("promises_focusarea_editions", "focusarea_id"): "promises_focusarea",
                ("promises_focusarea_hot_spots", "focusarea_id"): "promises_focusarea",
            }
        ),
    ]
