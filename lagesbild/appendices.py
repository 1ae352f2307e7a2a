"""Which questions a draft answers in appendices: put in, taken out. What they say is `figures/appendix.py`'s."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from lagesbild import document
from lagesbild.figures.explore import Question
from lagesbild.models import Appendix, Edition
from lagesbild.models.appendix import MOST


class TooMany(Exception):
    """The edition has as many as it may; nothing was changed."""


class AlreadyThere(Exception):
    """The edition answers that question already; nothing was changed."""


def add(edition: Edition, question: Question, *, by: User, at: datetime) -> Appendix:
    """Let the draft answer the question in an appendix. Raises NotADraft, TooMany, AlreadyThere."""
    hours = question.hours
    try:
        with transaction.atomic():
            locked = document.lock_draft(edition.pk)
            if locked.appendices.count() >= MOST:
                raise TooMany
            return Appendix.objects.create(
                municipality_id=locked.municipality_id,
                edition=locked,
                start_on=question.period.start,
                end_on=question.period.end,
                category=question.category,
                area_id=question.area,
                from_hour=hours.start if hours else None,
                to_hour=hours.end if hours else None,
                kernel=question.kernel,
                bandwidth=question.bandwidth,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        if "appendix_once" not in str(error):
            raise
        raise AlreadyThere from error


@transaction.atomic
def remove(appendix: Appendix) -> None:
    """Take it out of its draft. Raises NotADraft."""
    document.lock_draft(appendix.edition_id)
    appendix.delete()
