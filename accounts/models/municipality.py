"""Who works together: police district, municipality, and the organisations in it."""

from datetime import date, time
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

#: How wide a map may be smoothed, in metres. Narrower shows single addresses, wider melts a town into one.
BANDWIDTHS = (100, 150, 200, 300, 400)

#: Fewer than three hides nobody; more than twenty tells nothing of a small town.
LEAST_MINIMUM, MOST_MINIMUM = 3, 20

#: How long a link to an edition may open it. Longer than a quarter is an archive, not a letter.
MOST_LINK_DAYS = 90
#: An account may rest over a long summer, and is not kept open for years.
LEAST_UNUSED, MOST_UNUSED = 60, 730


class PoliceDistrict(models.Model):
    """A lokalpolisområde: one police chief, several municipalities."""

    name = models.CharField(_("namn"), max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality; every row about its life carries its key."""

    code = models.CharField(_("kommunkod"), max_length=12, unique=True, help_text=_("Enligt SCB."))
    name = models.CharField(_("namn"), max_length=100)
    district = models.ForeignKey(
        PoliceDistrict,
        verbose_name=_("lokalpolisområde"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    boundary = models.MultiPolygonField(_("gräns"), srid=4326)
    metric_srid = models.PositiveIntegerField(
        _("metrisk projektion"),
        default=3006,
        help_text=_("EPSG-nummer; samma i hela lokalpolisområdet."),
    )
    time_zone = models.CharField(_("tidszon"), max_length=50, default="Europe/Stockholm")
    contact_email = models.EmailField(
        _("kontaktadress"),
        blank=True,
        help_text=_(
            "Hit skriver den som har frågor om Samlad eller lägesbilden. Helst en funktionsbrevlåda, inte en person."
        ),
    )
    anchor_on = models.DateField(
        _("startmåndag"),
        default=date(2024, 1, 1),
        help_text=_("Lägesbildens fjortondagarsperioder räknas härifrån."),
    )
    draft_at = models.TimeField(_("utkastet skapas klockan"), default=time(6, 0))
    bandwidth = models.PositiveSmallIntegerField(
        _("bandbredd"),
        default=200,
        choices=[(metres, f"{metres} m") for metres in BANDWIDTHS],
        help_text=_("Hur brett lägesbildens karta utjämnas."),
    )
    tile_url = models.CharField(
        _("bakgrundskarta"),
        max_length=300,
        blank=True,
        help_text=_(
            "Adressmall för kartrutor. Tomt: kommunens egna lager visas, och ingen utomstående får veta var du tittar."
        ),
    )
    tile_attribution = models.CharField(_("källa till bakgrundskartan"), max_length=200, blank=True)
    publishes = models.BooleanField(
        _("öppen sida för allmänheten"),
        default=False,
        help_text=_(
            "Vem som helst kan då läsa antagna löften, hur de står, och fastställda lägesbilder i förenklad version."
        ),
    )

    minimum_count = models.PositiveSmallIntegerField(
        _("minsta antal som visas"),
        default=5,
        validators=[MinValueValidator(LEAST_MINIMUM), MaxValueValidator(MOST_MINIMUM)],
        help_text=_(
            "Färre händelser än så döljs eller slås ihop i den förenklade versionen. Från 3 till 20."
        ),
    )
    link_days = models.PositiveSmallIntegerField(
        _("dagar som en länk gäller"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_LINK_DAYS)],
        help_text=_("Så länge kan en mottagare som får en länk hämta lägesbilden. Från 1 till 90 dagar."),
    )

    purge_decision = models.CharField(
        _("gallringsbeslutets beteckning"),
        max_length=100,
        blank=True,
        help_text=_("Till exempel KS 2026/0123 § 45."),
    )
    purge_decided_on = models.DateField(_("beslutsdatum"), null=True, blank=True)

    second_step_roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        verbose_name=_("fler roller som loggar in i två steg"),
        default=list,
        blank=True,
    )
    unused_days = models.PositiveSmallIntegerField(
        _("dagar innan ett oanvänt konto stängs"),
        default=180,
        db_default=180,
        validators=[MinValueValidator(LEAST_UNUSED), MaxValueValidator(MOST_UNUSED)],
        help_text=_("Räknas från senaste inloggningen. Innehavaren får ett mejl två veckor innan."),
    )

    class Meta:
        verbose_name = _("kommun")
        verbose_name_plural = _("kommuner")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purge_decision="", purge_decided_on=None)
                | ~models.Q(purge_decision="") & models.Q(purge_decided_on__isnull=False),
                name="purge_decision_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_count__range=(LEAST_MINIMUM, MOST_MINIMUM)),
                name="minimum_count_3_20",
            ),
            models.CheckConstraint(
                condition=models.Q(link_days__range=(1, MOST_LINK_DAYS)), name="link_days_1_90"
            ),
            models.CheckConstraint(
                condition=models.Q(unused_days__range=(LEAST_UNUSED, MOST_UNUSED)),
                name="unused_days_60_730",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its people read a clock."""
        return ZoneInfo(self.time_zone)

    @property
    def may_purge(self) -> bool:
        """Whether it has decided that received texts and photos may be erased (arkivlagen 10 §)."""
        return self.purge_decided_on is not None

    @property
    def contact(self) -> str:
        """Whom its people may write to; without an address of its own, the installation's, or who sends its mail."""
        return self.contact_email or settings.CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def clean(self) -> None:
        """One projection per police district, so that cells can be compared across its municipalities."""
        siblings = Municipality.objects.filter(district=self.district).exclude(pk=self.pk)
        if self.district and siblings.exclude(metric_srid=self.metric_srid).exists():
            raise ValidationError(
                {"metric_srid": _("Lokalpolisområdets kommuner måste ha samma projektion.")}
            )
        if self.anchor_on.isoweekday() != 1:
            raise ValidationError({"anchor_on": _("Startdagen måste vara en måndag.")})


class OrganisationKind(models.TextChoices):
    """What sort of party an organisation is."""

    DEPARTMENT = "department", _("Förvaltning")
    COMPANY = "company", _("Kommunalt bolag")
    POLICE = "police", _("Polis")
    SECURITY_COMPANY = "security_company", _("Bevakningsföretag")
    YOUTH_COACHES = "youth_coaches", _("Ungdomscoacher")
    ASSOCIATION = "association", _("Förening")
    REGION = "region", _("Region")


class Organisation(models.Model):
    """A party in the work: the unit that reports, receives or is responsible."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(_("namn"), max_length=100)
    kind = models.CharField(_("typ"), max_length=20, choices=OrganisationKind)
    reports_weekly = models.BooleanField(
        _("rapporterar varje vecka"),
        default=True,
        help_text=_("Enheten väntas rapportera eller kvittera varje vecka."),
    )
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name
