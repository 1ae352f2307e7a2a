"""What the tables are called for people, and how much of a logged row its auditor is shown."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import EventLog

#: Every table that is logged, and those that deeds are about.
TABLES: dict[str, Promise] = {
    "accounts_area": gettext_lazy("Område"),
    "accounts_eventlog": gettext_lazy("Händelseloggen"),
    "accounts_loglook": gettext_lazy("Kontroll av loggen"),
    "accounts_membership": gettext_lazy("Roll"),
    "accounts_municipality": gettext_lazy("Kommun"),
    "accounts_organisation": gettext_lazy("Organisation"),
    "accounts_outgoingmail": gettext_lazy("Mejl"),
    "accounts_place": gettext_lazy("Plats"),
    "accounts_policedistrict": gettext_lazy("Lokalpolisområde"),
    "accounts_singlesignon": gettext_lazy("Arbetsgivarens inloggning"),
    "accounts_user": gettext_lazy("Person"),
    "incidents_category": gettext_lazy("Kategori"),
    "incidents_decision": gettext_lazy("Beslut om händelse"),
    "incidents_holdlift": gettext_lazy("Hävt gallringsstopp"),
    "incidents_importbatch": gettext_lazy("Import av händelser"),
    "incidents_incident": gettext_lazy("Händelse"),
    "incidents_leftoverfile": gettext_lazy("Fotofil att radera"),
    "incidents_legalhold": gettext_lazy("Gallringsstopp"),
    "incidents_nothingtoreport": gettext_lazy("Vecka utan händelser"),
    "incidents_photo": gettext_lazy("Foto"),
    "incidents_purgerecord": gettext_lazy("Gallringsprotokoll"),
    "incidents_retentionrule": gettext_lazy("Bevarandetid"),
    "incidents_text": gettext_lazy("Text om händelse"),
    "lagesbild_appendix": gettext_lazy("Bilaga till lägesbild"),
    "lagesbild_delivery": pgettext_lazy("i loggen", "Utskick"),
    "lagesbild_deliverylink": gettext_lazy("Länk till lägesbild"),
    "lagesbild_direction": gettext_lazy("Inriktning i lägesbild"),
    "lagesbild_edition": gettext_lazy("Lägesbild"),
    "lagesbild_editioncomment": gettext_lazy("Kommentar till utkast"),
    "lagesbild_editionrecord": gettext_lazy("Lägesbildens diarienummer"),
    "lagesbild_hotspot": gettext_lazy("Hot spot"),
    "lagesbild_hotspotstep": gettext_lazy("Steg för hot spot"),
    "lagesbild_linkevent": gettext_lazy("Länken hämtad eller återkallad"),
    "lagesbild_mapgrade": gettext_lazy("Kartans träffsäkerhet"),
    "lagesbild_policeimport": gettext_lazy("Fil med polisens statistik"),
    "lagesbild_purgepaper": gettext_lazy("Gallringsprotokollets PDF"),
    "lagesbild_recipient": pgettext_lazy("en", "Mottagare"),
    "lagesbild_recipientdecision": gettext_lazy("Beslut om mottagare"),
    "lagesbild_rendition": gettext_lazy("Lägesbildens PDF"),
    "lagesbild_schoolbreak": gettext_lazy("Skollov"),
    "mfa_authenticator": gettext_lazy("Andra steget vid inloggning"),
    "promises_activity": gettext_lazy("Aktivitet"),
    "promises_activity_causes": gettext_lazy("Aktivitetens orsak"),
    "promises_activity_promises": gettext_lazy("Aktivitetens löfte"),
    "promises_agendaitem": gettext_lazy("Paragraf på dagordningen"),
    "promises_attendance": gettext_lazy("Närvaro på möte"),
    "promises_cause": gettext_lazy("Orsak"),
    "promises_clause": gettext_lazy("Åtagande"),
    "promises_comparison": gettext_lazy("Jämförelse"),
    "promises_comparisonsite": gettext_lazy("Plats i jämförelse"),
    "promises_costitem": gettext_lazy("Kostnad"),
    "promises_dialogue": gettext_lazy("Medborgardialog"),
    "promises_document": gettext_lazy("Överenskommelse, plan eller löften"),
    "promises_dutyrecord": gettext_lazy("Uppgift enligt lagen"),
    "promises_focusarea": gettext_lazy("Fokusområde"),
    "promises_focusarea_dialogues": gettext_lazy("Fokusområdets dialog"),
    "promises_focusarea_editions": gettext_lazy("Fokusområdets lägesbild"),
    "promises_focusarea_hot_spots": gettext_lazy("Fokusområdets hot spot"),
    "promises_followup": gettext_lazy("Uppföljning"),
    "promises_group": gettext_lazy("Grupp i överenskommelse"),
    "promises_meeting": gettext_lazy("Möte"),
    "promises_occasion": gettext_lazy("Tillfälle"),
    "promises_paper": gettext_lazy("Mötets PDF"),
    "promises_party": gettext_lazy("Part i överenskommelse"),
    "promises_promise": gettext_lazy("Löfte"),
    "promises_reminder": gettext_lazy("Påminnelse"),
    "promises_resolution": gettext_lazy("Beslut på möte"),
    "promises_responsibility": gettext_lazy("Ansvar för aktivitet"),
    "promises_signature": gettext_lazy("Underskrift"),
    "promises_statusoverride": gettext_lazy("Status satt för hand"),
    "promises_theme": gettext_lazy("Tema i medborgardialog"),
    "socialaccount_socialaccount": gettext_lazy("Inloggning hos arbetsgivaren"),
}

#: What is shown of a report: where it stands, never what, where or when it was. Of all else everything that was logged.
SHOWN = {
    "incidents_incident": {"id", "state", "version", "organisation_id", "batch_id"},
    "incidents_decision": {"id", "incident_id", "move", "from_state", "to_state", "reason", "version"},
}
CHANGES = frozenset({"insert", "update", "delete"})


def table_word(table: str) -> str:
    """The table's name for people; its own where it has none."""
    return str(TABLES.get(table, table))


def lines(row: EventLog) -> Iterator[tuple[str, str]]:
    """What the row says column by column; of what is not kept, or not for the auditor, only that it was there."""
    shown = SHOWN.get(row.table)
    for name, value in sorted(row.changes.items()):
        is_kept = value is not None and (shown is None or name in shown or row.action not in CHANGES)
        yield name, _said(value, row.action) if is_kept else _("innehållet visas inte")


def _said(value: Any, action: str) -> str:
    if action == "update" and isinstance(value, list) and len(value) == 2:
        return f"{_code(value[0])} → {_code(value[1])}"
    return _code(value)


def _code(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return ", ".join(map(_code, value)) if isinstance(value, list) else str(value)
