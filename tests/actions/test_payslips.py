from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from actions import formatting
from actions.wording import Wording
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import DepositStatus, Month
from tests.actions.conversing import Person, heard
from tests.demo_company import TODAY

ACTION = "action_consultar_desprendible"
EMPLOYEES = ("laura.gomez", "jorge.arango", "carlos.asprilla", "catalina.uribe")


@pytest.mark.parametrize("key", EMPLOYEES)
def test_every_line_of_the_payslip_is_told_with_its_amount(
    key: str, person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal(key), Month(2026, 3))
    said = person(key).asks(ACTION, "mi desprendible de marzo", periods=["2026-03"]).one("utter_desprendible")
    assert said.values["neto"] == formatting.money(payslip.net)
    for line in payslip.earning_lines:
        assert any(
            line.name in row and formatting.money(line.amount) in row for row in said.values["devengos"].split("\n")
        )
    for line in payslip.deduction_lines:
        assert any(
            line.name in row and formatting.money(line.amount) in row for row in said.values["deducciones"].split("\n")
        )


def test_the_table_holds_the_same_figures_as_the_text(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 3))
    said = person("laura.gomez").asks(ACTION, "marzo", periods=["2026-03"]).one("utter_desprendible")
    assert said.custom["type"] == "table"
    assert len(said.custom["rows"]) == len(payslip.lines)
    assert said.custom["total"][1:] == [formatting.money(payslip.gross), formatting.money(payslip.deductions)]


def test_without_a_period_the_latest_payslip_is_told_as_in_progress(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 11))
    pending = [deposit for deposit in payslip.deposits if deposit.status is DepositStatus.SCHEDULED]
    turn = person("laura.gomez").asks(ACTION, "mi colilla")
    assert turn.one("utter_desprendible").values["periodo"] == "noviembre de 2026"
    assert turn.one("utter_desprendible_en_curso").values["pendiente"] == formatting.money(
        sum((deposit.amount for deposit in pending), Decimal(0))
    )


def test_a_fortnight_is_told_by_itself(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    part = services.payroll.payslip(principal("laura.gomez"), Month(2026, 6)).part(1)
    assert part is not None
    turn = person("laura.gomez").asks(ACTION, "la primera quincena de junio", periods=["2026-06-Q1"])
    assert turn.one("utter_desprendible").values["neto"] == formatting.money(part.deposit.amount)
    assert turn.one("utter_quincena_consignada").values["fecha"] == formatting.day(part.deposit.pay_date)


def test_a_fortnight_of_whoever_is_paid_monthly_is_the_whole_month(person: Callable[[str], Person]) -> None:
    turn = person("jorge.arango").asks(ACTION, "la primera quincena de junio", periods=["2026-06-Q1"])
    assert turn.one("utter_desprendible").values["periodo"] == "junio de 2026"
    assert "utter_pago_mensual_no_quincenal" in turn.responses


def test_a_range_is_added_up_month_by_month(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslips = services.payroll.payslips(principal("laura.gomez"), Month(2026, 1), Month(2026, 3))
    said = (
        person("laura.gomez").asks(ACTION, "de enero a marzo", periods=["2026-01..2026-03"]).one("utter_desprendibles")
    )
    assert said.values["neto"] == formatting.money(sum((each.net for each in payslips), Decimal(0)))
    assert len(said.values["lineas"].split("\n")) == 3


@pytest.mark.parametrize(
    ("key", "period", "response", "offered"),
    [
        ("laura.gomez", "2020-05", "utter_sin_desprendible", "2023-12"),
        ("kelly.hurtado", "2025-03", "utter_antes_del_ingreso", "2025-09"),
        ("fernando.cifuentes", "2026-01", "utter_despues_del_retiro", "2025-05"),
        ("laura.gomez", "2027-05", "utter_periodo_futuro", "2026-11"),
    ],
)
def test_a_period_without_pay_says_why_and_offers_the_nearest(
    key: str, period: str, response: str, offered: str, person: Callable[[str], Person]
) -> None:
    someone = person(key)
    turn = someone.asks(ACTION, "¿cuánto me pagaron?", periods=[period])
    assert turn.responses == [response]
    assert turn.said[0].values["boton_cercano"] == f'/{ACTION.removeprefix("action_")}{{"periodo": "{offered}"}}'
    accepted = someone.asks("action_afirmar", "sí")
    assert accepted.said[0].values["periodo"] == formatting.month(Month.parse(offered))


def test_pay_to_come_tells_the_next_payment_and_offers_the_latest_month(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    following = services.payroll.next_payment(principal("laura.gomez"), TODAY)
    message = heard("¿cuánto me van a pagar en la próxima quincena?", "consultar_desprendible")
    turn = person("laura.gomez").asks(ACTION, message=message)
    assert turn.responses == ["utter_proximo_pago_calculado", "utter_periodo_futuro"]
    assert turn.said[0].values["fecha"] == formatting.weekday(following.pay_date)
    assert turn.said[0].values["pago"] == formatting.fortnight(2, Month(2026, 11))


def test_the_next_payment_is_no_answer_about_a_month_far_ahead(person: Callable[[str], Person]) -> None:
    message = heard("¿cuánto me van a pagar en mayo de 2027?", "consultar_desprendible")
    assert person("laura.gomez").asks(ACTION, message=message).responses == ["utter_periodo_futuro"]


def test_pay_to_come_of_whoever_left_is_only_the_latest_month(person: Callable[[str], Person]) -> None:
    message = heard("¿cuánto me van a pagar en la próxima quincena?", "consultar_desprendible")
    assert person("fernando.cifuentes").asks(ACTION, message=message).responses == ["utter_periodo_futuro"]


def test_remembers_the_period(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "marzo", periods=["2026-03"])
    assert turn.slot("periodo_consulta") == {"start": "2026-03-01", "end": "2026-03-31", "grain": "month"}


@pytest.mark.parametrize("key", EMPLOYEES)
def test_an_explained_payslip_says_of_each_line_its_calculation_what_it_is_and_its_norm(
    key: str,
    person: Callable[[str], Person],
    services: Services,
    principal: Callable[[str], Principal],
    wording: Wording,
) -> None:
    payslip = services.payroll.payslip(principal(key), Month(2026, 10))
    turn = person(key).asks(ACTION, "explícame mi desprendible de octubre", periods=["2026-10"])
    said = turn.one("utter_desprendible_explicado")
    rows = [*said.values["devengos"].split("\n"), *said.values["deducciones"].split("\n")]
    for line, row in zip((*payslip.earning_lines, *payslip.deduction_lines), rows, strict=True):
        assert formatting.money(line.amount) in row
        assert wording.render(f"utter_que_es_{line.concept}") in row
        assert "Norma: " in row


def test_a_withholding_is_explained_by_its_bracket(person: Callable[[str], Person]) -> None:
    turn = person("monica.velez").asks(ACTION, "no entiendo mi desprendible de octubre", periods=["2026-10"])
    rows = turn.one("utter_desprendible_explicado").values["deducciones"].split("\n")
    row = next(row for row in rows if row.startswith("• Retención en la fuente"))
    assert "× 28 %) + (10 UVT × $ 52.374) = " in row


def test_the_composition_of_a_payslip_adds_up_to_what_was_earned(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    payslip = services.payroll.payslip(principal("laura.gomez"), Month(2026, 10))
    said = person("laura.gomez").asks(ACTION, "octubre", periods=["2026-10"]).one("utter_composicion")
    points = said.custom["points"]
    assert said.custom["kind"] == "donut"
    assert Decimal(points[0]["value"]) == payslip.net
    assert sum(Decimal(point["value"]) for point in points) == payslip.gross


def test_each_payslip_offers_its_file(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    said = person("laura.gomez").asks(ACTION, "octubre", periods=["2026-10"]).one("utter_desprendible_consignado")
    item = said.custom["items"][0]
    issued = services.documents.payslips(principal("laura.gomez"), Month(2026, 10), Month(2026, 10))
    assert said.custom["type"] == "documents"
    assert item["path"] == "/documents/payslips.pdf?from=2026-10&to=2026-10"
    assert item["filename"] == said.values["archivo"] == issued.name


@pytest.mark.parametrize(
    ("text", "periods", "name"),
    [
        ("mi desprendible de mayo en pdf", ["2026-05"], "desprendible-2026-05.pdf"),
        ("descárgame los de enero a marzo", ["2026-01..2026-03"], "desprendible-2026-01-a-2026-03.pdf"),
        ("necesito imprimir la colilla", [], "desprendible-2026-11.pdf"),
        ("los desprendibles de 2026 en un solo pdf", ["2026"], "desprendible-2026-01-a-2026-11.pdf"),
    ],
)
def test_whoever_asks_for_the_file_gets_it_and_how_to_open_it_in_words(
    text: str, periods: list[str], name: str, person: Callable[[str], Person], wording: Wording
) -> None:
    turn = person("laura.gomez").asks(ACTION, text, periods=periods)
    assert len(turn.said) == 1
    assert turn.said[0].custom["items"][0]["filename"] == name
    shown = turn.text(wording)
    assert name in shown
    assert turn.said[0].custom["items"][0]["path"] in shown
