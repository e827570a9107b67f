from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month
from tests.actions.conversing import Person

ACTION = "action_consultar_retencion"


def test_the_withholding_is_told_with_the_base_it_comes_from(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    (line,) = services.payroll.payslip(principal("sebastian.rojas"), Month(2026, 10)).family("retencion_fuente")
    turn = person("sebastian.rojas").asks(ACTION, "mi retención de octubre", periods=["2026-10"])
    assert turn.one("utter_retencion").values["valor"] == formatting.money(line.amount)
    assert line.base is not None
    assert formatting.money(line.base) in turn.one("utter_retencion_explicada").values["lineas"]
    assert turn.one("utter_calculo").values["calculo"].endswith(f"= {formatting.money(line.amount)}")


def test_the_withholding_of_several_months_is_added_up(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("sebastian.rojas"), Month(2026, 5), Month(2026, 8))
    expected = sum((line.amount for each in payslips for line in each.family("retencion_fuente")), Decimal(0))
    turn = person("sebastian.rojas").asks(ACTION, "de mayo a agosto", periods=["2026-05..2026-08"])
    assert turn.one("utter_retencion").values["valor"] == formatting.money(expected)
    assert len(turn.one("utter_lista_por_mes").values["lineas"].split("\n")) == 4


def test_whoever_earns_too_little_for_it_is_told_why_there_is_none(person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks(ACTION, "mi retención").responses == ["utter_sin_retencion"]


def test_each_relief_that_was_accepted_is_told_by_its_name(person: Callable[[str], Person]) -> None:
    turn = person("jorge.arango").asks(ACTION, "mi retención de octubre", periods=["2026-10"])
    rows = turn.one("utter_retencion_explicada").values["lineas"]
    assert "Dependientes: " in rows
    assert "Medicina prepagada: $ 709.800" in rows
