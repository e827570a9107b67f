from __future__ import annotations

from collections.abc import Callable
from datetime import date

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person
from tests.demo_company import TODAY

ACTION = "action_consultar_vacaciones"


def test_the_balance_is_explained_from_what_was_accrued_and_spent(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    balance = services.payroll.vacation_balance(principal("laura.gomez"), TODAY)
    said = person("laura.gomez").asks(ACTION, "¿cuántos días tengo?").one("utter_vacaciones_saldo").values
    assert said["disponibles"] == formatting.number(balance.available)
    assert said["causados"] == formatting.number(balance.accrued)
    assert f"{formatting.number(balance.taken)} disfrutados" in said["restas"]
    assert balance.available == balance.accrued - balance.taken - balance.compensated - balance.reserved


def test_a_future_day_tells_what_the_balance_will_be(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    balance = services.payroll.vacation_balance(principal("laura.gomez"), date(2026, 12, 31))
    turn = person("laura.gomez").asks(ACTION, "¿cuántos tendré en diciembre?", periods=["2026-12"])
    assert turn.one("utter_vacaciones_saldo_futuro").values["disponibles"] == formatting.number(balance.available)


def test_the_history_is_told_when_the_words_ask_for_it(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    latest = services.payroll.vacation_history(principal("laura.gomez"))[0]
    turn = person("laura.gomez").asks(ACTION, "¿qué vacaciones he tomado?")
    first = turn.one("utter_vacaciones_historial").values["lineas"].split("\n")[0]
    assert formatting.day(latest.start) in first
    assert "disfrutadas" in first


def test_a_past_period_without_vacations_says_so(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿salí a vacaciones en enero?", periods=["2026-01"])
    assert turn.responses[0] == "utter_vacaciones_sin_historial_periodo"


def test_whoever_left_is_told_that_the_contract_ended(person: Callable[[str], Person]) -> None:
    turn = person("fernando.cifuentes").asks(ACTION, "mis vacaciones")
    assert turn.responses == ["utter_sin_registro_por_retiro"]
