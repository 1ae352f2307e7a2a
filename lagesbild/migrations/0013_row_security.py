"""A forgotten filter shows nothing of a neighbour: editions, who gets them, hot spots and what the police reported."""

from django.db import migrations

from accounts.walls import looks_everywhere, walled


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_row_security"), ("lagesbild", "0012_purge_papers")]

    operations = [
        looks_everywhere("lock_adopted_direction", "record_edition_once"),
        walled(
            "lagesbild_appendix",
            "lagesbild_crimecount",
            "lagesbild_delivery",
            "lagesbild_deliverylink",
            "lagesbild_direction",
            "lagesbild_edition",
            "lagesbild_editioncomment",
            "lagesbild_editionrecord",
            "lagesbild_hotspot",
            "lagesbild_hotspotstep",
            "lagesbild_linkevent",
            "lagesbild_mapgrade",
            "lagesbild_policeimport",
            "lagesbild_purgepaper",
            "lagesbild_recipient",
            "lagesbild_recipientdecision",
            "lagesbild_rendition",
            "lagesbild_schoolbreak",
        ),
    ]
