"""On which line of a TOML file a table or a key stands, which Python's own reader does not tell. Pure."""

import re

#: ("document", 0, "promise", 2) is the third promise of the first document.
Path = tuple[str | int, ...]

HEADER = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[\w.\- \"]+?)\s*\]\]?\s*(#.*)?")
KEY = re.compile(r"\s*(?P<key>[\w-]+|\"[^\"]*\")\s*=\s*(?P<value>.*)")
QUOTES = ('"""', "'''")


def lines_of(text: str) -> dict[Path, int]:
    """From each table's and each key's path to its line, counted from 1."""
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    here: Path = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
        elif header := HEADER.fullmatch(line):
            here = _entered(header, counts)
            found.setdefault(here, number)
        elif key := KEY.match(line):
            found.setdefault((*here, key["key"].strip('"')), number)
            closing = next((mark for mark in QUOTES if key["value"].count(mark) == 1), "")
    return found


def _entered(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """The path that a header opens: `[[a.b]]` is the next b of the latest a."""
    *above, last = (name.strip(' "') for name in header["name"].split("."))
    path: Path = ()
    for name in above:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, last)
    if header["open"] == "[[":
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path
