"""An edition of the lägesbild: drafted, discussed, adopted, and from then on locked by the database."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from accounts.roles import COUNCIL, POLICE, REVIEWERS
from lagesbild.period import Months, Period
from lagesbild.wording import weeks_with_year


class EditionKind(models.TextChoices):
    """How long a period an edition is about."""

    FORTNIGHT = "fortnight", _("Fjortondagars")
    TERTIAL = "tertial", _("Tertialrapport")
    YEAR = "year", _("Strategisk lägesbild")

    @classmethod
    def of(cls, period: Period) -> "EditionKind":
        """The kind of an edition about that period."""
        if not isinstance(period, Months):
            return cls.FORTNIGHT
        return cls.YEAR if period.is_year else cls.TERTIAL


#: What stands before an edition's number, and in the names of its paths and files.
PREFIX = {EditionKind.FORTNIGHT: "", EditionKind.TERTIAL: "T", EditionKind.YEAR: "Å"}
SLUG = {EditionKind.TERTIAL: "tertial", EditionKind.YEAR: "ar"}


class LawPart(models.TextChoices):
    """What the law asks of a municipality's lägesbild (2023:196, 4 §), in its own order and words."""

    MAPPING = "mapping", _("Kartläggning")
    OTHER = "other", _("Annan information")
    ANALYSIS = "analysis", _("Analys")


class EditionState(models.TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", _("Utkast")
    ADOPTED = "adopted", _("Fastställd")
    SUPERSEDED = "superseded", _("Ersatt av rättelse")


class Outlook(models.TextChoices):
    """Läget: how things are going, in the coordinator's judgement."""

    STABLE = "stable", _("Stabilt")
    CHANGED = "changed", _("Förändrat")
    WORSE = "worse", _("Försämrat")


class Actor(models.TextChoices):
    """Who the direction for the next period is for."""

    POLICE = "police", _("Polis")
    GUARDS = "guards", _("Väktare")
    YOUTH = "youth", _("Ungdomscoacher")
    HOUSING = "housing", _("Bostadsbolaget")
    TECHNICAL = "technical", _("Teknik")


class EditionQuerySet(models.QuerySet["Edition"]):
    """Filters on editions."""

    def visible_to(self, user: User) -> "EditionQuerySet":
        """Drafts for reviewers and police, who comment on them; adopted ones for the council too."""
        standing = user.standing
        return self.filter(
            Q(municipality__in=standing.municipalities_with(REVIEWERS | POLICE))
            | (Q(municipality__in=standing.municipalities_with(COUNCIL)) & ~Q(state=EditionState.DRAFT))
        )

    def in_municipality(self, municipality: Municipality) -> "EditionQuerySet":
        """Of one municipality."""
        return self.filter(municipality=municipality)

    def drafts(self) -> "EditionQuerySet":
        """Not yet adopted."""
        return self.filter(state=EditionState.DRAFT)

    def adopted(self) -> "EditionQuerySet":
        """Adopted and in force: not superseded by a correction."""
        return self.filter(state=EditionState.ADOPTED)

    def in_force(self, *, at: datetime) -> "EditionQuerySet":
        """Those that were adopted and in force at that moment, whatever has taken their place since."""
        return self.filter(adopted_at__lte=at).exclude(correction__adopted_at__lte=at)


class Edition(models.Model):
    """One lägesbild. `lagesbild/document.py` alone writes it; figures are frozen as JSON when it is adopted."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=10, choices=EditionKind, default=EditionKind.FORTNIGHT)
    start_on = models.DateField()
    end_on = models.DateField(help_text="Half-open: the first day after the period.")
    revision = models.PositiveSmallIntegerField(
        default=0, help_text="0 for the first, then one per correction."
    )
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    correction_note = models.CharField(_("vad som rättas"), max_length=500, blank=True)

    outlook = models.CharField(_("läget"), max_length=10, choices=Outlook, default=Outlook.STABLE)
    summary = models.TextField(_("sammanfattning"), max_length=1500, blank=True)
    parts = models.JSONField(
        default=dict, help_text="The coordinator's words in each part of the law: of a yearly edition alone."
    )
    record_number = models.CharField(_("diarienummer"), max_length=50, blank=True)
    secrecy = models.CharField(
        _("sekretessmarkering"),
        max_length=100,
        blank=True,
        help_text="Of the full level; the other is for anybody.",
    )

    state = models.CharField(max_length=12, choices=EditionState, default=EditionState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    content = models.JSONField(null=True, help_text="The frozen figures, per level.")
    parameters = models.JSONField(
        null=True,
        help_text="What the figures were computed with, and the software version.",
    )
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of content and parameters.")
    drafted_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "start_on", "revision"],
                name="edition_once_per_period",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "year", "number"],
                name="edition_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", content=None)
                | Q(
                    content__isnull=False,
                    number__isnull=False,
                    year__isnull=False,
                    adopted_at__isnull=False,
                ),
                name="adopted_edition_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-start_on"], name="edition_by_period")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.designation or weeks_with_year(self.period)}"

    def get_absolute_url(self) -> str:
        """The edition's page: by number when it has one, by period while it is a draft."""
        if self.is_draft:
            return reverse("edition_draft", args=[self.pk])
        return self.address("edition")

    def address(self, name: str, *more: str) -> str:
        """The path of that name of an adopted edition: fortnights have one, the longer ones together another."""
        if self.kind == EditionKind.FORTNIGHT:
            return reverse(name, args=[self.year, self.number, *more])
        return reverse(f"strategic_{name}", args=[EditionKind(self.kind), self.year, self.number, *more])

    @property
    def period(self) -> Period:
        """The half-open period the edition is about."""
        kind = Period if self.kind == EditionKind.FORTNIGHT else Months
        return kind(self.start_on, self.end_on)

    @property
    def designation(self) -> str:
        """The number as people say it, "2026:05", "T2026:02", "Å2025:01"; empty for a draft."""
        return f"{PREFIX[EditionKind(self.kind)]}{self.year}:{self.number:02}" if self.number else ""

    @property
    def registered_as(self) -> str:
        """Its diarienummer, whenever it got it; empty where it has none. Read with `record`."""
        record: EditionRecord | None = getattr(self, "record", None)
        return self.record_number or (record.record_number if record else "")

    @property
    def slug(self) -> str:
        """The number in the name of a file: "2026-05", "tertial-2026-02"."""
        parts = [SLUG.get(EditionKind(self.kind), ""), f"{self.year}-{self.number:02}"]
        return "-".join(filter(None, parts))

    @property
    def has_law_parts(self) -> bool:
        """Whether it is the lägesbild that the law asks for."""
        return self.kind == EditionKind.YEAR

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == EditionState.DRAFT


class EditionRecord(models.Model):
    """The diarienummer of an edition that was adopted before it had one. Append-only, once."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="record")
    record_number = models.CharField(_("diarienummer"), max_length=50)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.record_number


class Direction(models.Model):
    """The direction for the next period given to one actor: one line per thing to do."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="directions")
    actor = models.CharField(max_length=15, choices=Actor)
    text = models.TextField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "actor"], name="direction_once")]

    def __str__(self) -> str:
        return self.get_actor_display()


class EditionComment(models.Model):
    """What police and coordinators say about a draft: the avstämning, shown at adoption."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    body = models.TextField(_("kommentar"), max_length=1000)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.by_id}"
