"""Where things are: named places, areas, address points, and the map's own background layers (EPSG:4326)."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.municipality import Municipality, Organisation


class PlaceType(models.TextChoices):
    """What sort of place; the list is section (d) of the domain reference."""

    SCHOOL = "school", _("Skola")
    SCHOOLYARD = "schoolyard", _("Skolgård")
    PRESCHOOL = "preschool", _("Förskola")
    SQUARE = "square", _("Centrum eller torg")
    STREET = "street", _("Gata")
    PATH = "path", _("Gång- eller cykelväg, tunnel")
    PARK = "park", _("Park")
    PLAYGROUND = "playground", _("Lekplats")
    STATION = "station", _("Hållplats eller station")
    RESIDENTIAL_YARD = "residential_yard", _("Bostadsgård")
    STAIRWELL = "stairwell", _("Trapphus")
    BASEMENT = "basement", _("Källare eller garage")
    SHOP = "shop", _("Butik")
    LEISURE = "leisure", _("Idrott eller fritid")
    CARE = "care", _("Vård eller omsorg")
    MUNICIPAL = "municipal", _("Kommunal lokal")
    OTHER = "other", _("Övrigt")


class AreaKind(models.TextChoices):
    """Which division of the municipality an area belongs to."""

    DISTRICT = "district", _("Stadsdel eller ort")
    LOCALITY = "locality", _("Tätort")
    DESO = "deso", _("DeSO")
    REGSO = "regso", _("RegSO")


class Area(models.Model):
    """A named part of the municipality. Incidents are counted by districts; the others are for comparison."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    kind = models.CharField(_("indelning"), max_length=10, choices=AreaKind, default=AreaKind.DISTRICT)
    code = models.CharField(_("kod"), max_length=20, blank=True)
    name = models.CharField(_("namn"), max_length=100)
    geometry = models.MultiPolygonField(_("yta"), srid=4326)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        verbose_name = _("område")
        verbose_name_plural = _("områden")
        constraints = [models.UniqueConstraint(fields=["municipality", "kind", "name"], name="area_once")]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A place people know by name: a school, a station, a housing estate."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(_("namn"), max_length=100)
    kind = models.CharField(_("platstyp"), max_length=20, choices=PlaceType)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("ägare"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
    )
    point = models.PointField(_("läge"), srid=4326)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        verbose_name = _("plats")
        verbose_name_plural = _("platser")
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="place_once")]

    def __str__(self) -> str:
        return self.name


class AddressPoint(models.Model):
    """An address the municipality has imported, so that a typed address is found without an outside geocoder."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="address_points")
    label = models.CharField(_("adress"), max_length=120)
    point = models.PointField(_("läge"), srid=4326)
    # Tens of thousands are searched by where they lie, and under row-level security an index on geometry is not used.
    latitude = models.GeneratedField(
        expression=models.Func("point", function="ST_Y"), output_field=models.FloatField(), db_persist=True
    )

    class Meta:
        verbose_name = _("adress")
        verbose_name_plural = _("adresser")
        constraints = [models.UniqueConstraint(fields=["municipality", "label"], name="address_once")]
        indexes = [models.Index(fields=["municipality", "latitude"], name="address_by_latitude")]

    def __str__(self) -> str:
        return self.label


class MapFeatureKind(models.TextChoices):
    """The background layers, in drawing order."""

    BUILT_UP = "built_up", _("Bebyggelse")
    WATER = "water", _("Vatten")
    PARK = "park", _("Grönområde")
    ROAD = "road", _("Väg")
    RAILWAY = "railway", _("Järnväg")
    NAME = "name", _("Ortnamn")


class MapFeature(models.Model):
    """One line, surface or name of the municipality's own background map."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="map_features")
    kind = models.CharField(_("lager"), max_length=10, choices=MapFeatureKind)
    name = models.CharField(_("namn"), max_length=100, blank=True)
    geometry = models.GeometryField(srid=4326)

    class Meta:
        verbose_name = _("kartobjekt")
        verbose_name_plural = _("kartobjekt")
        indexes = [models.Index(fields=["municipality", "kind"], name="map_feature_by_kind")]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
