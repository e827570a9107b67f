from __future__ import annotations

from collections.abc import Callable
from datetime import date

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person, heard
from tests.demo_company import TODAY

ACTION = "action_consultar_consignacion"


def test_tells_the_last_deposit_and_the_next_pay_date(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    last = services.payroll.last_deposit(principal("laura.gomez"), TODAY)
    following = services.payroll.next_payment(principal("laura.gomez"), TODAY)
    turn = person("laura.gomez").asks(ACTION, "¿ya pagaron?")
    said = turn.one("utter_ultima_consignacion").values
    assert (said["valor"], said["fecha"]) == (formatting.money(last.amount), formatting.weekday(last.pay_date))
    assert last.masked_account in said["cuenta"]
    assert turn.one("utter_proximo_pago_calculado").values["fecha"] == formatting.weekday(following.pay_date)


def test_lists_the_deposits_of_a_month(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    deposits = services.payroll.deposits(principal("laura.gomez"), date(2026, 10, 1), date(2026, 10, 31))
    rows = (
        person("laura.gomez")
        .asks(ACTION, "¿cuándo me pagaron en octubre?", periods=["2026-10"])
        .one("utter_consignaciones")
        .values["lineas"]
        .split("\n")
    )
    assert len(rows) == len(deposits) == 2
    for row, deposit in zip(rows, deposits, strict=True):
        assert formatting.money(deposit.amount) in row
        assert formatting.day(deposit.pay_date) in row


def test_a_day_without_deposits_tells_the_last_one(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿me pagaron ayer?", periods=["2026-11-22"])
    assert turn.responses == ["utter_sin_consignaciones", "utter_ultima_consignacion"]


def test_whoever_left_has_no_next_payment(person: Callable[[str], Person]) -> None:
    assert "utter_sin_proximo_pago" in person("fernando.cifuentes").asks(ACTION, "¿cuándo pagan?").responses


def test_when_the_prima_is_paid_is_the_laws_date_and_offers_ones_own(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    assert laura.asks(ACTION, "¿cuándo pagan la prima?", concept="prima").responses == ["utter_fechas_prima"]
    assert laura.asks("action_afirmar", "sí").responses == ["utter_cual_prima"]


def test_a_weekday_of_which_one_asks_whether_they_pay_is_one_to_come(person: Callable[[str], Person]) -> None:
    message = heard("¿pagan el viernes o el lunes?", "consultar_consignacion")
    turn = person("laura.gomez").asks(ACTION, message=message)
    assert turn.responses == ["utter_ultima_consignacion", "utter_proximo_pago_calculado"]
