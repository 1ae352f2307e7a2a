"""Follow-ups: what was done, kept apart from what it did. The only writer of them but for a meeting's adoption.

`done.py` counts the log, `effect.py` the events at the places, and `writing.py` freezes both with the coordinator's
words. Whether a change is more than chance is `promises/comparisons/`' to say, and frozen with the effect.
"""

from promises.followup.effect import told_effect
from promises.followup.subjects import Subject, activities_of, found_subject, key_of
from promises.followup.writing import AlreadyWritten, EditedMeanwhile, Locked, NotBegun, rewrite, write

__all__ = [
    "AlreadyWritten",
    "EditedMeanwhile",
    "Locked",
    "NotBegun",
    "Subject",
    "activities_of",
    "found_subject",
    "key_of",
    "rewrite",
    "told_effect",
    "write",
]
