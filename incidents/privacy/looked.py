"""A text and what was found in it, as a form and a reviewer look at it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.privacy.kinds import Found, Kind


@dataclass(frozen=True)
class Looked:
    """A text that has been looked through."""

    text: str
    finds: tuple[Found, ...]

    @property
    def blocks(self) -> bool:
        """Whether it cannot be kept as it is."""
        return any(find.blocks for find in self.finds)

    @property
    def kinds(self) -> list[tuple[Kind, list[str]]]:
        """What was found, each sort with its words, in the order of the text."""
        words: dict[Kind, list[str]] = {}
        for find in self.finds:
            said = words.setdefault(find.kind, [])
            if (here := self.text[find.start : find.end]) not in said:
                said.append(here)
        return list(words.items())

    @property
    def parts(self) -> Iterator[tuple[str, Found | None]]:
        """The whole text in pieces, each with what was found in it."""
        last = 0
        for find in self.finds:
            yield self.text[last : find.start], None
            yield self.text[find.start : find.end], find
            last = find.end
        yield self.text[last:], None

    @property
    def digest(self) -> str:
        """Of what was found; whoever says that it points out nobody says it of this and of nothing else."""
        found = "\n".join(f"{kind}:{word}" for kind, words in self.kinds for word in words)
        return hashlib.sha256(found.encode()).hexdigest()[:16] if self.finds else ""
