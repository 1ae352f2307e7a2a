"""The lägesbild's paths, in the order of the work: explore, draft, adopt, read."""

from django.urls import path, register_converter

from lagesbild import api
from lagesbild.models import SLUG, EditionKind, Level
from lagesbild.views import (
    appendices,
    archive,
    compose,
    delivered,
    explore,
    hot_spots,
    map_grades,
    police_reported,
    purge_records,
    recipients,
    register,
    reporting,
    rhythm,
    school_breaks,
    strategic,
)


class LevelConverter:
    """A level in a path."""

    regex = "|".join(Level.values)

    def to_python(self, value: str) -> Level:
        """From the path."""
        return Level(value)

    def to_url(self, value: Level) -> str:
        """Into the path."""
        return str(value)


class StrategicConverter:
    """The kind of an edition longer than a fortnight, in a path."""

    regex = "|".join(SLUG.values())

    def to_python(self, value: str) -> EditionKind:
        """From the path."""
        return next(kind for kind, slug in SLUG.items() if slug == value)

    def to_url(self, value: EditionKind) -> str:
        """Into the path."""
        return SLUG[value]


register_converter(LevelConverter, "level")
register_converter(StrategicConverter, "strategic")

urlpatterns = [
    path("karta", explore.explore, name="explore"),
    path("karta.svg", explore.picture, name="explore_picture"),
    path("karta.geojson", api.heat, name="explore_heat"),
    path("karta/upprepningar", explore.repeats, name="explore_repeats"),
    path("karta/aret", explore.year, name="explore_year"),
    path("karta/tre-satt", explore.three_ways, name="explore_three_ways"),
    path("karta.csv", explore.table, name="explore_table"),
    path("lagesbilder/utkast/<int:pk>/bilaga", appendices.add, name="appendix_add"),
    path("lagesbilder/bilagor/<int:pk>/ta-bort", appendices.remove, name="appendix_remove"),
    path("lagesbilder", archive.editions, name="editions"),
    path("lagesbilder/traffsakerhet", map_grades.map_grades, name="map_grades"),
    path("lagesbilder/bandbredd", map_grades.bandwidth, name="map_bandwidth"),
    path("lagesbilder/utkast", compose.edition_create, name="edition_create"),
    path("lagesbilder/utkast/<int:pk>", compose.edition_draft, name="edition_draft"),
    path("lagesbilder/utkast/<int:pk>/spara", compose.edition_edit, name="edition_edit"),
    path("lagesbilder/utkast/<int:pk>/kommentar", compose.edition_comment, name="edition_comment"),
    path("lagesbilder/utkast/<int:pk>/faststall", compose.edition_adopt, name="edition_adopt"),
    path("lagesbilder/<int:pk>/ratta", compose.edition_correct, name="edition_correct"),
    path("lagesbilder/<int:pk>/hotspot", hot_spots.hot_spot_open, name="hot_spot_open"),
    path("lagesbilder/pdf/<int:pk>/igen", archive.rendition_retry, name="rendition_retry"),
    path("lagesbilder/leverans/<int:pk>/igen", archive.delivery_resend, name="delivery_resend"),
    path("lagesbilder/leverans/<int:pk>/lank", archive.delivery_link, name="delivery_link"),
    path("lagesbilder/leverans/<int:pk>/aterkalla", archive.delivery_revoke, name="delivery_revoke"),
    path("utskick/<slug:code>/<str:key>", delivered.page, name="delivered"),
    path("utskick/<slug:code>/<str:key>/pdf", delivered.pdf, name="delivered_pdf"),
    path("lagesbilder/<int:year>-<int:number>", archive.edition, name="edition"),
    path("lagesbilder/<int:year>-<int:number>/status", archive.edition_status, name="edition_status"),
    path("lagesbilder/<int:year>-<int:number>/<level:level>.pdf", archive.edition_pdf, name="edition_pdf"),
    path(
        "lagesbilder/tertial/utkast", strategic.create, {"kind": EditionKind.TERTIAL}, name="tertial_create"
    ),
    path("lagesbilder/ar/utkast", strategic.create, {"kind": EditionKind.YEAR}, name="year_create"),
    path("lagesbilder/<strategic:kind>/<int:year>-<int:number>", archive.edition, name="strategic_edition"),
    path(
        "lagesbilder/<strategic:kind>/<int:year>-<int:number>/status",
        archive.edition_status,
        name="strategic_edition_status",
    ),
    path(
        "lagesbilder/<strategic:kind>/<int:year>-<int:number>/<level:level>.pdf",
        archive.edition_pdf,
        name="strategic_edition_pdf",
    ),
    path("utskick", register.dispatches, name="dispatches"),
    path("utskick.csv", register.dispatches_csv, name="dispatches_csv"),
    path("lagesbilder/<int:pk>/diarienummer", register.edition_register, name="edition_register"),
    path("rapportering", reporting.reporting, name="reporting"),
    path("polisanmalda", police_reported.police_reported, name="police_reported"),
    path("polisanmalda/las-in", police_reported.police_import, name="police_import"),
    path("polisanmalda/import/<int:pk>/angra", police_reported.police_withdraw, name="police_withdraw"),
    path("gallring", purge_records.purge_records, name="purge_records"),
    path("gallring/<int:pk>.pdf", purge_records.purge_record_pdf, name="purge_record_pdf"),
    path("installningar/mottagare", recipients.index, name="recipients"),
    path("installningar/mottagare/ny", recipients.create, name="recipient_create"),
    path("installningar/mottagare/<int:pk>", recipients.edit, name="recipient"),
    path("installningar/lov", school_breaks.index, name="school_breaks"),
    path("installningar/lov/ny", school_breaks.create, name="school_break_create"),
    path("installningar/lov/vanliga", school_breaks.take_the_usual, name="school_breaks_usual"),
    path("installningar/lov/<int:pk>", school_breaks.edit, name="school_break"),
    path("installningar/lov/<int:pk>/ta-bort", school_breaks.remove, name="school_break_remove"),
    path("installningar/kommun", rhythm.rhythm, name="rhythm"),
]
