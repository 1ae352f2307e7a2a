"""Agreements, plans and lists of promises: the only writer of documents and of all they are made of.

Each file is a step: a proposal is written, part by part, adopted, revised, and read. A plan's activities are written
through `promises/activities.py`. Writes raise `NotAProposal`, `Edited` or `Refused`, and then nothing was written.
"""

from promises.documents.checksum import checksum
from promises.documents.comparison import Change, changes
from promises.documents.parts import (
    MODELS,
    Part,
    add,
    add_cause,
    belongs,
    change,
    change_cause,
    remove,
    remove_cause,
    seen_of,
    set_parties,
)
from promises.documents.proposal import adopt, create, discard, save
from promises.documents.reading import (
    Content,
    Shelf,
    annexes_of,
    content_of,
    family,
    said_responsible,
    shelf,
    versions_of,
)
from promises.documents.refusals import Edited, NotAProposal, Refused, check, told
from promises.documents.versions import revise

__all__ = [
    "MODELS",
    "Change",
    "Content",
    "Edited",
    "NotAProposal",
    "Part",
    "Refused",
    "Shelf",
    "add",
    "add_cause",
    "adopt",
    "annexes_of",
    "belongs",
    "change",
    "change_cause",
    "changes",
    "check",
    "checksum",
    "content_of",
    "create",
    "discard",
    "family",
    "remove",
    "remove_cause",
    "revise",
    "said_responsible",
    "save",
    "seen_of",
    "set_parties",
    "shelf",
    "told",
    "versions_of",
]
