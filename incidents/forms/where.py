"""The report form's question Where, answered by map, device, register, address or coordinates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.geography import find_addresses, find_places, locate
from accounts.models import AddressPoint, Municipality, Place
from incidents.forms.fields import CoordinateField

#: How many places, and how many addresses, a search shows.
MOST_FOUND = 6


@dataclass(frozen=True)
class Candidate:
    """A place or address that may be meant. `spot` is what the form sends back."""

    spot: str
    label: str
    longitude: float
    latitude: float
    place: Place | None

    @property
    def place_type(self) -> str:
        """The sort of place, where that is known."""
        return self.place.kind if self.place else ""


@dataclass(frozen=True)
class Position:
    """Where it happened, and in which district that is."""

    longitude: float
    latitude: float
    place: Place | None
    area_id: int | None


class PointForm(forms.Form):
    """A position on the globe."""

    longitude = CoordinateField(min_value=-180, max_value=180)
    latitude = CoordinateField(min_value=-90, max_value=90)

    def point(self) -> Point:
        """The position in WGS84; only of a valid form."""
        return Point(self.cleaned_data["longitude"], self.cleaned_data["latitude"], srid=4326)


def search(municipality: Municipality, words: str) -> list[Candidate]:
    """Named places with the words in them, then addresses that begin with them."""
    words = " ".join(words.replace("\x00", "").split())
    if len(words) < 2:
        return []
    places = [_of_place(place) for place in find_places(municipality, words)[:MOST_FOUND]]
    addresses = [_of_address(address) for address in find_addresses(municipality, words)[:MOST_FOUND]]
    return places + addresses


def position_of(said: Mapping[str, Any], municipality: Municipality) -> Position:
    """Where it happened: the coordinates if there are any, else what was picked, else the one thing the words mean.

    Raises ValidationError at `find`, `latitude` or `longitude`.
    """
    longitude, latitude = said.get("longitude"), said.get("latitude")
    picked = _picked(said.get("spot") or "", municipality)
    if longitude is None and latitude is None:
        picked = picked or _meant(said.get("find") or "", municipality)
        longitude, latitude = picked.longitude, picked.latitude
    if longitude is None or latitude is None:
        missing = "longitude" if longitude is None else "latitude"
        raise ValidationError({missing: _("Fyll i både latitud och longitud.")})
    inside, area_id = locate(municipality, longitude=longitude, latitude=latitude)
    if not inside:
        raise ValidationError(
            {
                "find": _("Platsen ligger utanför kommunen (%(name)s). Välj en plats inom gränsen.")
                % {"name": municipality}
            }
        )
    return Position(longitude, latitude, picked.place if picked else None, area_id)


def _picked(spot: str, municipality: Municipality) -> Candidate | None:
    kind, _colon, key = spot.partition(":")
    if not key.isdecimal() or len(key) > 18:
        return None
    if kind == "place":
        place = Place.objects.filter(municipality=municipality, is_active=True, pk=key).first()
        return _of_place(place) if place else None
    address = AddressPoint.objects.filter(municipality=municipality, pk=key).first()
    return _of_address(address) if address else None


def _meant(words: str, municipality: Municipality) -> Candidate:
    found = search(municipality, words)
    exact = [candidate for candidate in found if candidate.label.casefold() == words.strip().casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    raise ValidationError({"find": _not_found(words, found)})


def _not_found(words: str, found: Sequence[Candidate]) -> Any:
    if not words.strip():
        return _("Visa var det hände: flytta kartan, sök en plats eller skriv koordinater.")
    if found:
        return _("Flera platser stämmer. Välj en av dem.")
    return _("Platsen finns inte i registret. Prova ett annat namn, eller flytta kartan.")


def _of_place(place: Place) -> Candidate:
    return Candidate(f"place:{place.pk}", place.name, place.point.x, place.point.y, place)


def _of_address(address: AddressPoint) -> Candidate:
    return Candidate(f"address:{address.pk}", address.label, address.point.x, address.point.y, None)
