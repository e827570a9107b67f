from __future__ import annotations

from collections.abc import Callable

from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person

ACTION = "action_consultar_cuenta_bancaria"


def test_only_the_last_four_digits_are_shown(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    account = services.payroll.bank_account(principal("laura.gomez"))
    said = person("laura.gomez").asks(ACTION, "¿a qué cuenta me pagan?").one("utter_cuenta_bancaria")
    assert said.values["numero"] == account.masked_number
    assert sum(character.isdigit() for character in said.values["numero"]) == 4
    assert said.values["tipo"] == "de ahorros"


def test_changing_it_opens_a_form_that_never_asks_the_number(person: Callable[[str], Person]) -> None:
    turn = person("leidy.cano").asks(ACTION, "quiero cambiar mi cuenta")
    assert turn.responses[-1] == "utter_cambiar_cuenta"
    assert turn.follow_up == "cuenta_form"
