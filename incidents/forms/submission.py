"""The whole report form: one or several events, the key under which they are stored once, and when it was opened."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import MINYEAR, datetime
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import Municipality
from incidents.forms.event import EventForm
from incidents.intake import Report
from incidents.models import Category
from incidents.privacy import Screening

#: Events of one submission.
MOST_EVENTS = 20
#: Where and when, which a further event takes over from the one before it.
TAKEN_OVER = (
    "find",
    "spot",
    "latitude",
    "longitude",
    "place_type",
    "location_precision",
    "when",
    "start",
    "end",
    "precision",
)

# `reportable()` by hand: composing a statement takes longer than answering it, and this is asked for every report.
CHOSEN = """
SELECT * FROM incidents_category
WHERE municipality_id = %s AND id = ANY (%s) AND is_active AND parent_id IS NOT NULL
"""

Files = MultiValueDict[str, UploadedFile]


class SubmissionForm:
    """Events are numbered by the browser (`event=0&event=2`), so that one in the middle can be taken away."""

    def __init__(self, data: QueryDict, files: Files, *, municipality: Municipality, at: datetime) -> None:
        self.data, self.files, self.municipality, self.at = data, files, municipality, at
        self.key = _key(data.get("key", ""))
        self.opened_at = _opened_at(data.get("opened_at", ""), at)
        self.numbers = _numbers(data.getlist("event"))
        self.screening = Screening.in_municipality(municipality)

    @cached_property
    def events(self) -> list[EventForm]:
        """The events as sent, to be checked."""
        return [
            self._event(number, data=self.data, files=self.files, categories=self._categories)
            for number in self.numbers
        ]

    @property
    def has_too_many(self) -> bool:
        """Whether there are more events than one submission takes."""
        return len(self.numbers) > MOST_EVENTS

    def is_valid(self) -> bool:
        """Check every event, so that all that is wrong is said at once."""
        checked = [event.is_valid() for event in self.events]
        return all(checked) and not self.has_too_many

    def reports(self) -> list[Report]:
        """What the intake takes; only of a valid form."""
        return [event.report() for event in self.events]

    def as_typed(self, *, also: bool = False, without: str = "") -> list[EventForm]:
        """The events as typed so far, unchecked; with one more, or without one."""
        numbers = [number for number in self.numbers if str(number) != without] or [0]
        events = [self._event(number, initial=self._typed(number)) for number in numbers]
        if also and len(numbers) < MOST_EVENTS:
            last = self._typed(numbers[-1])
            events.append(
                self._event(
                    max(numbers) + 1, initial={name: last[name] for name in TAKEN_OVER if name in last}
                )
            )
        return events

    def _typed(self, number: int) -> dict[str, str]:
        prefix = f"event{number}-"
        return {
            name.removeprefix(prefix): str(value)
            for name, value in self.data.dict().items()
            if name.startswith(prefix)
        }

    def _event(
        self, number: int, *, categories: Mapping[int, Category] | None = None, **options: Any
    ) -> EventForm:
        return EventForm(
            prefix=f"event{number}",
            municipality=self.municipality,
            categories=categories or {},
            opened_at=self.opened_at,
            at=self.at,
            screening=self.screening,
            **options,
        )

    @cached_property
    def _categories(self) -> dict[int, Category]:
        """Those of the chosen categories that reports can be about; one statement for all events."""
        chosen = {self.data.get(f"event{number}-category", "") for number in self.numbers}
        keys = {int(key) for key in chosen if key.isdecimal() and len(key) < 18}
        return {
            category.pk: category
            for category in Category.objects.raw(CHOSEN, [self.municipality.pk, list(keys)])
        }


def new_event(
    *, number: int | str, municipality: Municipality, at: datetime, initial: Mapping[str, Any] | None = None
) -> EventForm:
    """An empty event, or one that begins with what is known."""
    return EventForm(
        prefix=f"event{number}",
        municipality=municipality,
        categories={},
        opened_at=at,
        at=at,
        screening=Screening.in_municipality(municipality),
        initial=initial,
    )


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _opened_at(text: str, at: datetime) -> datetime:
    try:
        opened_at = datetime.fromisoformat(text)
    except ValueError:
        return at
    return min(opened_at, at) if opened_at.tzinfo and opened_at.year > MINYEAR else at


def _numbers(sent: Sequence[str]) -> list[int]:
    numbers = {int(number) for number in sent if number.isdecimal() and len(number) < 4}
    return sorted(numbers) or [0]
