"""What all rows of the long loop share: a municipality, and who may read them."""

from typing import Any, Self, TypeVar

from django.db import models

from accounts.models import Municipality, User
from accounts.roles import EDITION_READERS, FOLLOWERS

Row = TypeVar("Row", bound=models.Model)


def next_number(rows: "models.Manager[Any] | models.QuerySet[Any]") -> int:
    """The number after the last of the rows'; hold still what they belong to."""
    last: int | None = rows.aggregate(last=models.Max("number"))["last"]
    return (last or 0) + 1


class MunicipalQuerySet(models.QuerySet[Row]):
    """Filters on rows that belong to a municipality."""

    #: Those who follow the work: agreements and plans hold no secrets among them.
    readers = FOLLOWERS

    def visible_to(self, user: User) -> Self:
        """Those of municipalities in which the person is one of the readers."""
        return self.filter(municipality__in=user.standing.municipalities_with(self.readers))

    def in_municipality(self, municipality: Municipality) -> Self:
        """Of one municipality."""
        return self.filter(municipality=municipality)


class AccountedQuerySet(MunicipalQuerySet[Row]):
    """The same, on what the municipality accounts for as a whole: whoever has a task in the plan needs none of it."""

    readers = EDITION_READERS
