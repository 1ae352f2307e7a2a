"""Who gets the lägesbild, at which level and how; and each edition's dispatch to each of them. Links: `link.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, OutgoingMail, User
from lagesbild.models.edition import Edition
from lagesbild.models.rendition import Level, Rendition


class RecipientKind(models.TextChoices):
    """What sort of recipient."""

    POLICE = "police", _("Polis")
    YOUTH_COACHES = "youth_coaches", _("Ungdomscoacher")
    SECURITY_COMPANY = "security_company", _("Väktarbolag")
    OTHER = "other", _("Annan")


class DeliveryMode(models.TextChoices):
    """How the edition reaches the recipient."""

    ATTACHMENT = "attachment", _("Bifogad PDF")
    LINK = "link", _("Länk som slutar gälla")


#: How those get it for whom nothing else has been decided: what a private company is sent can be called back.
USUAL_MODE = dict.fromkeys(RecipientKind, DeliveryMode.ATTACHMENT) | {
    RecipientKind.SECURITY_COMPANY: DeliveryMode.LINK
}


class Recipient(models.Model):
    """An address that gets every adopted edition. Level and mode follow its latest `RecipientDecision`."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="recipients")
    kind = models.CharField(_("typ"), max_length=20, choices=RecipientKind)
    name = models.CharField(_("funktion"), max_length=100, help_text=_("En funktion, inte en person."))
    email = models.EmailField(_("e-postadress"))
    level = models.CharField(_("nivå"), max_length=12, choices=Level, default=Level.GENERALISED)
    mode = models.CharField(
        _("leveranssätt"),
        max_length=12,
        choices=DeliveryMode,
        default=DeliveryMode.ATTACHMENT,
    )
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        verbose_name = _("mottagare")
        verbose_name_plural = _("mottagare")
        constraints = [models.UniqueConstraint(fields=["municipality", "email"], name="recipient_once")]

    def __str__(self) -> str:
        return self.name


class RecipientDecision(models.Model):
    """Who decided what a recipient gets, and when. Append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="decisions")
    level = models.CharField(max_length=12, choices=Level)
    mode = models.CharField(max_length=12, choices=DeliveryMode)
    is_active = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.recipient}: {self.get_level_display()}"


class Delivery(models.Model):
    """One edition to one recipient; the state of the dispatch is that of its mail, if by link of the latest link's."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="deliveries")
    rendition = models.ForeignKey(Rendition, on_delete=models.PROTECT, related_name="deliveries")
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, null=True, related_name="delivery")
    number = models.PositiveIntegerField(
        help_text="In the municipality's dispatch register, from 1 without a gap."
    )
    # As they were when the edition was adopted; the recipient may be called something else by now.
    addressee = models.CharField(_("mottagare"), max_length=100)
    mode = models.CharField(_("leveranssätt"), max_length=12, choices=DeliveryMode)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("leverans")
        constraints = [
            models.UniqueConstraint(fields=["edition", "recipient"], name="delivery_once"),
            models.UniqueConstraint(fields=["municipality", "number"], name="delivery_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.recipient}"

    @property
    def is_link(self) -> bool:
        """Whether the recipient fetches the PDF by a link, rather than getting it in the mail."""
        return self.mode == DeliveryMode.LINK
