"""What the demo's reporters tell about an event: words, people, damage. Drawn from phrases in which there is nobody."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Place
from config.demo.dice import Dice
from config.demo.patterns import Pattern
from incidents.models import (
    AgeGroup,
    Answer,
    Category,
    CategoryKind,
    CostBasis,
    DamageType,
    LocationPrecision,
    Observation,
    PaidBy,
    PeopleCount,
)

PHRASES = Path(__file__).with_name("phrases.toml")
AFTERWARDS = "after"
COMMON = "common"
DAMAGE = {"SKA-10": DamageType.GRAFFITI, "SKA-20": DamageType.GLASS}
#: Groups of which it makes sense to say how many people there were.
ABOUT_PEOPLE = frozenset({"NAR", "ORD", "HOT", "TRA"})
HOUSING_COMPANY = "KBAB"


@cache
def phrases() -> dict[str, Sequence[str]]:
    """Sentences by category code."""
    return tomllib.loads(PHRASES.read_text())


def words(dice: Dice, code: str, place: Place | None) -> str:
    """One sentence, sometimes two."""
    said = dice.pick(phrases()[code]).format(place=_inside_a_sentence(place.name) if place else "adressen")
    return f"{said} {dice.pick(phrases()[AFTERWARDS])}" if dice.chance(0.3) else said


def _inside_a_sentence(name: str) -> str:
    return name[0].lower() + name[1:] if name.split()[0] in phrases()[COMMON] else name


def particulars(
    dice: Dice, pattern: Pattern, category: Category, place: Place | None, *, young: bool
) -> dict[str, Any]:
    """The fields of a `Report` that are neither what, where nor when."""
    return {
        "location_precision": dice.one_of(
            {LocationPrecision.EXACT: 8, LocationPrecision.BLOCK: 2, LocationPrecision.AREA: 0.4}
        ),
        "observation": dice.one_of({Observation.OWN: 7, Observation.SECOND_HAND: 3}),
        "severity": _severity(dice, category),
        "police_reported": _reported(dice, category),
        "description": words(dice, pattern.code, place) if dice.chance(0.85) else "",
        **(_people(dice, young) if pattern.group in ABOUT_PEOPLE else {}),
        **_damage(dice, pattern, place),
    }


def _severity(dice: Dice, category: Category) -> int | None:
    if dice.chance(0.3):
        return None
    return min(3, max(1, category.default_severity + dice.one_of({-1: 0.15, 0: 0.65, 1: 0.2})))


def _reported(dice: Dice, category: Category) -> Answer:
    if category.kind != CategoryKind.CRIME:
        return Answer.NO
    return dice.one_of({Answer.YES: 5, Answer.NO: 2, Answer.UNKNOWN: 3})


def _people(dice: Dice, young: bool) -> dict[str, Any]:
    count = dice.one_of(
        {
            PeopleCount.ONE: 2,
            PeopleCount.FEW: 5,
            PeopleCount.SOME: 3,
            PeopleCount.MANY: 1,
            PeopleCount.UNKNOWN: 2,
        }
    )
    age = (
        AgeGroup.YOUTH if young else dice.one_of({AgeGroup.ADULTS: 5, AgeGroup.MIXED: 3, AgeGroup.UNKNOWN: 3})
    )
    return {"people": count, "age_group": age}


def _damage(dice: Dice, pattern: Pattern, place: Place | None) -> dict[str, Any]:
    """Kronor to the nearest fifty; the repair of every third damage has no price yet."""
    damage: dict[str, Any] = {}
    if pattern.group == "SKA":
        damage["damage_type"] = DAMAGE.get(pattern.code, DamageType.OTHER)
    if pattern.cost and dice.chance(0.65):
        damage["damage_cost"] = max(200, round(pattern.cost * dice.generator.lognormal(0, 0.6) / 50) * 50)
        damage["cost_basis"] = dice.one_of({CostBasis.ESTIMATED: 3, CostBasis.ACTUAL: 2})
        damage["cost_paid_by"] = PaidBy.INSURANCE if dice.chance(0.08) else _payer(place)
    return damage


def _payer(place: Place | None) -> PaidBy:
    owner = place.owner if place else None
    return PaidBy.HOUSING_COMPANY if owner and owner.name == HOUSING_COMPANY else PaidBy.MUNICIPALITY
