"""Adopt a fortnight of long ago and print its PDFs, without waiting for the timetable:

CODE=HOUSTON DAY=2010-08-25 BY=coordinator@houston.example ./manage.py shell < docs/examples/make_edition.py
"""

import os
import sys
from datetime import datetime

from accounts.models import Municipality, User
from lagesbild.document import adopt, draft, latest_period, render

municipality = Municipality.objects.get(code=os.environ["CODE"])
at = datetime.fromisoformat(os.environ["DAY"]).replace(hour=13, tzinfo=municipality.zone)
edition = draft(municipality, latest_period(municipality, at=at), at=at)
edition = adopt(edition, by=User.objects.get(email=os.environ["BY"]), at=at)
for rendition in edition.renditions.order_by("pk"):
    printed = render(rendition.pk, at=at)  # None where the worker was quicker
    said = printed.file.name if printed else rendition.get_state_display()
    sys.stdout.write(f"{edition} {rendition.level}: {said}\n")
