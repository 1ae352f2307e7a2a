"""Why a meeting would not be written to, and the row's lock under which that is found out."""

from promises.models import AgendaItem, Meeting


class Confirmed(Exception):
    """The minutes have been confirmed, perhaps a moment ago by somebody else; nothing was changed."""


class EditedMeanwhile(Exception):
    """Somebody else saved first; `row` is how it stands now. Nothing was changed."""

    def __init__(self, row: Meeting | AgendaItem) -> None:
        super().__init__(str(row))
        self.row = row


class Refused(Exception):
    """Nothing was changed; the code says why.

    `times`: it ends before it begins. `stranger`: an organisation of another municipality. `early`: the day of the
    meeting has not come. `not_held`: minutes of a meeting that has not been held. `roles`: nobody named to chair, write
    or confirm. `text`: a decision that says nothing. `decided`: an item with a decision stays. `nothing_to_adopt`: the
    item is about nothing that can be adopted. `adopted`: that has been adopted already.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def held_open(meeting_id: int) -> Meeting:
    """The meeting, locked for the rest of the transaction so that two secretaries take turns. Raises Confirmed."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("municipality")
    meeting = rows.get(pk=meeting_id)
    if meeting.is_locked:
        raise Confirmed
    return meeting
