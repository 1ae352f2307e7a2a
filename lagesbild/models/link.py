"""Links by which a recipient without login fetches the PDF it was sent, and what has become of them."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, OutgoingMail, User
from lagesbild.models.delivery import Delivery


class LinkEventKind(models.TextChoices):
    """What may become of a link."""

    FETCHED = "fetched", _("Hämtad")
    REVOKED = "revoked", _("Återkallad")


class LinkQuerySet(models.QuerySet["DeliveryLink"]):
    """Filters on links."""

    def live(self, *, at: datetime) -> "LinkQuerySet":
        """Those that still open: neither expired nor revoked."""
        revoked = LinkEvent.objects.filter(link=OuterRef("pk"), kind=LinkEventKind.REVOKED)
        return self.filter(~Exists(revoked), expires_at__gt=at)


class DeliveryLink(models.Model):
    """One link to one delivery's PDF. Never changed; `lagesbild/links.py` alone writes it.

    Whoever holds the key may fetch the PDF; here is only its hash, so that reading the table opens nothing.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="links")
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="link")
    key_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Nobody: sent on adoption."
    )
    expires_at = models.DateTimeField(help_text="The first moment at which it opens no more.")

    objects: ClassVar[LinkQuerySet] = LinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("länk")

    def __str__(self) -> str:
        return f"{self.delivery}: {self.created_at:%Y-%m-%d}"

    @property
    def last_on(self) -> date:
        """The last day on which it opens, as the municipality counts days."""
        return (self.expires_at - timedelta(microseconds=1)).astimezone(self.municipality.zone).date()


class LinkEvent(models.Model):
    """That a link's PDF was fetched, or that it was revoked, and when. Append-only.

    Who fetched is not known, and from which address is not kept: the link was sent to a function's mailbox.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(DeliveryLink, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=LinkEventKind)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("händelse på en länk")
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=Q(kind="revoked"), name="link_revoked_once")
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.get_kind_display()}"
