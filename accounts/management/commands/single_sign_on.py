"""Says at whose door the people of an e-mail domain sign in."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models import Municipality, Protocol, SingleSignOn
from accounts.scope import within

DOMAIN = re.compile(r"(?=.{4,100}$)([a-z0-9-]+\.)+[a-z]{2,}")
THIS_MACHINE = ("localhost", "127.0.0.1")


class Command(BaseCommand):
    """The operator's alone: whoever answers for a domain opens every account in it."""

    help = (
        "Let a municipality's people sign in with its own provider. Their passwords here no longer count, and the "
        "second step is the provider's: it must ask for one. The secret of the client is read from the environment, "
        "OIDC_SECRET_<code of the municipality>. Without arguments, list what there is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose people, and which provider."""
        parser.add_argument("domain", nargs="?", help="of their e-mail addresses, such as koping.se")
        parser.add_argument("--municipality", metavar="CODE", help="its code, such as 1983")
        parser.add_argument("--server-url", metavar="URL", help="the issuer; of SAML, the metadata")
        parser.add_argument("--client-id", metavar="ID", help="ours; of SAML, the provider's entity id")
        parser.add_argument("--saml", action="store_true", help="speak SAML, not OpenID Connect")
        parser.add_argument("--remove", action="store_true", help="let them sign in here again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add, change, remove or list."""
        domain = (options["domain"] or "").lower()
        if not domain:
            for row in SingleSignOn.objects.select_related("municipality").order_by("domain"):
                self.stdout.write(f"{row.domain}  {row.municipality}  {row.protocol}  {row.server_url}")
        elif options["remove"]:
            self._remove(domain)
        else:
            self._save(domain, options)

    def _remove(self, domain: str) -> None:
        row = SingleSignOn.objects.filter(domain=domain).first()
        if row is None:
            self.stdout.write(f"There was no {domain}.")
            return
        with within(row.municipality_id):
            row.delete()
        self.stdout.write(f"{domain} is removed.")

    def _save(self, domain: str, options: dict[str, Any]) -> None:
        if not all(options[name] for name in ("municipality", "server_url", "client_id")):
            raise CommandError("Say --municipality, --server-url and --client-id.")
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(f"There is no municipality with code {options['municipality']}.")
        _refuse(domain, options)
        protocol = Protocol.SAML if options["saml"] else Protocol.OPENID_CONNECT
        before = SingleSignOn.objects.filter(domain=domain).first()
        with within(municipality.pk, *([before.municipality_id] if before else [])):
            row, _created = SingleSignOn.objects.update_or_create(
                domain=domain,
                defaults={
                    "municipality": municipality,
                    "protocol": protocol,
                    "server_url": options["server_url"].rstrip("/"),
                    "client_id": options["client_id"],
                },
            )
        self.stdout.write(f"{row.domain} signs in at {row.server_url}. Register there: {_answers_at(row)}")


def _refuse(domain: str, options: dict[str, Any]) -> None:
    """Raises CommandError for what would not work, or not safely."""
    url = urlsplit(options["server_url"])
    if not DOMAIN.fullmatch(domain):
        raise CommandError(f"{domain} is not a domain.")
    if url.scheme != "https" and url.hostname not in THIS_MACHINE:
        raise CommandError("The provider must be reached by https.")
    if options["saml"] and not settings.SAML:
        raise CommandError("Set SAML=True, and install the extra of that name.")
    if not options["saml"] and not settings.OIDC_SECRETS.get(options["municipality"]):
        raise CommandError(f"Set OIDC_SECRET_{options['municipality']} to the secret of the client.")


def _answers_at(row: SingleSignOn) -> str:
    name = "saml_acs" if row.protocol == Protocol.SAML else "openid_connect_callback"
    return settings.SITE_URL + reverse(name, args=[row.domain])
