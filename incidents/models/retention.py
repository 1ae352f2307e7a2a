"""How long reports are kept, what stops their purging, and what is left when they have been purged.

Nothing here deletes: `purge_batch` in the database alone does (`incidents/migrations/0012_purging.py`), and writes
the records and counts, which the application may only read.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, User
from incidents.models.category import Category

#: Shorter would take last fortnight's figures, longer is what an archive is for.
LEAST_MONTHS, MOST_MONTHS = 3, 240


class RetentionKind(models.TextChoices):
    """What is kept for a time of its own, in the order in which it is purged: texts and photos that reports leave."""

    MAIL = "mail", _("Skickade mejl: ämne och text")
    UNUSED = "unused", _("Avslagna rapporter och dubbletter")
    REPORTS = "reports", _("Godkända händelser, hela")
    TEXTS = "texts", _("Texter i godkända händelser")
    PHOTOS = "photos", _("Foton i godkända händelser")


class RetentionRule(models.Model):
    """How many months a municipality keeps one kind; without a row, what `retention/rules.py` says."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RetentionKind)
    months = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="retention_once"),
            models.CheckConstraint(
                condition=models.Q(months__range=(LEAST_MONTHS, MOST_MONTHS)), name="retention_months"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"


class LegalHold(models.Model):
    """Nothing it covers is purged until it has been lifted. Append-only: that it was placed is never forgotten.

    It covers one report, the days from `first_on` to `last_on` with both, or, where neither is given, everything. The
    report is held by its number alone, since the hold outlives it.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    motive = models.CharField(_("skäl"), max_length=300)
    report = models.PositiveBigIntegerField(_("rapportens nummer"), null=True, blank=True)
    first_on = models.DateField(_("från och med"), null=True, blank=True)
    last_on = models.DateField(_("till och med"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("gallringsstopp")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on=None, last_on=None)
                | models.Q(report=None, first_on__isnull=False, last_on__gte=models.F("first_on")),
                name="hold_covers_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class HoldLift(models.Model):
    """That a hold has been lifted, by whom and why. Append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    hold = models.OneToOneField(LegalHold, on_delete=models.PROTECT, related_name="lift")
    motive = models.CharField(_("skäl"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.at:%Y-%m-%d}"


class Manner(models.TextChoices):
    """What set the purging off."""

    NIGHTLY = "nightly", _("nattlig körning")
    COMMAND = "command", _("kommando på servern")


class PurgeRecord(models.Model):
    """One run that purged something: gallringsprotokoll. Append-only, numbered per municipality and year."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    run = models.UUIDField(unique=True)
    manner = models.CharField(max_length=10, choices=Manner)
    decision = models.CharField(max_length=100)
    decided_on = models.DateField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="purge_record_once")
        ]

    def __str__(self) -> str:
        return self.designation

    @property
    def designation(self) -> str:
        """ "G2026:3"."""
        return f"G{self.year}:{self.number}"


class PurgeLine(models.Model):
    """What one transaction of a run purged, of one kind and by which rule. Append-only; counts and days only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(PurgeRecord, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=RetentionKind)
    months = models.PositiveSmallIntegerField()
    before = models.DateField(help_text="What is older than this day was due.")
    first_on = models.DateField()
    last_on = models.DateField()
    rows = models.PositiveIntegerField()
    texts = models.PositiveIntegerField(default=0)
    photos = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.rows}"


class PurgedCount(models.Model):
    """How many approved events were purged, by category, area and week; nothing else is left of them.

    `first_on` is the week's Monday, or the first of the month that begins in it: so weeks and months both add up.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    events = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "first_on", "category", "area"],
                nulls_distinct=False,
                name="purged_count_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} {self.category_id}: {self.events}"
