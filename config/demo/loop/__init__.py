"""The demo's long loop: what was promised, planned, decided, done and followed up, from the year before this one on.

What is said lies in the TOML files: agreements as `manage.py import_agreement` reads them, with days still to be filled
in, occasions, follow-ups and meetings. `story.py` puts it all in order and `happenings.py` lets it come about in that
order, through the doors that everybody uses.
"""

from config.demo.loop.story import Story

__all__ = ["Story"]
