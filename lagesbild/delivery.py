"""Dispatch of an adopted edition: one row per recipient, one message each, with the PDF of the recipient's level.

The mail itself is the outbox's business, and a link to the PDF in place of it that of `links`; here is decided who gets
what. The only writer of deliveries, but for the first letter with a link.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import translation

from accounts import outbox
from accounts.models import MailState, Municipality, OutgoingMail, User
from lagesbild import links, wording
from lagesbild.models import Delivery, DeliveryLink, Edition, Recipient, Rendition


class NoLink(Exception):
    """The recipient has no link to this edition, or gets no editions any more."""


def active_recipients(municipality: Municipality) -> list[Recipient]:
    """Who gets the municipality's editions now."""
    return list(
        Recipient.objects.filter(municipality=municipality, is_active=True).order_by("kind", "name", "pk")
    )


def prepare(edition: Edition, *, at: datetime) -> None:
    """Decide on adoption who gets the edition, and number it in the register; asked twice, it is still one row each.

    The municipality's row is locked meanwhile, or two editions would take the same numbers.
    """
    rendition_of = {rendition.level: rendition for rendition in edition.renditions.all()}
    rows = Delivery.objects.filter(municipality=edition.municipality_id)
    known = set(rows.filter(edition=edition).values_list("recipient", flat=True))
    unknown = [
        recipient for recipient in active_recipients(edition.municipality) if recipient.pk not in known
    ]
    last = rows.aggregate(last=Max("number"))["last"] or 0
    Delivery.objects.bulk_create(
        Delivery(
            municipality_id=edition.municipality_id,
            edition=edition,
            recipient=recipient,
            rendition=rendition_of[recipient.level],
            number=number,
            addressee=recipient.name,
            mode=recipient.mode,
            created_at=at,
        )
        for number, recipient in enumerate(unknown, last + 1)
    )


def enqueue(rendition: Rendition, *, at: datetime) -> None:
    """Put a ready PDF's messages in the outbox, once each."""
    waiting = (
        rendition.deliveries.select_for_update(of=("self",)).filter(mail=None).select_related("recipient")
    )
    for row in waiting.order_by("pk"):
        if row.is_link:
            row.edition = rendition.edition
            links.send(row, by=None, at=at)
            continue
        row.mail = outbox.enqueue(
            municipality=rendition.edition.municipality,
            to=row.recipient.email,
            at=at,
            is_secret=False,
            attachment=rendition.file.name or "",
            attachment_name=file_name(rendition),
            attachment_sha256=rendition.sha256,
            **_words(rendition.edition),
        )
        row.save(update_fields=["mail"])


def file_name(rendition: Rendition) -> str:
    """What the PDF is called for a person: "Lagesbild-Koping-2026-05.pdf" with the municipality's code for its name."""
    edition = rendition.edition
    return f"Lagesbild-{edition.municipality.code}-{edition.slug}.pdf"


def resend(row: Delivery, *, at: datetime) -> None:
    """Try a failed dispatch again by hand."""
    if row.mail and row.mail.state == MailState.FAILED:
        outbox.requeue(row.mail, at=at)


def undelivered() -> QuerySet[Delivery]:
    """Dispatches whose latest letter could not be sent."""
    of_link = DeliveryLink.objects.filter(delivery=OuterRef("pk")).order_by("-pk").values("mail__state")
    latest = Coalesce(Subquery(of_link[:1]), F("mail__state"))
    return Delivery.objects.annotate(latest=latest).filter(latest=MailState.FAILED)


def send_new_link(row: Delivery, *, by: User, at: datetime) -> OutgoingMail:
    """Send a recipient that fetches its editions a new link, to the address it has now. Raises `NoLink`."""
    if not (row.is_link and row.mail and row.recipient.is_active):
        raise NoLink
    return links.send(row, by=by, at=at)


def _words(edition: Edition) -> dict[str, str]:
    with translation.override("sv"):
        context = {
            "edition": edition,
            "municipality": edition.municipality,
            "weeks": wording.weeks_with_year(edition.period),
            "dates": wording.dates(edition.period),
            "url": f"{settings.SITE_URL}{edition.get_absolute_url()}",
        }
        return {
            "subject": render_to_string("lagesbild/mail/edition_subject.txt", context).strip(),
            "body": render_to_string("lagesbild/mail/edition.txt", context),
            "body_html": render_to_string("lagesbild/mail/edition.html", context),
        }
