"""What is kept about the lägesbild under Inställningar: its recipients, whom one asks, when it comes, and its map."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms.preview import PreviewedForm
from accounts.models import Municipality
from lagesbild import links, wording
from lagesbild.models import USUAL_MODE, DeliveryMode, Level, Recipient
from lagesbild.rhythm import next_draft

TELLS = {
    Level.FULL: gettext_lazy("platser, tider och antal som de är"),
    Level.GENERALISED: gettext_lazy("områden i stället för platser, ingen fritext, små antal sammanslagna"),
}
GETS = {
    Level.FULL: gettext_lazy("Mottagaren får från nästa utgåva den fullständiga nivån: %(tells)s."),
    Level.GENERALISED: gettext_lazy("Mottagaren får från nästa utgåva den generaliserade nivån: %(tells)s."),
}
#: What a new recipient's form begins with in place of a mode.
USUAL = "usual"
COMES = {
    DeliveryMode.ATTACHMENT: gettext_lazy("PDF:en bifogas mejlet."),
    DeliveryMode.LINK: gettext_lazy(
        "Mejlet säger bara vilken period det gäller, och har en länk som slutar gälla och kan återkallas."
    ),
}


class RecipientForm(PreviewedForm, forms.ModelForm):
    """A recipient: a function with an address, and how much it is told."""

    class Meta:
        model = Recipient
        fields = ["name", "kind", "email", "level", "mode", "is_active"]
        widgets = {"level": forms.RadioSelect, "mode": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [(value, f"{value.label} – {TELLS[value]}") for value in Level]
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)
        if self.instance.pk is None:
            usual = (USUAL, _("Som brukligt: länk till väktarbolag, annars bifogad PDF"))
            mode.choices = [usual, *DeliveryMode.choices]
            self.initial["mode"] = USUAL

    def clean_email(self) -> str:
        """One recipient per address in a municipality."""
        email: str = self.cleaned_data["email"].lower()
        rows = Recipient.objects.filter(municipality=self.instance.municipality, email__iexact=email)
        if rows.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Adressen finns redan bland mottagarna."))
        return email

    def clean_mode(self) -> str:
        """What was chosen, or is usual for a recipient of the sort."""
        mode: str = self.cleaned_data["mode"]
        if mode == USUAL:
            return USUAL_MODE.get(self.cleaned_data.get("kind", ""), DeliveryMode.ATTACHMENT)
        return mode

    def consequences(self) -> Iterator[str]:
        """What the recipient gets from the next edition on, and that the decision is written down."""
        level = Level(self.cleaned_data["level"])
        is_new = self.instance.pk is None
        if not is_new and not self.cleaned_data["is_active"]:
            if "is_active" in self.changed_data:
                yield _("Mottagaren får inga fler lägesbilder.")
        elif is_new or {"level", "is_active"} & set(self.changed_data):
            yield GETS[level] % {"tells": TELLS[level]}
        if self.cleaned_data.get("is_active", True) and (is_new or "mode" in self.changed_data):
            yield str(COMES[DeliveryMode(self.cleaned_data["mode"])])
        if not is_new and {"email", "is_active"} & set(self.changed_data):
            yield from self._of_sent_links()
        if "email" in self.changed_data:
            yield _("Nästa utgåva går till %(email)s.") % self.cleaned_data
        if {"name", "kind"} & set(self.changed_data):
            kind = self.instance.get_kind_display()
            yield _("Mottagaren kallas %(name)s (%(kind)s).") % {
                "name": self.instance.name,
                "kind": kind.lower(),
            }
        if is_new or {"level", "mode", "is_active"} & set(self.changed_data):
            yield _("Beslutet antecknas med ditt namn och kan inte ändras i efterhand.")

    def _of_sent_links(self) -> Iterator[str]:
        if links.of_recipient(self.instance).live(at=timezone.now()).exists():
            yield _("Länkar som redan är skickade slutar gälla.")


class MunicipalityForm(PreviewedForm, forms.ModelForm):
    """Whom one asks, when the lägesbild comes, what lies behind the maps, and whether anybody may read."""

    class Meta:
        model = Municipality
        fields = [
            "contact_email",
            "anchor_on",
            "draft_at",
            "tile_url",
            "tile_attribution",
            "minimum_count",
            "link_days",
            "publishes",
        ]
        widgets = {
            "anchor_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "draft_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_tile_url(self) -> str:
        """A template that a browser may use: the installation names the hosts it trusts in MAP_TILE_HOSTS."""
        url: str = self.cleaned_data["tile_url"].strip()
        if not url:
            return ""
        if not all(part in url for part in ("{z}", "{x}", "{y}")):
            raise forms.ValidationError(_("Adressen måste innehålla {z}, {x} och {y}."))
        try:
            parts = urlsplit(url.replace("{s}", "*"))
        except ValueError as error:  # such as half a pair of brackets
            raise forms.ValidationError(_("Adressen går inte att läsa.")) from error
        if not {parts.netloc, f"{parts.scheme}://{parts.netloc}"} & set(settings.MAP_TILE_HOSTS):
            raise forms.ValidationError(
                _("Servern %(host)s är inte tillåten här. Den som sköter driften kan lägga till den."),
                params={"host": parts.netloc or url},
            )
        return url

    def consequences(self) -> Iterator[str]:
        """Whom questions go to, when the next draft comes, who gets to know where one looks, and what may be read."""
        if "contact_email" in self.changed_data:
            yield _("Den som har frågor hänvisas till %(contact)s.") % {"contact": self.instance.contact}
        yield from self._of_the_rhythm()
        yield from self._of_the_map()
        if "minimum_count" in self.changed_data:
            yield _(
                "Färre än %(minimum_count)d händelser döljs eller slås ihop i den förenklade versionen."
            ) % (self.cleaned_data)
            yield _("Lägesbilder som redan är fastställda ändras inte.")
        if "link_days" in self.changed_data:
            yield (
                ngettext(
                    "En länk till en lägesbild gäller i %(link_days)d dag.",
                    "En länk till en lägesbild gäller i %(link_days)d dagar.",
                    self.cleaned_data["link_days"],
                )
                % self.cleaned_data
            )
            yield _("Länkar som redan är skickade ändras inte.")
        if "publishes" in self.changed_data:
            if self.cleaned_data["publishes"]:
                yield _("Vem som helst kan läsa den öppna sidan, utan att logga in.")
                yield _("En lägesbild visas där tidigast två veckor efter sin period.")
            else:
                yield _("Den öppna sidan stängs. Det som någon redan har sparat finns kvar hos dem.")

    def _of_the_rhythm(self) -> Iterator[str]:
        if {"anchor_on", "draft_at"} & set(self.changed_data):
            period, due_at = next_draft(self.instance, at=self.at)
            yield _("Nästa lägesbild gäller %(weeks)s. Utkastet kommer %(day)s kl. %(clock)s.") % {
                "weeks": wording.weeks_with_year(period),
                "day": date_format(due_at, "l j F"),
                "clock": date_format(due_at, _("H.i")),
            }
            yield _("Lägesbilder som finns ändras inte, men perioderna kan överlappa dem.")

    def _of_the_map(self) -> Iterator[str]:
        if "tile_url" in self.changed_data:
            if self.cleaned_data["tile_url"]:
                host = urlsplit(self.cleaned_data["tile_url"]).netloc
                yield _("Kartor hämtar sin bakgrund från %(host)s, som då får veta var du tittar.") % {
                    "host": host
                }
            else:
                yield _(
                    "Kartor visar bara kommunens egna lager, och ingen utomstående får veta var du tittar."
                )
        elif "tile_attribution" in self.changed_data:
            named = _("Kartorna anger källan: %(tile_attribution)s.") % self.cleaned_data
            yield named if self.cleaned_data["tile_attribution"] else _("Kartorna anger ingen källa.")
