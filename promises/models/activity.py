"""Activities: a plan's long ones and the fortnight's insatser are one model, with a log of when they were done."""

from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Organisation, Place, User
from lagesbild.models import HotSpot
from promises.models.document import Document, DocumentState
from promises.models.focus import Cause, FocusArea
from promises.models.meeting import Resolution
from promises.models.promise import Promise
from promises.models.rows import MunicipalQuerySet
from promises.models.target import Target


class ActivityKind(models.TextChoices):
    """Does it change the place, or the people?"""

    SITUATIONAL = "situational", _("Situationell")
    SOCIAL = "social", _("Social")
    OTHER = "other", _("Annan")


#: Activities of adopted plans, and those outside plans.
IN_FORCE = Q(document=None) | Q(document__state=DocumentState.ADOPTED)
#: Occasions that count: neither withdrawn nor a withdrawal.
COUNTING = Q(withdraws=None, withdrawal=None)
#: Of a row that points at an activity: the activity's `first_key`.
FIRST_KEY = Coalesce("activity__origin_id", "activity_id")


def of_any_version(first_keys: Iterable[int]) -> Q:
    """Rows that point at activities with these first keys, in whichever version of their plan."""
    keys = list(first_keys)
    return Q(activity__in=keys) | Q(activity__origin__in=keys)


class Activity(Target):
    """Something to be done. Of a plan (`document`), or decided at a meeting (`resolution`), or both.

    `start_on` and `due_on` are both included. `promises/activities.py` alone writes it; it is locked with its plan.
    `edited` counts the times it was saved. `origin` is the same activity in the first version of its plan: what was
    done there counts here too.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="activities"
    )
    number = models.PositiveSmallIntegerField(_("nummer"), null=True, blank=True)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    text = models.CharField(_("aktivitet"), max_length=500)
    method = models.TextField(_("metod"), max_length=2000, blank=True)
    kind = models.CharField(
        _("typ av åtgärd"), max_length=12, choices=ActivityKind, default=ActivityKind.OTHER
    )
    focus_area = models.ForeignKey(
        FocusArea,
        verbose_name=_("fokusområde"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    hot_spot = models.ForeignKey(
        HotSpot,
        verbose_name=_("hot spot"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("område"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    promises = models.ManyToManyField(
        Promise, verbose_name=_("löften"), blank=True, related_name="activities"
    )
    causes = models.ManyToManyField(Cause, verbose_name=_("orsaker"), blank=True, related_name="activities")
    start_on = models.DateField(_("börjar"))
    due_on = models.DateField(_("klart senast"))
    edited = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MunicipalQuerySet["Activity"].as_manager()

    class Meta(Target.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        constraints = [
            *Target.Meta.constraints,
            models.CheckConstraint(
                condition=Q(due_on__gte=F("start_on")), name="activity_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["document", "number"], name="activity_number_once"),
        ]
        indexes = [models.Index(fields=["municipality", "due_on"], name="activity_by_due_day")]

    def __str__(self) -> str:
        return self.text

    @property
    def first_key(self) -> int:
        """The key it had in the first version of its plan, which all versions share."""
        return self.origin_id or self.pk

    def get_absolute_url(self) -> str:
        """The activity's page."""
        return reverse("activity", args=[self.pk])


class ResponsibilityRole(models.TextChoices):
    """How an organisation is responsible."""

    LEAD = "lead", _("Huvudansvarig")
    JOINT = "joint", _("Gemensamt ansvarig")
    CONTRIBUTING = "contributing", _("Medverkande")


class Responsibility(models.Model):
    """An organisation that answers for an activity; several may do so together, and need not have signed anything."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        _("ansvar"), max_length=12, choices=ResponsibilityRole, default=ResponsibilityRole.JOINT
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "organisation"], name="responsible_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Occasion(models.Model):
    """Ett tillfälle: the activity was done, so many times, that day, by that organisation. Append-only.

    A mistake is put right by a row that withdraws it (`withdraws`, with `number` 0). `key` is the sending's own: what a
    phone sends twice is stored once.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="occasions")
    on = models.DateField(_("datum"))
    number = models.PositiveIntegerField(_("antal"), default=1)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("vem som gjorde det"), on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("anteckning"), max_length=300, blank=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawal")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = MunicipalQuerySet["Occasion"].as_manager()

    class Meta:
        verbose_name = _("tillfälle")
        verbose_name_plural = _("tillfällen")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdraws=None, number__gt=0) | Q(withdraws__isnull=False, number=0),
                name="occasion_counts_or_withdraws",
            )
        ]
        indexes = [models.Index(fields=["activity", "on"], name="occasion_by_day")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.on}"
