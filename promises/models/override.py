"""What a person says of how an activity or a promise stands, where it differs from what the rule says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from promises.models.activity import Activity
from promises.models.promise import Promise


class StatusOverride(models.Model):
    """A status word set by hand, with a motive; the latest one holds, an empty word gives way to the rule again.

    Append-only. The words are those of `promises/status.py`.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="overrides")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="overrides")
    status = models.CharField(_("status"), max_length=20, blank=True)
    motive = models.CharField(_("motiv"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, promise=None) | Q(activity=None, promise__isnull=False),
                name="override_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(motive=""), name="override_has_a_motive"),
        ]

    def __str__(self) -> str:
        return self.status
