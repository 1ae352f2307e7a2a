"""Bringing in incidents from a file: read, checked row by row, stored in portions that a repetition recognises.

`mapping.py` says which column means what, `rows.py` makes a row a checked event or says what is wrong with it,
`storing.py` writes portions, `run.py` goes through a whole file. The file itself is opened by the geography's reader.
"""

from incidents.imports.mapping import FaultyMapping, Mapping, read_mapping
from incidents.imports.run import Progress, Rejected, import_file, waiting_from

__all__ = ["FaultyMapping", "Mapping", "Progress", "Rejected", "import_file", "read_mapping", "waiting_from"]
