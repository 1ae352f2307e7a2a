"""The demo's lägesbilder: one adopted with its PDF, and the draft of the fortnight that has just ended."""

from datetime import date, datetime, time, timedelta

from accounts.models import Municipality
from accounts.roles import Role
from config.demo.cast import Cast
from lagesbild.document import adopt, comment, draft, edit, latest_period, render
from lagesbild.models import Actor, Edition, Outlook

#: When the coordinator adopts: the Wednesday after the fortnight.
ADOPTED_AFTER, ADOPTED_AT = timedelta(days=2), time(13, 15)
SUMMARY = (
    "Skogsborgs centrum med kvarteren intill har flest rapporter, mest samlingar och skadegörelse på kvällarna. "
    "Läget där har byggts upp under några månader. "
    "Nygård, som tidigare stod överst, har blivit lugnare. "
    "Stora torget och busstationen ligger kvar på listan."
)
DIRECTIONS: dict[str, str] = {
    Actor.POLICE: (
        "Synlig närvaro vid Skogsborgs centrum fredag och lördag kl. 19–23.\n"
        "Trafikkontroll vid gymnasiets parkering torsdag kväll."
    ),
    Actor.GUARDS: "Rondera Skogsborgsskolans skolgård två gånger per kväll.\nAvsluta den extra ronden i Nygård.",
    Actor.YOUTH: "Finns vid Skogsborgs centrum fredag och lördag.\nTala med föreningarna om öppen hall på lördagar.",
    Actor.HOUSING: "Laga porten i kvarteret Tallen.\nSanera klotter inom två dygn.",
    Actor.TECHNICAL: "Byt de tre trasiga lamporna på elljusspåret.\nBeskär vid gångtunneln.",
}
REMARK = "Stämmer med vår bild. Vi lägger extra pass vid Skogsborgs centrum båda helgerna."


def adoption(municipality: Municipality, *, now: datetime) -> datetime:
    """When the last fortnight but one was adopted."""
    return _at(municipality, latest_period(municipality, at=now).start + ADOPTED_AFTER, ADOPTED_AT)


def publish(municipality: Municipality, cast: Cast, *, at: datetime) -> Edition:
    """Draft, discuss and adopt the fortnight that has just ended, as its coordinator does."""
    period = latest_period(municipality, at=at)
    edition = draft(municipality, period, at=_at(municipality, period.end, municipality.draft_at))
    edit(edition, outlook=Outlook.CHANGED, summary=SUMMARY, directions=DIRECTIONS)
    comment(edition, body=REMARK, by=cast.holding(Role.POLICE)[0], at=at - timedelta(hours=4))
    return adopt(edition, by=cast.holding(Role.COORDINATOR)[0], at=at)


def draft_latest(municipality: Municipality, *, now: datetime) -> Edition:
    """The draft that the timetable made on Monday morning."""
    period = latest_period(municipality, at=now)
    return draft(municipality, period, at=min(now, _at(municipality, period.end, municipality.draft_at)))


def print_pdfs(edition: Edition, *, now: datetime) -> None:
    """Make the edition's PDFs here and now, as the worker otherwise does; the outbox then has its mail."""
    for pk in edition.renditions.order_by("pk").values_list("pk", flat=True):
        render(pk, at=now)


def _at(municipality: Municipality, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, municipality.zone)
