"""Skadekostnader: whose kronor, for what, and what nobody has put a price on."""

from incidents.models import CostBasis, DamageType, PaidBy
from tests.lagesbild.figures.scene import PERIOD


def cost(
    kronor: int,
    type_: str = DamageType.GLASS,
    basis: str = CostBasis.ACTUAL,
    payer: str = PaidBy.MUNICIPALITY,
):
    return {"damage_type": type_, "damage_cost": kronor, "cost_basis": basis, "cost_paid_by": payer}


def test_costs_are_summed_by_type_basis_and_payer(scene):
    scene.events(2, **cost(1000))
    scene.events(1, **cost(300, basis=CostBasis.ESTIMATED, payer=PaidBy.HOUSING_COMPANY))
    scene.events(1, **cost(5000, DamageType.GRAFFITI, payer=""))
    scene.events(3, damage_type=DamageType.GRAFFITI)
    scene.events(1, PERIOD.previous().start, **cost(70))
    scene.events(4)
    costs = scene.content()["costs"]
    assert [tuple(row.values()) for row in [*costs["rows"], costs["total"]]] == [
        ("Glaskross", 300, 2000, 2300, 70, 3, 0),
        ("Klotter", 0, 5000, 5000, 0, 4, 3),
        ("Övrig skadegörelse", 0, 0, 0, 0, 0, 0),
        ("Alla skador", 300, 7000, 7300, 70, 7, 3),
    ]
    assert [tuple(payer.values()) for payer in costs["payers"]] == [
        ("Inte angivet", 5000),
        ("Kommunen", 2000),
        ("Bostadsbolaget", 300),
    ]


def test_a_cost_without_a_type_is_another_damage(scene):
    scene.events(1, damage_cost=900, cost_basis=CostBasis.ACTUAL)
    assert scene.content()["costs"]["rows"][2]["total"] == 900


def test_the_first_page_says_what_cost_most_and_what_has_no_price(scene):
    scene.events(1, **cost(1000))
    scene.events(1, **cost(1500, DamageType.GRAFFITI))
    scene.events(2, damage_type=DamageType.OTHER)
    summary = scene.content()["summary"]
    assert (summary["cost"], summary["uncosted"]) == (2500, 2)
    assert summary["largest_cost"] == {"type": "Klotter", "kronor": 1500}
