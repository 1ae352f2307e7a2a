"""An incident: what, where and when, in codes. What people wrote lies apart, in `Text`, where it can be erased."""

from datetime import datetime
from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Organisation, Place, PlaceType, User
from accounts.roles import POLICE, REVIEWERS, Role
from incidents.models.category import Category
from incidents.models.submission import ImportBatch, Submission
from incidents.states import OPEN_STATES, UNSETTLED, State


class TimePrecision(models.TextChoices):
    """How well the time is known."""

    EXACT = "exact", _("Exakt")
    INTERVAL = "interval", _("Intervall")
    DAY = "day", _("Dygn")
    UNKNOWN = "unknown", _("Okänd")


class LocationPrecision(models.TextChoices):
    """How well the place is known."""

    EXACT = "exact", _("Exakt")
    BLOCK = "block", _("Kvarter")
    AREA = "area", _("Område")


class Observation(models.TextChoices):
    """Whether the reporter saw it."""

    OWN = "own", _("Egen iakttagelse")
    SECOND_HAND = "second_hand", _("Från någon annan")


class Answer(models.TextChoices):
    """Yes, no, or not known."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Vet ej")


class PeopleCount(models.TextChoices):
    """How many people, only as a range."""

    ONE = "1", _("En")
    FEW = "2-5", _("2–5")
    SOME = "6-10", _("6–10")
    MANY = "11-", _("Fler än 10")
    UNKNOWN = "unknown", _("Okänt")


class AgeGroup(models.TextChoices):
    """Roughly how old, only as a range."""

    CHILDREN = "children", _("Barn")
    YOUTH = "youth", _("Ungdomar")
    ADULTS = "adults", _("Vuxna")
    MIXED = "mixed", _("Blandat")
    UNKNOWN = "unknown", _("Okänt")


class DamageType(models.TextChoices):
    """What was damaged, as the cost is reported to the council."""

    GLASS = "glass", _("Glaskross")
    GRAFFITI = "graffiti", _("Klotter")
    OTHER = "other", _("Övrig skadegörelse")


class CostBasis(models.TextChoices):
    """Where the figure comes from."""

    ESTIMATED = "estimated", _("Uppskattad")
    ACTUAL = "actual", _("Faktisk")


class PaidBy(models.TextChoices):
    """Who bears the cost."""

    MUNICIPALITY = "municipality", _("Kommunen")
    HOUSING_COMPANY = "housing_company", _("Bostadsbolaget")
    INSURANCE = "insurance", _("Försäkring")
    OTHER = "other", _("Någon annan")


#: With damage, whether or not anybody knows what it costs; a cost without a type is another damage's.
DID_DAMAGE = ~Q(damage_type="") | Q(damage_cost__isnull=False)


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Filters on incidents, as verbs."""

    def visible_to(self, user: User) -> "IncidentQuerySet":
        """The rows this person may see: all for reviewers, approved for police, own for reporters, none for others."""
        standing = user.standing
        return self.filter(
            Q(municipality__in=standing.municipalities_with(REVIEWERS))
            | Q(
                municipality__in=standing.municipalities_with(POLICE),
                state=State.APPROVED,
            )
            | Q(organisation__in=standing.units_with({Role.UNIT_COORDINATOR}))
            | Q(municipality__in=list(standing.municipalities), reporter=user)
        )

    def in_municipality(self, municipality: Municipality) -> "IncidentQuerySet":
        """Of one municipality."""
        return self.filter(municipality=municipality)

    def approved(self) -> "IncidentQuerySet":
        """Only what counts: approved, and of a category that counts."""
        return self.filter(state=State.APPROVED, category__counts=True)

    def awaiting_decision(self) -> "IncidentQuerySet":
        """Submitted or under review."""
        return self.filter(state__in=OPEN_STATES)

    def within(self, start: datetime, end: datetime) -> "IncidentQuerySet":
        """Started in the half-open period [start, end)."""
        return self.filter(started_at__gte=start, started_at__lt=end)


class Incident(models.Model):
    """One reported event. `incidents/workflow.py` alone changes its state, `intake.py` and `imports/` make it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # Without an index of its own: `incident_by_organisation` begins with it.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="incidents")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="incidents")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="incidents")
    import_key = models.CharField(
        max_length=80,
        null=True,
        help_text="Row hash and ordinal; makes an import repeatable.",
    )

    category = models.ForeignKey(
        Category, verbose_name=_("kategori"), on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("från"))
    ended_at = models.DateTimeField(_("till"))
    # What a clock on the wall showed, written by the database (`read_clock`) and by nobody else, so that figures need
    # not read clocks: the day, the minute of the week from Monday, and how many minutes later it ended.
    local_day = models.DateField(null=True, editable=False)
    local_minute = models.SmallIntegerField(null=True, editable=False)
    lasted = models.IntegerField(null=True, editable=False)
    time_precision = models.CharField(_("tidens noggrannhet"), max_length=10, choices=TimePrecision)
    point = models.PointField(_("läge"), srid=4326, spatial_index=False)
    cell_x = models.IntegerField()
    cell_y = models.IntegerField()
    location_precision = models.CharField(_("lägets noggrannhet"), max_length=10, choices=LocationPrecision)
    place = models.ForeignKey(
        Place,
        verbose_name=_("plats"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("område"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    place_type = models.CharField(_("platstyp"), max_length=20, choices=PlaceType)

    observation = models.CharField(
        _("iakttagelse"), max_length=12, choices=Observation, default=Observation.OWN
    )
    severity = models.PositiveSmallIntegerField(_("upplevd otrygghet"), null=True)
    people = models.CharField(
        _("antal inblandade"),
        max_length=10,
        choices=PeopleCount,
        default=PeopleCount.UNKNOWN,
    )
    age_group = models.CharField(_("ålder"), max_length=10, choices=AgeGroup, default=AgeGroup.UNKNOWN)
    police_reported = models.CharField(
        _("polisanmäld"), max_length=10, choices=Answer, default=Answer.UNKNOWN
    )
    damage_type = models.CharField(_("skadetyp"), max_length=10, choices=DamageType, blank=True)
    damage_cost = models.PositiveIntegerField(_("skadekostnad i kronor"), null=True)
    cost_basis = models.CharField(_("kostnaden är"), max_length=10, choices=CostBasis, blank=True)
    cost_paid_by = models.CharField(_("betalas av"), max_length=20, choices=PaidBy, blank=True)

    state = models.CharField(_("status"), max_length=20, choices=State, default=State.SUBMITTED)
    version = models.PositiveIntegerField(
        default=1, help_text="Grows with every decision; two reviewers cannot both win."
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    received_at = models.DateTimeField(_("inkom"))
    decided_at = models.DateTimeField(_("avgjord"), null=True)

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "import_key"], name="imported_once"),
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("started_at")),
                name="ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(severity__range=(1, 3)) | Q(severity=None),
                name="severity_1_3",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "started_at"],
                # All that `lagesbild/figures/tally.py` counts by, so that it never visits the table.
                include=[
                    "cell_x",
                    "cell_y",
                    "category",
                    "area",
                    "place",
                    "local_day",
                    "local_minute",
                    "lasted",
                    "time_precision",
                    "location_precision",
                    "decided_at",
                    "batch",
                ],
                condition=Q(state=State.APPROVED),
                name="approved_by_time",
            ),
            models.Index(
                fields=["municipality", "received_at"],
                condition=Q(state__in=UNSETTLED),
                name="queue_by_age",
            ),
            models.Index(
                # With the cell, so that likely duplicates are found without visiting the table.
                fields=["municipality", "-started_at", "cell_x", "cell_y"],
                name="incident_by_time",
            ),
            models.Index(fields=["reporter", "-received_at"], name="incident_by_reporter"),
            models.Index(
                # Which units have been heard of, without visiting the table.
                fields=["organisation", "started_at", "received_at"],
                name="incident_by_organisation",
            ),
            models.Index(
                fields=["municipality", "started_at"],
                # All that `lagesbild/figures/costs.py` sums, of the few events that did damage.
                include=["category", "lasted", "damage_type", "damage_cost", "cost_basis", "cost_paid_by"],
                condition=Q(state=State.APPROVED) & DID_DAMAGE,
                name="damage_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
