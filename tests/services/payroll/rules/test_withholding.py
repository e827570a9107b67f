"""Withholding by art. 383, procedure 1: each bracket, each cap, each relief."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.steps import recompute
from services.payroll.rules.withholding import TaxReliefs, withholding, withholding_base

_DAY = date(2026, 8, 31)
_UVT = Decimal(52374)
_NONE = TaxReliefs()


def _base_of(uvt: Decimal, parameters: LegalParameters) -> Decimal:
    """The income whose purged base is exactly that many UVT (the 25 % is capped at 790/12 UVT above 263,33 UVT)."""
    base = uvt * _UVT
    cap = _UVT * 790 / 12
    return base / Decimal("0.75") if base / Decimal("0.75") * Decimal("0.25") <= cap else base + cap


@pytest.mark.parametrize(
    ("uvt", "withheld_uvt"),
    [
        ("94", "0"),
        ("95", "0"),
        ("96", "0.19"),
        ("150", "10.45"),
        ("151", "10.28"),
        ("360", "68.8"),
        ("361", "69.33"),
        ("640", "161.4"),
        ("641", "162.35"),
        ("945", "268.75"),
        ("946", "268.37"),
        ("2300", "769.35"),
        ("2301", "770.39"),
    ],
)
def test_each_edge_of_the_table(parameters: LegalParameters, uvt: str, withheld_uvt: str) -> None:
    income = _base_of(Decimal(uvt), parameters)
    expected = (Decimal(withheld_uvt) * _UVT).quantize(Decimal(1))
    step = withholding(income, Decimal(0), _NONE, _DAY, parameters)
    assert abs(step.amount - expected) <= 1
    assert recompute(step) == step.amount


def test_the_twenty_five_percent_is_capped_at_a_twelfth_of_790_uvt(parameters: LegalParameters) -> None:
    base = withholding_base(Decimal(22_750_000), Decimal(0), _NONE, _DAY, parameters)
    exempt = base.find("renta_exenta")
    assert exempt is not None
    assert exempt.amount == Decimal(3_447_955)


def test_a_base_of_95_uvt_is_the_last_free_one(parameters: LegalParameters) -> None:
    free = withholding(Decimal(4_975_530) / Decimal("0.75"), Decimal(0), _NONE, _DAY, parameters)
    assert free.amount == 0


@pytest.mark.parametrize(
    ("reliefs", "code", "accepted"),
    [
        (TaxReliefs(dependants=True), "dependientes", "1000000"),
        (TaxReliefs(prepaid_health=Decimal(300_000)), "medicina_prepagada", "300000"),
        (TaxReliefs(prepaid_health=Decimal(900_000)), "medicina_prepagada", "837984"),
        (TaxReliefs(housing_interest=Decimal(6_000_000)), "intereses_vivienda", "5237400"),
        (TaxReliefs(voluntary_contributions=Decimal(5_000_000)), "aportes_voluntarios", "3000000"),
    ],
)
def test_each_relief_stops_at_its_own_cap(
    parameters: LegalParameters, reliefs: TaxReliefs, code: str, accepted: str
) -> None:
    step = withholding_base(Decimal(10_000_000), Decimal(900_000), reliefs, _DAY, parameters).find(code)
    assert step is not None
    assert step.amount == Decimal(accepted)


def test_dependants_stop_at_32_uvt(parameters: LegalParameters) -> None:
    step = withholding_base(Decimal(20_000_000), Decimal(0), TaxReliefs(dependants=True), _DAY, parameters)
    found = step.find("dependientes")
    assert found is not None
    assert found.amount == 32 * _UVT


def test_all_reliefs_together_stop_at_forty_percent_of_the_net_income(parameters: LegalParameters) -> None:
    reliefs = TaxReliefs(True, Decimal(837_984), Decimal(5_237_400))
    base = withholding_base(Decimal(10_000_000), Decimal(900_000), reliefs, _DAY, parameters)
    assert base.amount == Decimal("5460000.00")


def test_all_reliefs_together_stop_at_a_twelfth_of_1340_uvt(parameters: LegalParameters) -> None:
    reliefs = TaxReliefs(True, Decimal(837_984), Decimal(5_237_400))
    base = withholding_base(Decimal(40_000_000), Decimal(0), reliefs, _DAY, parameters)
    assert base.amount == Decimal(40_000_000) - Decimal(5_848_430)


def test_income_smaller_than_its_contributions_withholds_nothing(parameters: LegalParameters) -> None:
    assert withholding(Decimal(100), Decimal(200), _NONE, _DAY, parameters).amount == 0


def test_a_negative_relief_is_refused() -> None:
    with pytest.raises(ValueError, match="negativos"):
        TaxReliefs(prepaid_health=Decimal(-1))
