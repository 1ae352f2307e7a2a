"""Links to the PDF a recipient without login was sent: made and mailed, revoked, found by their key, and fetched.

The only writer of links. A link opens one PDF and nothing else, for as long as the municipality has set. Only a hash of
its key is kept, and the letter that holds the key is erased once it has been sent.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from accounts import outbox
from accounts.models import Municipality, OutgoingMail, User
from lagesbild import wording
from lagesbild.models import Delivery, DeliveryLink, LinkEvent, LinkEventKind, Recipient
from lagesbild.models.link import LinkQuerySet

#: Bytes of chance in a key: more than anybody can try.
KEY_LENGTH = 32


@dataclass
class LinkStanding:
    """How a delivery's latest link stands, and when the PDF was fetched by any of its links, latest first."""

    link: DeliveryLink
    is_open: bool
    revoked_at: datetime | None = None
    fetched: list[datetime] = field(default_factory=list)


@transaction.atomic
def send(delivery: Delivery, *, by: User | None, at: datetime) -> OutgoingMail:
    """Mail the recipient a new link; those it had for this edition open no more."""
    municipality = delivery.edition.municipality
    Delivery.objects.select_for_update().get(pk=delivery.pk)  # two at once would leave two links that open
    revoke(DeliveryLink.objects.filter(delivery=delivery), by=by, at=at)
    key = secrets.token_urlsafe(KEY_LENGTH)
    last_on = at.astimezone(municipality.zone).date() + timedelta(days=municipality.link_days)
    mail = outbox.enqueue(
        municipality=municipality,
        to=delivery.recipient.email,
        at=at,
        is_secret=True,
        **_words(delivery, last_on=last_on, url=url_of(municipality, key)),
    )
    DeliveryLink.objects.create(
        municipality=municipality,
        delivery=delivery,
        mail=mail,
        key_sha256=_hash(key),
        created_at=at,
        created_by=by,
        expires_at=datetime.combine(last_on + timedelta(days=1), time.min, municipality.zone),
    )
    if delivery.mail_id is None:  # how it was sent the first time stays; later letters are the links' own
        delivery.mail = mail
        delivery.save(update_fields=["mail"])
    return mail


def revoke(links: QuerySet[DeliveryLink], *, by: User | None, at: datetime) -> int:
    """Let those of the links that still open do so no more; how many they were."""
    rows = [
        LinkEvent(municipality_id=link.municipality_id, link=link, kind=LinkEventKind.REVOKED, by=by, at=at)
        for link in DeliveryLink.objects.live(at=at).filter(pk__in=links).order_by("pk")
    ]
    return len(LinkEvent.objects.bulk_create(rows, ignore_conflicts=True))


def of_recipient(recipient: Recipient) -> LinkQuerySet:
    """Every link that was sent to the recipient."""
    return DeliveryLink.objects.filter(delivery__recipient=recipient)


def standings(deliveries: Iterable[Delivery], *, at: datetime) -> dict[int, LinkStanding]:
    """How the links of those deliveries stand that are sent by link, by the delivery's key."""
    keys = [delivery.pk for delivery in deliveries if delivery.is_link]
    if not keys:
        return {}
    rows = (
        DeliveryLink.objects.filter(delivery__in=keys).select_related("municipality", "mail").order_by("pk")
    )
    latest = {link.delivery_id: link for link in rows.defer("municipality__boundary")}
    known = {key: LinkStanding(link, is_open=link.expires_at > at) for key, link in latest.items()}
    for event in (
        LinkEvent.objects.filter(link__delivery__in=keys).select_related("link").order_by("-at", "-pk")
    ):
        standing = known[event.link.delivery_id]
        if event.kind == LinkEventKind.FETCHED:
            standing.fetched.append(event.at)
        elif event.link_id == standing.link.pk:
            standing.is_open, standing.revoked_at = False, event.at
    return known


def find(key: str, municipality: Municipality, *, at: datetime) -> DeliveryLink | None:
    """The link that the key opens; None whether it never was, has expired or is revoked."""
    live = DeliveryLink.objects.live(at=at).filter(municipality=municipality, key_sha256=_hash(key))
    return live.select_related("municipality", "delivery__rendition__edition__municipality").first()


def note_fetched(link: DeliveryLink, *, at: datetime) -> None:
    """Write down that the PDF was fetched by the link."""
    LinkEvent.objects.create(
        municipality_id=link.municipality_id, link=link, kind=LinkEventKind.FETCHED, at=at
    )


def url_of(municipality: Municipality, key: str) -> str:
    """The address that is mailed. It names the municipality, so that a link that opens nothing says whom to ask."""
    return settings.SITE_URL + reverse("delivered", args=[municipality.code, key])


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _words(delivery: Delivery, *, last_on: date, url: str) -> dict[str, str]:
    """Period, sender and link: nothing of what the edition tells goes by mail."""
    edition = delivery.edition
    with translation.override("sv"):
        context = {
            "edition": edition,
            "municipality": edition.municipality,
            "weeks": wording.weeks_with_year(edition.period),
            "dates": wording.dates(edition.period),
            "last_on": date_format(last_on, "j F Y"),
            "url": url,
        }
        return {
            "subject": render_to_string("lagesbild/mail/edition_subject.txt", context).strip(),
            "body": render_to_string("lagesbild/mail/link.txt", context),
            "body_html": render_to_string("lagesbild/mail/link.html", context),
        }
