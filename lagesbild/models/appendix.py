"""A question put to the explored map that an edition answers in an appendix of its own."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Area, Municipality, User
from lagesbild.models.edition import Edition

#: An edition is a short document.
MOST = 4


class Appendix(models.Model):
    """What to show: a half-open period, a category by its code (empty for all), an area, and hours of the day.

    Both hours or none: from one whole hour up to another, the second possibly past midnight. The bandwidth is in
    metres. `lagesbild/appendices.py` alone writes it; of an adopted edition it is locked.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="appendices")
    start_on = models.DateField()
    end_on = models.DateField()
    category = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    from_hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    to_hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(24)])
    kernel = models.CharField(max_length=10)
    bandwidth = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__gt=F("start_on")), name="appendix_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(from_hour=None, to_hour=None) | Q(from_hour__lte=23, to_hour__range=(1, 24)),
                name="appendix_hours_of_a_day",
            ),
            models.UniqueConstraint(
                fields=[
                    "edition",
                    "start_on",
                    "end_on",
                    "category",
                    "area",
                    "from_hour",
                    "to_hour",
                    "kernel",
                    "bandwidth",
                ],
                nulls_distinct=False,
                name="appendix_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.start_on}–{self.end_on}"
