from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.concepts import BONUS_FAMILIES
from services.payroll.views import Month
from tests.actions.conversing import Person, heard

ACTION = "action_consultar_bonificaciones"


def test_the_prima_without_a_year_is_asked_back_with_those_that_were_paid(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿cuánto me dieron de prima?", concept="prima")
    titles = [button["title"] for button in turn.one("utter_cual_prima").buttons]
    assert titles[:2] == ["La de junio de 2026", "La de diciembre de 2025"]


def test_the_prima_of_a_month_is_told_with_its_calculation(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    (line,) = services.payroll.payslip(principal("laura.gomez"), Month(2026, 6)).family("prima")
    turn = person("laura.gomez").asks(ACTION, "la prima de junio", concept="prima", periods=["2026-06"])
    assert turn.one("utter_bonificacion").values["valor"] == formatting.money(line.amount)
    assert turn.one("utter_calculo_con_norma").values["calculo"].endswith(f"= {formatting.money(line.amount)}")


def test_whoever_got_a_single_prima_is_not_asked_which(person: Callable[[str], Person]) -> None:
    turn = person("valentina.duque").asks(ACTION, "mi prima", concept="prima")
    assert turn.responses[0] == "utter_bonificacion"


def test_several_lines_of_a_concept_are_added_up_and_explained(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    lines = services.payroll.payslip(principal("laura.gomez"), Month(2026, 3)).family("horas_extras")
    assert len(lines) > 1
    turn = person("laura.gomez").asks(ACTION, "horas extras de marzo", concept="horas_extras", periods=["2026-03"])
    total = sum((line.amount for line in lines), Decimal(0))
    assert turn.one("utter_bonificacion_varias").values["valor"] == formatting.money(total)
    assert len(turn.one("utter_detalle_calculo").values["lineas"].split("\n")) == len(lines)


def test_a_month_without_the_concept_offers_the_last_one_with_it(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "horas extras de octubre", concept="horas_extras", periods=["2026-10"])
    said = turn.one("utter_sin_bonificacion_antes_si")
    assert said.values["cercano"] == "septiembre de 2026"


def test_a_concept_never_paid_says_so(person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks(ACTION, "comisiones", concept="comision").responses == ["utter_sin_bonificacion"]


def test_without_a_concept_everything_on_top_of_the_salary_is_told(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    lines = services.payroll.payslip(principal("laura.gomez"), Month(2026, 11)).family(*BONUS_FAMILIES)
    said = person("laura.gomez").asks(ACTION, "mis bonos").one("utter_bonificaciones")
    assert said.values["total"] == formatting.money(sum((line.amount for line in lines), Decimal(0)))


def test_the_last_prima_is_not_asked_back(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿cuánto fue mi última prima?", concept="prima")
    assert turn.one("utter_bonificacion").values["en_periodo"] == "en junio de 2026"


def test_two_concepts_named_at_once_are_both_told(person: Callable[[str], Person]) -> None:
    text = "¿cuánto me pagaron de horas extra y recargos en octubre?"
    turn = person("carlos.asprilla").asks(ACTION, message=heard(text, "consultar_bonificaciones"))
    told = [said.values["nombre"] for said in turn.said if "nombre" in said.values]
    assert len(told) == 2
    assert told[0] == "horas extras"
    assert told[1].startswith("recargo")


def test_the_base_of_a_prima_is_the_sum_of_its_parts(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    (line,) = services.payroll.payslip(principal("laura.gomez"), Month(2026, 6)).family("prima")
    base = line.steps[0].find("prima_servicios.base")
    assert base is not None
    turn = person("laura.gomez").asks(ACTION, "la prima de junio", concept="prima", periods=["2026-06"])
    said = turn.one("utter_base_de_prestacion").values
    assert said["base"] == formatting.money(base.amount)
    assert "$ 249.095 de auxilio de transporte" in said["partes"]
    figures = [
        Decimal(each.replace(".", "").replace(",", ".")) for each in re.findall(r"\$\s([\d.,]*\d)", said["partes"])
    ]
    assert abs(sum(figures, Decimal(0)) - base.amount) <= Decimal("0.01")
