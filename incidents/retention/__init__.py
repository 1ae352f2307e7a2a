"""How long what came in is kept: the municipality's rules, the holds that stop purging, and the purging.

`rules` says what is due and when, `holds` places and lifts, `purging` has the database delete. Why the database does it
is in `docs/retention.md`.
"""

from incidents.retention.holds import lift, place
from incidents.retention.purging import purge
from incidents.retention.rules import Due, due, months_of, set_months

__all__ = ["Due", "due", "lift", "months_of", "place", "purge", "set_months"]
