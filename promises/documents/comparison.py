"""What one version of a document says otherwise than another, passage by passage and word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from promises.documents.reading import Content, said_responsible
from promises.models import Document


@dataclass(frozen=True)
class Change:
    """What one passage said before and after, in pieces: "same", "out" or "in", and the words."""

    label: str
    pieces: list[tuple[str, str]]


def changes(earlier: Content, later: Content) -> list[Change]:
    """The passages that differ, in the order they stand; those that were struck come last."""
    before, after = dict(_passages(earlier)), dict(_passages(later))
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Change(label, _pieces(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def _passages(content: Content) -> Iterator[tuple[str, str]]:
    """Every passage with its label, as text."""
    document = content.document
    yield _("Titel"), document.title
    yield _("Diarienummer"), document.record_number
    yield _("Giltighet"), f"{_day(document.first_on)} – {_day(document.last_on)}"
    for name in ("background", "purpose", "method", "current_picture"):
        label = str(Document._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        yield label[:1].upper() + label[1:], getattr(document, name)
    yield _("Parter"), ", ".join(map(str, content.parties))
    yield _("Organisation"), ", ".join(map(str, content.groups))
    for clause in content.clauses:
        yield _("Åtagande %(number)d") % {"number": clause.number}, clause.text
    for area in content.focus_areas:
        words = [area.title, area.problem, area.goal, *(cause.text for cause in area.causes.all())]
        yield _("Fokusområde %(number)d") % {"number": area.number}, " · ".join(filter(None, words))
    for promise in (standing.promise for standing in content.promises):
        words = [promise.heading, promise.text, promise.method]
        yield _("Löfte %(number)d") % {"number": promise.number}, " · ".join(filter(None, words))
    for activity in (standing.activity for standing in content.activities):
        days = f"{_day(activity.start_on)} – {_day(activity.due_on)}"
        words = [activity.text, activity.method, said_responsible(activity), days]
        yield _("Aktivitet %(number)d") % {"number": activity.number or 0}, " · ".join(filter(None, words))
    yield _("Underskrifter"), ", ".join(map(str, content.signatures))


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    """The words that stayed, went and came, in order."""
    old, new = before.split(), after.split()
    pieces = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", " ".join(old[a:b])))
            continue
        if a < b:
            pieces.append(("out", " ".join(old[a:b])))
        if c < d:
            pieces.append(("in", " ".join(new[c:d])))
    return pieces


def _day(day: date) -> str:
    return date_format(day, "j F Y")
