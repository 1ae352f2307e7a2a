"""A forgotten filter shows nothing of a neighbour: reports and all that belongs to them."""

from django.db import migrations

from accounts.walls import looks_everywhere, walled


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_row_security"), ("incidents", "0012_purging")]

    operations = [
        looks_everywhere("keep_clock", "refuse_own_decision", "refuse_undecided_state"),
        walled(
            "incidents_category",
            "incidents_decision",
            "incidents_importbatch",
            "incidents_holdlift",
            "incidents_incident",
            "incidents_leftoverfile",
            "incidents_legalhold",
            "incidents_nothingtoreport",
            "incidents_notice",
            "incidents_photo",
            "incidents_purgedcount",
            "incidents_purgeline",
            "incidents_purgerecord",
            "incidents_retentionrule",
            "incidents_submission",
            "incidents_text",
        ),
    ]
