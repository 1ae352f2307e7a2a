"""Meetings of the council, its committees and the EST group: agenda, who was there, what was decided."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation, User
from lagesbild.models import Edition, HotSpot
from lagesbild.wording import inside
from promises.models.document import Document
from promises.models.promise import Promise
from promises.models.rows import MunicipalQuerySet


class Body(models.TextChoices):
    """Who meets."""

    COUNCIL = "council", _("Brottsförebyggande rådet")
    COMMITTEE = "committee", _("BRÅ:s arbetsutskott")
    STEERING = "steering", _("Styrgruppen")
    EST = "est", _("EST-gruppen")
    STRATEGIC = "strategic", _("Strategiskt möte")


class MeetingState(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "planned", _("Planerat")
    HELD = "held", _("Genomfört")
    CONFIRMED = "confirmed", _("Justerat")


class Meeting(models.Model):
    """One meeting. `promises/meetings.py` alone writes it; when its minutes are confirmed the database locks them.

    Chair, secretary and the one who confirms the minutes are given as roles, never as names. `edited` counts the times
    these facts were saved.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(_("organ"), max_length=10, choices=Body)
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    place = models.CharField(_("lokal"), max_length=100, blank=True)
    chair = models.CharField(_("ordförande"), max_length=100, blank=True, help_text=_("Roll, inte namn."))
    secretary = models.CharField(
        _("sekreterare"), max_length=100, blank=True, help_text=_("Roll, inte namn.")
    )
    confirmer = models.CharField(_("justerare"), max_length=100, blank=True, help_text=_("Roll, inte namn."))
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    edited = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = MunicipalQuerySet["Meeting"].as_manager()

    class Meta:
        verbose_name = _("möte")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | ~Q(state="confirmed") & Q(confirmed_at=None),
                name="meeting_confirmed_once",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return str(self.get_body_display())

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("meeting", args=[self.pk])

    @property
    def inside(self) -> str:
        """What it is called inside a sentence: "brottsförebyggande rådet", but "BRÅ:s arbetsutskott"."""
        return inside(str(self))

    @property
    def starts_on(self) -> date:
        """The day it starts where it is held; read the municipality with it."""
        return timezone.localdate(self.starts_at, self.municipality.zone)

    @property
    def is_locked(self) -> bool:
        """Whether its minutes have been confirmed."""
        return self.state == MeetingState.CONFIRMED


class Presence(models.TextChoices):
    """As what somebody was there, or that they were not."""

    MEMBER = "member", _("Ledamot")
    GUEST = "guest", _("Gäst")
    ABSENT = "absent", _("Ej närvarande")


class Attendance(models.Model):
    """That an organisation was there, by whom in which role. No names."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("roll"), max_length=100)
    presence = models.CharField(_("närvaro"), max_length=10, choices=Presence, default=Presence.MEMBER)

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation}"


class ItemKind(models.TextChoices):
    """Why something is on the agenda."""

    OPENING = "opening", _("Mötets öppnande")
    CONFIRMER = "confirmer", _("Val av justerare")
    MINUTES = "minutes", _("Föregående protokoll")
    EDITION = "edition", _("Lägesbild")
    HOT_SPOT = "hot_spot", _("Hot spot")
    DECISION = "decision", _("Tidigare beslut")
    ACTIVITY = "activity", _("Försenad aktivitet")
    PROMISE = "promise", _("Medborgarlöfte")
    FOLLOW_UP = "follow_up", _("Uppföljning")
    DOCUMENT = "document", _("Dokument")
    INFORMATION = "information", _("Information")
    CLOSING = "closing", _("Mötets avslutning")


class AgendaItem(models.Model):
    """One paragraph of the agenda and, after the meeting, of the minutes. What it is about is in one of the keys.

    `edited` counts the times its words were saved, so that two secretaries are told of each other.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("paragraf"))
    kind = models.CharField(max_length=12, choices=ItemKind, default=ItemKind.INFORMATION)
    heading = models.CharField(_("rubrik"), max_length=200)
    basis = models.TextField(_("underlag"), max_length=4000, blank=True)
    proposal = models.TextField(_("förslag till beslut"), max_length=1000, blank=True)
    notes = models.TextField(_("anteckningar"), max_length=4000, blank=True)
    edited = models.PositiveIntegerField(default=0)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hot_spot = models.ForeignKey(
        HotSpot, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    activity = models.ForeignKey(
        "promises.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    follow_up = models.ForeignKey(
        "promises.FollowUp", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    earlier = models.ForeignKey(
        "promises.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="item_number_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"§ {self.number} {self.heading}"


class ResolutionKind(models.TextChoices):
    """What sort of decision."""

    APPROVE = "approve", _("godkänna")
    NOTE = "note", _("notera")
    SUPPORT = "support", _("ställa sig bakom")
    ASSIGN = "assign", _("uppdra")


class Resolution(models.Model):
    """A meeting's decision, "att …", numbered within the meeting. Append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("beslutet är att"), max_length=10, choices=ResolutionKind)
    text = models.TextField(_("att"), max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = MunicipalQuerySet["Resolution"].as_manager()

    class Meta:
        verbose_name = _("beslut")
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="resolution_number_once")]

    def __str__(self) -> str:
        # Minutes are in Swedish whoever reads them.
        with translation.override("sv"):
            return f"att {self.get_kind_display()} {self.text}"
