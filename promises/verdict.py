"""Whether what was done made a difference: a rule read from top to bottom, and what to be careful about. Pure.

No model, no clock, no database: `promises/comparisons/` counts and asks. The number is the weighted displacement
difference of `lagesbild/statistics/effect.py`; here stands when it may be said at all. Sentences are
`effect_words.py`'s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lagesbild.statistics.effect import Effect, displacement_difference

Pair = tuple[int, int]

#: Shorter than this, in days, a time before or after says nothing.
SHORTEST = 28
#: Fewer events than this, before and after together, are too few: at the place, or at the control. Drawn 400 000 times
#: where nothing differed, with two to forty events a period and one to four times as long before: of those with as many
#: or more, 4.4 to 5.4 % were called changed, as 5 % should be.
FEWEST = 10
#: Normal deviations of a 95 % interval.
DEVIATIONS = 1.96
#: A place is at its peak when its last quarter beats each of at least so many quarters before it.
QUARTERS = 3
#: A control with more than this many times the place's events, or fewer than its inverse, is unlike it.
UNLIKE = 3


class Verdict(TextChoices):
    """What may be said of the effect."""

    FEWER = "fewer", _("Färre händelser än väntat")
    MORE = "more", _("Fler händelser än väntat")
    CHANCE = "chance", _("Kan inte skiljas från slump")
    NOT_JUDGED = "not_judged", _("Går ej att bedöma")


#: Colour and variant of each word's tag.
TAGS: dict[Verdict, tuple[str, str]] = {
    Verdict.FEWER: ("success", "default"),
    Verdict.MORE: ("danger", "default"),
    Verdict.CHANCE: ("neutral", "default"),
    Verdict.NOT_JUDGED: ("neutral", "outline"),
}


class Reason(TextChoices):
    """Why nothing may be said."""

    HINDSIGHT = "hindsight", _("Jämförelsen valdes först när aktiviteten hade börjat.")
    MOVED = "moved", _("Aktivitetens första dag har flyttats sedan jämförelsen valdes.")
    SHORT_BEFORE = "short_before", _("Det finns rapporter från färre än 28 dagar före starten.")
    SHORT_AFTER = "short_after", _("Det har gått färre än 28 dagar sedan starten.")
    TOO_FEW = "too_few", _("Färre än tio händelser på platsen eller i kontrollen, före och efter sammanlagt.")
    TOO_WIDE = (
        "too_wide",
        _(
            "Händelserna är för få: inte ens om platsen hade blivit helt tyst hade det kunnat skiljas från slump."
        ),
    )


class Caution(TextChoices):
    """What to bear in mind whatever the verdict is."""

    PEAK = (
        "peak",
        _(
            "Platsen hade fler händelser kvartalet före starten än något tidigare kvartal. Det som valts på sin topp "
            "brukar lugna sig av sig självt (regression mot medelvärdet), så en minskning kan vara mindre än den ser "
            "ut."
        ),
    )
    TOP = (
        "top",
        _(
            "Platsen togs från en lägesbild där den stod överst. Det som valts på sin topp brukar lugna sig av sig "
            "självt (regression mot medelvärdet), så en minskning kan vara mindre än den ser ut."
        ),
    )
    UNLIKE = "unlike", _("Kontrollen hade många fler eller många färre händelser än platsen före starten.")


@dataclass(frozen=True)
class Counts:
    """Events before and after at the place, its control, and where it may have moved to with that one's control."""

    treated: Pair
    control: Pair
    displaced: Pair | None = None
    displaced_control: Pair | None = None

    def difference(self, *, before: int, after: int) -> Effect:
        """Events more than expected in a time as long as the one after; `before` and `after` are days."""
        return displacement_difference(
            treated=self.treated,
            control=self.control,
            displaced=self.displaced,
            displaced_control=self.displaced_control,
            time_weights=(before / after, 1),
        )


@dataclass(frozen=True)
class Facts:
    """What the rule asks about; `before` and `after` are days, `kept_start` that the first day is where it was."""

    counts: Counts
    before: int
    after: int
    in_time: bool
    kept_start: bool

    @property
    def is_long_enough(self) -> bool:
        return min(self.before, self.after) >= SHORTEST

    @property
    def is_enough(self) -> bool:
        return min(sum(self.counts.treated), sum(self.counts.control)) >= FEWEST

    @property
    def could_show(self) -> bool:
        """Whether a change could be told: the one there is, or silence at the place, which is the most there can be."""
        effect = self.counts.difference(before=self.before, after=self.after)
        if effect.high < 0 or effect.low > 0:
            return True
        weight = self.before / self.after
        (treated, _after), (control, control_after) = self.counts.treated, self.counts.control
        expected = treated / weight + control_after - control / weight
        silent = Counts(
            (treated, 0), self.counts.control, self.counts.displaced, self.counts.displaced_control
        )
        return expected > DEVIATIONS * silent.difference(before=self.before, after=self.after).se


@dataclass(frozen=True)
class Judgement:
    """The verdict, why it is none if it is none, and the number behind it, which is None then."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    effect: Effect | None = None


#: What must be so for it to be judged, and the reason where it is not. The last two ask nothing of too short a time.
RULE: list[tuple[Callable[[Facts], bool], Reason]] = [
    (lambda it: it.in_time, Reason.HINDSIGHT),
    (lambda it: it.kept_start, Reason.MOVED),
    (lambda it: it.before >= SHORTEST, Reason.SHORT_BEFORE),
    (lambda it: it.after >= SHORTEST, Reason.SHORT_AFTER),
    (lambda it: not it.is_long_enough or it.is_enough, Reason.TOO_FEW),
    (lambda it: not it.is_long_enough or not it.is_enough or it.could_show, Reason.TOO_WIDE),
]


def judge(facts: Facts) -> Judgement:
    """What may be said, with every reason against saying anything."""
    reasons = tuple(reason for is_so, reason in RULE if not is_so(facts))
    if reasons:
        return Judgement(Verdict.NOT_JUDGED, reasons)
    effect = facts.counts.difference(before=facts.before, after=facts.after)
    if effect.high < 0:
        return Judgement(Verdict.FEWER, effect=effect)
    return Judgement(Verdict.MORE if effect.low > 0 else Verdict.CHANCE, effect=effect)


def is_peak(quarters: Sequence[int]) -> bool:
    """Whether the last of some quarters, oldest first, beats each of the others; False where there are too few."""
    *earlier, last = quarters or [0]
    return len(earlier) >= QUARTERS and last > max(earlier)


def is_unlike(counts: Counts) -> bool:
    """Whether the control was on quite another level than the place before the start."""
    place, control = counts.treated[0], counts.control[0]
    return control > UNLIKE * place or place > UNLIKE * control
