"""Did it help? With what an activity's place is compared, chosen before it begins, and what the counts then say.

`choosing.py` writes a choice and refuses one that overlaps, `suggesting.py` proposes controls, `counting.py` counts and
asks `promises/verdict.py`, `reading.py` is for an activity's page. A line of what came out is JSON, so that a follow-up
or an edition can freeze it.
"""

from promises.comparisons.choosing import Choice, Refused, choose, chosen_for
from promises.comparisons.counting import judged, told_line
from promises.comparisons.reading import Standing, standing_of
from promises.comparisons.sites import is_round, scene_of, site_of
from promises.comparisons.suggesting import Suggestion, suggestions

__all__ = [
    "Choice",
    "Refused",
    "Standing",
    "Suggestion",
    "choose",
    "chosen_for",
    "is_round",
    "judged",
    "scene_of",
    "site_of",
    "standing_of",
    "suggestions",
    "told_line",
]
