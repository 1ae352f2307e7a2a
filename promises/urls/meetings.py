"""Meetings, in the order of the work: planned, put on the agenda, held and decided, printed."""

from django.urls import path, register_converter

from promises.models import PaperKind
from promises.views import agenda, meetings, minutes, papers

WORDS = {PaperKind.PACK: "kallelse", PaperKind.MINUTES: "protokoll"}


class PaperConverter:
    """A kind of paper in a path."""

    regex = "|".join(WORDS.values())

    def to_python(self, value: str) -> PaperKind:
        """From the path."""
        return next(kind for kind, word in WORDS.items() if word == value)

    def to_url(self, value: PaperKind | str) -> str:
        """Into the path."""
        return WORDS[PaperKind(value)]


register_converter(PaperConverter, "paper")

urlpatterns = [
    path("moten", meetings.index, name="meetings"),
    path("moten/nytt", meetings.create, name="meeting_create"),
    path("moten/<int:pk>", meetings.meeting, name="meeting"),
    path("moten/<int:pk>/andra", meetings.edit, name="meeting_edit"),
    path("moten/<int:pk>/aktuellt", agenda.due, name="meeting_due"),
    path("moten/<int:pk>/paragraf", agenda.add, name="item_add"),
    path("moten/paragrafer/<int:pk>", agenda.write, name="item_write"),
    path("moten/paragrafer/<int:pk>/anteckna", agenda.note, name="item_note"),
    path("moten/paragrafer/<int:pk>/flytta", agenda.move, name="item_move"),
    path("moten/paragrafer/<int:pk>/ta-bort", agenda.remove, name="item_remove"),
    path("moten/paragrafer/<int:pk>/besluta", minutes.decide, name="item_decide"),
    path("moten/beslut/<int:pk>/aktivitet", minutes.assign, name="resolution_assign"),
    path("moten/<int:pk>/narvaro", agenda.attend, name="attend"),
    path("moten/<int:pk>/narvaro/som-sist", agenda.attend_as_last_time, name="attend_as_last_time"),
    path("moten/narvaro/<int:pk>/ta-bort", agenda.leave_out, name="attendance_remove"),
    path("moten/<int:pk>/genomfort", meetings.hold, name="meeting_hold"),
    path("moten/<int:pk>/justera", meetings.confirm, name="meeting_confirm"),
    path("moten/<int:pk>/bestall/<paper:kind>", papers.order, name="paper_order"),
    path("moten/<int:pk>/handlingar", papers.status, name="papers_status"),
    path("moten/handlingar/<int:pk>.pdf", papers.pdf, name="paper_pdf"),
    path("moten/handlingar/<int:pk>/igen", papers.retry, name="paper_retry"),
]
