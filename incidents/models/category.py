"""The category tree: data, not code. A category is never deleted; a changed one is a new version."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality


class CategoryKind(models.TextChoices):
    """What sort of thing a category names."""

    CRIME = "crime", _("Brott")
    DISORDER = "disorder", _("Ordning")
    ENVIRONMENT = "environment", _("Miljö")
    INFORMATION = "information", _("Information")


class CategoryQuerySet(models.QuerySet["Category"]):
    """Filters on categories."""

    def current(self) -> "CategoryQuerySet":
        """The versions in use."""
        return self.filter(is_active=True)

    def groups(self) -> "CategoryQuerySet":
        """The main categories."""
        return self.filter(parent=None)

    def reportable(self) -> "CategoryQuerySet":
        """What a report can be about: sub-categories in use."""
        return self.current().exclude(parent=None)


class Category(models.Model):
    """A main category (no parent) or sub-category of one municipality, in one version."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(_("kod"), max_length=10)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("namn"), max_length=80)
    name_en = models.CharField(_("namn på engelska"), max_length=80, blank=True)
    kind = models.CharField(_("typ"), max_length=12, choices=CategoryKind)
    default_severity = models.PositiveSmallIntegerField(_("förvald grad av otrygghet"), default=1)
    weight = models.PositiveSmallIntegerField(
        _("bedömd allvarlighet"),
        default=1,
        help_text=_("Kommunens egen vikt från 1 till 3. Den står alltid bredvid det vanliga antalet."),
    )
    counts = models.BooleanField(_("räknas i statistiken"), default=True)
    may_lie_ahead = models.BooleanField(_("får ligga i framtiden"), default=False)
    needs_text = models.BooleanField(_("kräver beskrivning"), default=False)
    icon = models.CharField(_("ikon"), max_length=40, blank=True)
    is_active = models.BooleanField(_("i bruk"), default=True)

    objects: ClassVar[models.Manager["Category"]] = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategorier")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code", "version"], name="category_version_once"),
            models.UniqueConstraint(
                fields=["municipality", "code"],
                condition=models.Q(is_active=True),
                name="category_current_once",
            ),
            models.CheckConstraint(
                condition=models.Q(default_severity__range=(1, 3)),
                name="category_severity_1_3",
            ),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 3)), name="category_weight_1_3"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name
