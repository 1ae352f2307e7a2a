"""What happens in a demo municipality: events drawn one by one, each as the report its reporter would send in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from accounts.locating import Locator
from accounts.models import AddressPoint, Municipality, Place, PlaceType
from config.demo.dice import Dice
from config.demo.patterns import HotSpot, Pattern, patterns
from config.demo.telling import particulars, words
from incidents.intake import Report
from incidents.models import Observation, TimePrecision
from incidents.when import whole_day

#: Shut over the weekend, so that what happens there is not seen until Monday.
SHUT = frozenset({PlaceType.SCHOOL, PlaceType.SCHOOLYARD, PlaceType.PRESCHOOL})
FRIDAY = 4
#: Degrees from the first street of the sketch, which lies in the middle of the town.
IN_TOWN = 0.045
#: How far from the place's own position people put the pin, in metres.
AT_A_PLACE, AT_AN_ADDRESS, AS_ANOTHER_SAW_IT = 14, 4, 25


@dataclass(frozen=True)
class Happening:
    """A report as it will be sent in, the unit that owns the place, if any, and whether it is about young people."""

    report: Report
    owner: str
    young: bool


class Scene:
    """A municipality's places, addresses and categories, and the dice that decide what happens there until now."""

    def __init__(self, municipality: Municipality, *, seed: int, now: datetime) -> None:
        self.municipality = municipality
        self.zone = municipality.zone
        self.now = now
        self.dice = Dice(seed)
        self.locator = Locator(municipality)
        self.categories = {category.code: category for category in municipality.categories.reportable()}
        self.addresses = list(AddressPoint.objects.filter(municipality=municipality).order_by("pk"))
        places = Place.objects.filter(municipality=municipality).select_related("owner").order_by("pk")
        self.places = {place.name: place for place in places}
        # Some places see much more than others, and go on doing so; those out of town see less.
        self.drawn_to = {name: self._attraction(place) for name, place in self.places.items()}

    @cached_property
    def hot_spots(self) -> list[HotSpot]:
        """Those whose places are here."""
        return [spot for spot in patterns().hot_spots if all(name in self.places for name in spot.places)]

    def happenings(self, *, days: int, total: float) -> Iterator[Happening]:
        """About `total` events during the `days` up to and including today, oldest first; none in the future."""
        today = self.now.astimezone(self.zone).date()
        dates = [today - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
        counts = self.dice.generator.poisson(patterns().expected(dates, total))
        for day, row in zip(dates, counts, strict=True):
            for pattern, count in zip(patterns().categories, row, strict=True):
                for _ in range(count):
                    happening = self._happening(pattern, day, days_ago=(today - day).days)
                    if happening.report.ended_at <= self.now:
                        yield happening

    def again(self, report: Report) -> Report:
        """The same event as somebody else saw it: a little aside, a little earlier or later, in other words."""
        start = report.started_at + timedelta(minutes=self.dice.between(-20, 20))
        lon, lat = self.dice.near(report.longitude, report.latitude, AS_ANOTHER_SAW_IT)
        return replace(
            report,
            started_at=start,
            ended_at=start,
            longitude=lon,
            latitude=lat,
            area_id=self.locator.locate(lon, lat)[1],
            observation=Observation.SECOND_HAND,
            damage_cost=None,
            cost_basis="",
            cost_paid_by="",
            description=words(self.dice, report.category.code, report.place),
        )

    def _happening(self, pattern: Pattern, day: date, *, days_ago: int) -> Happening:
        category = self.categories[pattern.code]
        place = self._place(pattern, days_ago)
        start, end, precision = self._when(pattern, day, place)
        young = self.dice.chance(pattern.young)
        lon, lat = self._position(place)
        report = Report(
            category=category,
            started_at=start,
            ended_at=end,
            time_precision=precision,
            longitude=lon,
            latitude=lat,
            area_id=self.locator.locate(lon, lat)[1],
            place=place,
            place_type=place.kind if place else PlaceType.STREET,
            **particulars(self.dice, pattern, category, place, young=young),
        )
        return Happening(report, place.owner.name if place and place.owner else "", young)

    def _attraction(self, place: Place) -> float:
        out_of_town = place.point.distance(self.addresses[0].point) > IN_TOWN
        return (float(self.dice.generator.exponential()) + 0.2) * (0.3 if out_of_town else 1.0)

    def _place(self, pattern: Pattern, days_ago: int) -> Place | None:
        """Where it happens; None for somewhere along a street."""
        roll = self.dice.generator.random()
        for spot in self.hot_spots:
            roll -= spot.pull(pattern.group, days_ago)
            if roll < 0:
                return self.places[self.dice.pick(spot.places)]
        if self.dice.chance(pattern.street):
            return None
        wanted = self.dice.pick(pattern.place_types)
        fitting = {name: weight for name, weight in self.drawn_to.items() if self.places[name].kind == wanted}
        return self.places[self.dice.one_of(fitting)] if fitting else None

    def _position(self, place: Place | None) -> tuple[float, float]:
        spot = place.point if place else self.dice.pick(self.addresses).point
        return self.dice.near(spot.x, spot.y, AT_A_PLACE if place else AT_AN_ADDRESS)

    def _when(
        self, pattern: Pattern, day: date, place: Place | None
    ) -> tuple[datetime, datetime, TimePrecision]:
        if self.dice.chance(pattern.later):
            return self._found_in_the_morning(day, place)
        precision = self.dice.one_of(
            {TimePrecision.EXACT: 82, TimePrecision.DAY: 12, TimePrecision.UNKNOWN: 6}
        )
        if precision != TimePrecision.EXACT:
            whole = whole_day(day, now=self.now, zone=self.zone)
            return whole.start, whole.end, precision
        hour = self.dice.one_of(dict(enumerate(pattern.hours)))
        moment = self._clock(day, time(hour, 5 * self.dice.between(0, 12)))
        return moment, moment, precision

    def _found_in_the_morning(
        self, day: date, place: Place | None
    ) -> tuple[datetime, datetime, TimePrecision]:
        """Whole in the afternoon, broken in the morning."""
        shut = place is not None and place.kind in SHUT and day.weekday() == FRIDAY
        start = self._clock(day, time(self.dice.between(15, 20)))
        end = self._clock(day + timedelta(days=3 if shut else 1), time(self.dice.between(6, 9), 30))
        return start, end, TimePrecision.INTERVAL

    def _clock(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)
