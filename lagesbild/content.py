"""The shape of an edition: what is frozen as JSON when it is adopted, one part per chapter.

`lagesbild/figures.py` fills it, `lagesbild/sections.py` hands each part to its chapter's template as `chapter`, adding
the pictures drawn from it. Only JSON types, so that what is read back in ten years is what was adopted. Nothing is
counted, worded or drawn here.

Dates are ISO days, periods half-open (`end` is the Monday after), money whole kronor, counts whole events. The words
in it (category, place, period) are Swedish and frozen with the figures. A share or a change is never stored: two
counts are, so that no lone percent can be shown.

Both levels have this shape. Generalised: `where` ranks areas instead of places and has no heat map, rows with fewer
than `about.minimum_count` events are merged into one named "Övriga (färre än 5)", single counts below it are the
text `"<5"`, and no free text (`summary.sentences` are the computed ones, `directions` may be empty).
"""

from typing import Any, Literal, NotRequired, TypedDict

# Events; `"<5"` when too few to be told at this level, `"≥5"` when telling it would tell another; None when nothing was
# recorded then (which is not nought).
Count = int | str | None

Level = Literal["full", "generalised"]
Situation = Literal["stable", "changed", "worse"]
# Fewer than expected, within normal variation, more than expected, or too few events to say.
Verdict = Literal["below", "within", "above", "too_few"]
# Never before on the list (of the periods counted), on it last period too, on it with half as many or fewer, or again.
Trend = Literal["new", "remaining", "receding", "back"]
ActorKey = Literal["police", "guards", "youth", "housing", "technical"]
Kernel = Literal["quartic", "gaussian"]
# Of the editions that are longer than a fortnight; a fortnight's says nothing of its kind.
LongKind = Literal["tertial", "year"]
PartKey = Literal["mapping", "other", "analysis"]


class Header(TypedDict):
    """Who says this, about where and when. `number` is "2026:05", or None on a draft."""

    municipality: str
    number: str | None
    level: Level
    # As wording.py says it: `vecka 9–10 2026`.
    period: str
    # `23 februari – 8 mars 2026`.
    dates: str
    start: str
    end: str
    adopted_on: str | None
    # The role and organisation that adopted, empty on a draft.
    adopted_by: str
    distribution: list[str]
    # The number of the edition that this one corrects.
    supersedes: str | None
    kind: NotRequired[LongKind]
    # Diarienummer, and the secrecy marking of the full level; where they were known when it was adopted.
    record_number: NotRequired[str]
    secrecy: NotRequired[str]


class Expected(TypedDict):
    """The interval that 95 of 100 ordinary periods fall in, ends included."""

    low: int
    high: int


class CostNote(TypedDict):
    type: str
    kronor: int


class Summary(TypedDict):
    """The first page's key boxes and at most five sentences."""

    situation: Situation
    # A few words after the verdict, `i centrum kvällstid`; may be empty.
    situation_note: str
    total: Count
    expected: Expected | None
    verdict: Verdict | None
    last_period: Count
    # Kronor; None where it would tell what a few damages cost.
    cost: int | None
    largest_cost: CostNote | None
    # Events of damage whose cost nobody has given.
    uncosted: Count
    sentences: list[str]


class Ranked(TypedDict):
    """One line of the ranked list: a named place, or an area at the generalised level."""

    rank: int
    name: str
    count: int
    last_period: Count
    # How many periods in a row it has been on the list, this one included. What lay in the block beside is the same
    # spot (`figures/lineage.py`), and `last_period` is then that one's.
    periods_in_a_row: int
    # On how many of the last four lists, this one included.
    listed_lately: NotRequired[int]
    main_category: str | None
    trend: Trend
    # Easting and northing of its mark on the map, metres in the municipality's projection; None for an area.
    position: list[float] | None
    # Whether all of them came from one unit.
    single_unit: NotRequired[bool]


class Vanished(TypedDict):
    """On the list last period, not on it now."""

    name: str
    last_period: int
    count: Count


class Heat(TypedDict):
    """What the density is computed from; the contours follow from it and are not stored."""

    # Metres.
    bandwidth: int
    # Side in metres.
    cell: int
    kernel: Kernel
    # How many of the period's events the map shows; the others have no place exact enough.
    events: int
    # `[x, y, events]`: the cell's integer address and what happened in it.
    cells: list[list[int]]


class Where(TypedDict):
    """The ranked list, at most ten lines; the first five stand beside the map. `total` counts the whole period."""

    unit: Literal["place", "area"]
    period: str
    total: Count
    ranked: list[Ranked]
    # Events in none of the ranked places.
    elsewhere: Count
    vanished: list[Vanished]
    heat: Heat | None


class Judgement(TypedDict):
    """What was to be expected of a count, and the verdict; None where there was nothing to compare with."""

    expected: Expected | None
    verdict: Verdict | None
    # It stands out alone, but not among so many comparisons.
    is_marked: NotRequired[bool]


class SaidThen(TypedDict):
    """What the last period's edition said, where it is no longer so: events approved since have been added."""

    last_period_then: NotRequired[Count]


class FigureRow(Judgement, SaidThen):
    """One main category, or the merged rest."""

    category: str
    this_period: Count
    last_period: Count
    last_year: Count
    two_years_ago: Count
    # Events per period: of fourteen days over the twelve months before it, or per tertial over them, or per year over
    # the three years before.
    mean: float | None
    # This period's events by the municipality's own weights for how serious they are.
    weighted: NotRequired[int]


class AreaRow(Judgement, SaidThen):
    """One area, or what lies outside them all. What the keys mean is what they mean in a category's row."""

    area: str
    this_period: Count
    last_period: Count
    mean: float | None


class Comparisons(TypedDict):
    """How many of the table's counts were judged, how many of them stand out, and how many by chance alone would."""

    tried: int
    flagged: int
    by_chance: float


class Compared(TypedDict):
    """The columns' second line: which weeks were counted. Last year is 364 days back."""

    this_period: str
    last_period: str
    last_year: str
    two_years_ago: str
    # What the mean is per, where it is not fourteen days.
    mean: NotRequired[str]


class Figures(TypedDict):
    compared: Compared
    rows: list[FigureRow]
    total: FigureRow
    areas: NotRequired[list[AreaRow]]
    # None where there was no earlier period to compare with.
    comparisons: NotRequired[Comparisons | None]


class Peak(TypedDict):
    """A stretch of hours in which much happens. Monday is 0; `to_hour` is half-open, 24 at most."""

    weekday: int
    from_hour: int
    to_hour: int
    count: float


class When(TypedDict):
    """Weekday × hour, local time. An event with an interval is spread over its hours, so cells are fractions."""

    # Seven rows from Monday of 24 hours.
    matrix: list[list[float]]
    # The matrix's columns summed: 24 hours.
    hours: list[float]
    counted: Count
    # Events whose time is unknown or spans more than a day: not in the matrix.
    excluded: Count
    peaks: list[Peak]


class CostRow(TypedDict):
    """Kronor, None where they would tell what a few damages cost."""

    type: str
    estimated: int | None
    actual: int | None
    total: int | None
    last_period: int | None
    events: Count
    uncosted: Count


class Payer(TypedDict):
    name: str
    kronor: int


class Costs(TypedDict):
    rows: list[CostRow]
    total: CostRow
    payers: list[Payer]


class Direction(TypedDict):
    """What one actor is asked to do next period, one task a line, as the coordinator wrote it."""

    actor: ActorKey
    name: str
    tasks: list[str]


class Directions(TypedDict):
    # The next period, as wording.py says it.
    period: str
    dates: str
    actors: list[Direction]


class Reporting(TypedDict):
    """How many units answered during the period."""

    reported: int
    nothing_to_report: int
    silent: int


class About(TypedDict):
    """What the figures rest on. `events` are the period's approved ones, on which all others here are parts."""

    # When the figures were taken, `9 mars 2026 kl. 06.00`.
    extracted: str
    events: Count
    under_review: Count
    # Events of earlier periods, approved since the last of their editions was adopted: in no edition.
    late: Count
    # From submitted to approved.
    median_hours: float | None
    exact_place: Count
    exact_time: Count
    units: Reporting
    bandwidth: int | None
    kernel: Kernel | None
    # Fewer than this are never told apart; None at the full level.
    minimum_count: int | None
    contact: str
    # Of Samlad.
    version: str
    # SHA-256 of the frozen figures, hexadecimal; None on a draft.
    checksum: str | None


class ComingEvent(TypedDict):
    """Something planned: what sort of thing, where and when, never in words of its own."""

    what: str
    where: str
    first: str
    last: str
    # `18.00–23.00`, empty where only the day is known.
    hours: str


class ComingDay(TypedDict):
    """A holiday, or days on which more people are out; `first` and `last` are both included."""

    first: str
    last: str
    name: str
    is_holiday: bool


class Coming(TypedDict):
    """The three weeks after the period. At the generalised level the events are only counted."""

    dates: str
    number: Count
    events: list[ComingEvent]
    days: list[ComingDay]


class MonthCount(TypedDict):
    """The events that began in a month, `start` being its first day."""

    start: str
    count: Count
    in_period: bool


class Persistent(TypedDict):
    """A place, or an area at the generalised level, and in how many of the period's months it stood on the list."""

    name: str
    listed: int
    # The period's events there; None at the generalised level.
    count: int | None


class Development(TypedDict):
    """Three years month by month, the oldest first, and the hot spots that persist."""

    months: list[MonthCount]
    persistent: list[Persistent]
    # Of so many months, to be on the list in at least so many.
    of_months: int
    at_least: int


class Part(TypedDict):
    """A part that the law asks for, with the coordinator's own words, a paragraph a line; none when generalised."""

    part: PartKey
    name: str
    text: list[str]
    # Whether there are words that this level leaves out.
    is_shortened: bool
    # Whether it says nothing at any level, neither in words nor in figures.
    is_empty: bool


class PoliceRow(TypedDict):
    """One sort of crime as the police were told of it. None where a month of it is missing."""

    offence: str
    this_period: Count
    last_year: Count
    # Per period as long as this one, of those before it; None also where it would tell a hidden count.
    mean: float | None
    expected: Expected | None
    verdict: Verdict
    is_marked: bool


class PoliceReported(TypedDict):
    """Police-reported crime in the whole municipality: another series than the events, and never added to them."""

    # The months, as wording.py says them, and the same a year before.
    period: str
    last_year: str
    # What the mean is of: "per månad, 12 månader".
    mean: str
    rows: list[PoliceRow]
    # Offences that are known of but not among the rows.
    others: int
    # How many were compared with their history at once.
    tried: int
    sources: list[str]
    # Whether months of an edition's period had not come when it was adopted.
    is_part: bool


class DayTypeRow(TypedDict):
    """The days of one sort in a period, and the events that began on them."""

    kind: Literal["school", "break", "weekend", "holiday", "eve"]
    name: str
    days: int
    events: Count


class DayTypes(TypedDict):
    """Each sort that the period has a day of. `excluded` are events that cannot be told to have begun on one day."""

    rows: list[DayTypeRow]
    excluded: Count


class WheelWeek(TypedDict):
    """A week of the calendar by its ISO year and number. `mean` is of the same week in the years before."""

    year: int
    week: int
    count: Count
    mean: float | None


class YearWheel(TypedDict):
    """The 52 last whole weeks, the oldest first, and how many earlier years their means are of."""

    weeks: list[WheelWeek]
    years: int


class Calendar(TypedDict):
    """När: by sort of day, and of the longer editions by week of the year."""

    days: DayTypes
    wheel: YearWheel | None


class EarlyWarning(TypedDict):
    """A place, a sub-category in an area, or a whole area at the generalised level, that stands out.

    Of what creeps, `count` and `expected` are of all the `periods` that it has risen in; at the generalised level the
    count is of the latest one, and None expected.
    """

    kind: Literal["above", "first", "creeping"]
    name: str
    count: int
    expected: float | None
    periods: int
    # The weeks without an event before the first; None where there never was one.
    weeks: int | None


class Warnings(TypedDict):
    """The most surprising first, and how many there are besides. None expected where too little was known to watch."""

    rows: list[EarlyWarning]
    further: int
    # Series, and how many of them on the average stand out in an edition by chance alone, at the most.
    watched: int
    false_alarms: float | None


class UnitReports(TypedDict):
    """A unit's reports by people in the period and per earlier one, and how many people they came from."""

    name: str
    reports: Count
    reports_mean: float | None
    reporters: Count
    reporters_mean: float | None


class FromNew(TypedDict):
    """What comes from those who sent their first report in the period."""

    reporters: int
    reports: int


class ReportingRate(TypedDict):
    """Who has reported, whatever became of it: reports that people sent, of events that began in the period.

    `units` with the most reports first, none at the generalised level; `silent` and `nothing_to_report` are names, at
    the generalised level none. The means are of the periods of the year before.
    """

    total: UnitReports
    units: list[UnitReports]
    # How many more units have sent something.
    other_units: int
    silent: list[str]
    nothing_to_report: list[str]
    answers: Reporting
    # None where reports are not above the mean, or new reporters are not most of why.
    from_new: FromNew | None
    # Whether reports have changed as much as reporters have.
    follows_reporters: Literal["more", "fewer"] | None


class AppendixSpot(TypedDict):
    """A line of an appendix's list; `before` is the equally long time before, `position` metres of its mark."""

    rank: int
    name: str
    count: int
    before: int
    position: list[float]


class AppendixArea(TypedDict):
    name: str
    count: int


class AppendixFortnight(TypedDict):
    weeks: str
    count: int
    is_chosen: bool


class Appendix(TypedDict):
    """A question put to the explored map, `title` being the question in words, and all that the map's page says."""

    title: str
    dates: str
    days: int
    total: int
    before: int
    ranked: list[AppendixSpot]
    elsewhere: int
    areas: list[AppendixArea]
    when: When
    heat: Heat
    trend: list[AppendixFortnight]


class Content(TypedDict):
    """An edition at one level. The keys are the chapters' names.

    Those that need not be there are further ones from the settings' list (`LAGESBILD_CHAPTERS`), which older editions
    lack; what an app above this one puts in is its own business.
    """

    header: Header
    summary: Summary
    where: Where
    figures: Figures
    when: When
    costs: Costs
    direction: Directions
    about: About
    # Of tertials and years.
    development: NotRequired[Development]
    # Of years.
    parts: NotRequired[list[Part]]
    other_information: NotRequired[dict[str, list[Any]] | None]
    evaluation: NotRequired[dict[str, Any] | None]
    coming: NotRequired[Coming]
    follow_up: NotRequired[Any]
    appendices: NotRequired[list[Appendix]]
    police_reported: NotRequired[PoliceReported | None]
    warnings: NotRequired[Warnings]
    reporting: NotRequired[ReportingRate]
    calendar: NotRequired[Calendar | None]
