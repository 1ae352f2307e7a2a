"""What all rows of the long loop share: a municipality, and who may read them."""

from typing import Self, TypeVar

from django.db import models

from accounts.models import Municipality, User
from accounts.roles import FOLLOWERS

Row = TypeVar("Row", bound=models.Model)


class MunicipalQuerySet(models.QuerySet[Row]):
    """Filters on rows that belong to a municipality."""

    def visible_to(self, user: User) -> Self:
        """Those of municipalities in which the person follows the work: agreements and plans hold no secrets there."""
        return self.filter(municipality__in=user.standing.municipalities_with(FOLLOWERS))

    def in_municipality(self, municipality: Municipality) -> Self:
        """Of one municipality."""
        return self.filter(municipality=municipality)
