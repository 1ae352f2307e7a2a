"""Old agreements from a file: TOML with documents and all their parts, dialogues and costs. All of it, or nothing.

`reading.py` says what may stand in the file, `lines.py` where in it something stands, `writing.py` writes it down.
"""

from promises.importing.reading import Faulty, read
from promises.importing.writing import Count, bring_in

__all__ = ["Count", "Faulty", "bring_in", "read"]
