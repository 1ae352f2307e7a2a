"""Who gets the lägesbild, at which level and how. The only writer of recipients and of the decisions about them."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from lagesbild import links
from lagesbild.models import Recipient, RecipientDecision


@transaction.atomic
def save(recipient: Recipient, *, by: User, at: datetime) -> Recipient:
    """Save a new or changed recipient; what it gets is written down as a decision, name and address are not.

    Links that it was sent stop opening when it gets no more editions, or gets them at another address.
    """
    rows = Recipient.objects.select_for_update().filter(pk=recipient.pk)
    before = rows.values_list("email", "level", "mode", "is_active").first()
    recipient.save()
    email, *decided = before or (None,)
    if decided != [recipient.level, recipient.mode, recipient.is_active]:
        RecipientDecision.objects.create(
            municipality_id=recipient.municipality_id,
            recipient=recipient,
            level=recipient.level,
            mode=recipient.mode,
            is_active=recipient.is_active,
            by=by,
            at=at,
        )
    if email != recipient.email or not recipient.is_active:
        links.revoke(links.of_recipient(recipient), by=by, at=at)
    return recipient
