"""At whose door a municipality's people sign in, when it is not ours."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.municipality import Municipality


class Protocol(models.TextChoices):
    """How one speaks with the provider."""

    OPENID_CONNECT = "openid_connect", "OpenID Connect"
    SAML = "saml", "SAML"


class SingleSignOn(models.Model):
    """One e-mail domain whose people sign in with their employer.

    Kept by the operator (`manage.py single_sign_on`), for whoever answers for a domain opens every account in it. The
    secret lies in the environment.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="single_sign_ons")
    domain = models.CharField(_("e-postdomän"), max_length=100, unique=True)
    protocol = models.CharField(max_length=20, choices=Protocol, default=Protocol.OPENID_CONNECT)
    #: The issuer; of SAML, where the provider's metadata lies.
    server_url = models.URLField(max_length=300)
    #: Ours at the provider; of SAML, the provider's entity id.
    client_id = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("gemensam inloggning")
        verbose_name_plural = _("gemensamma inloggningar")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")), name="sign_on_domain_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.domain

    @classmethod
    def signs_in(cls, domain: str) -> bool:
        """Whether an employer signs the people of the e-mail domain in."""
        return cls.objects.filter(domain=domain).exists()
