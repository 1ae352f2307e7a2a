"""The demo's police-reported crime: three years and more, read in month by month as the coordinator gets them."""

from datetime import date, datetime, time, timedelta
from math import cos, pi

from accounts.models import Municipality, User
from config.demo.dice import Dice
from lagesbild import police_imports
from lagesbild.period import Months
from lagesbild.police_file import Line

SOURCE = "Polismyndigheten"
MONTHS = 40
#: The months that came in one file when the municipality began; the rest came one by one.
AT_ONCE = 28
#: The day of the next month that a month's figures come, and at what time they are read in.
COMES_ON, READ_AT = 11, time(9, 20)
#: How many a month, and how much more in the height of summer than the mean; the last month's share of that.
OFFENCES = {
    "Stöld och snatteri": (54.0, 0.1, 1.0),
    "Bedrägeri": (41.0, 0.0, 1.1),
    "Skadegörelse": (37.0, 0.15, 1.0),
    "Narkotikabrott": (23.0, 0.1, 1.9),
    "Misshandel": (17.0, 0.15, 1.0),
    "Cykelstöld": (14.0, 0.6, 1.0),
    "Olaga hot": (13.0, 0.0, 1.0),
    "Stöld ur motorfordon": (9.0, 0.0, 0.9),
    "Inbrott i bostad": (5.0, -0.3, 1.0),
    "Rån": (0.8, 0.0, 1.0),
}
#: What part of the municipality's happens in some of its areas; the police tell of no others.
AREAS = {"Centrum": 0.38, "Nygård": 0.12, "Skogsborg": 0.1}
JULY = 7


def read_in(municipality: Municipality, *, by: User, now: datetime) -> None:
    """Every month whose figures have come by now, each in the file that it came in."""
    today = now.astimezone(municipality.zone).date()
    latest = Months(
        today.replace(day=1), (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    ).previous()
    if today.day <= COMES_ON:
        latest = latest.previous()
    months = latest.single_months(MONTHS)
    dice = Dice(int(municipality.code))
    for file in [months[:AT_ONCE], *([month] for month in months[AT_ONCE:])]:
        lines = [line for month in file for line in _lines(municipality, month.start, latest.start, dice)]
        came = file[-1].end.replace(day=COMES_ON)
        police_imports.bring_in(
            lines,
            municipality=municipality,
            source=SOURCE,
            file_name=f"anmalda-brott-{file[-1].start:%Y-%m}.csv",
            by=by,
            at=datetime.combine(came, READ_AT, municipality.zone),
        )


def _lines(municipality: Municipality, month: date, latest: date, dice: Dice) -> list[Line]:
    keys = dict(municipality.areas.filter(name__in=AREAS, is_active=True).values_list("name", "pk"))
    lines = []
    for offence, (usual, summer, last) in OFFENCES.items():
        season = 1 + summer * cos(2 * pi * (month.month - JULY) / 12)
        mean = usual * season * (last if month == latest else 1)
        whole = int(dice.generator.poisson(mean))
        lines.append(Line(None, month, offence, whole))
        for name, part in AREAS.items():
            if name in keys:
                count = int(dice.generator.binomial(whole, part))
                lines.append(Line(keys[name], month, offence, count))
    return lines
