"""Who works through cases hears how many wait, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person

ACTION = "action_consultar_vacaciones"


@pytest.mark.parametrize(
    "text", ["¿qué casos hay pendientes?", "muéstrame los casos abiertos", "cuántos casos tengo por atender"]
)
def test_hr_is_told_how_many_wait(
    text: str, person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    services.payroll.open_case(principal("diana.perez"), "pago", None, None)
    services.payroll.open_case(principal("diana.perez"), "salud", None, None)
    said = person("claudia.osorio").asks(ACTION, text)
    activity = services.desk.queue.activity(principal("claudia.osorio"))
    assert said.one("utter_bandeja").values["pendientes"] == str(activity.pending)


def test_an_employee_is_told_of_nobodys_cases(person: Callable[[str], Person]) -> None:
    turn = person("jhon.valencia").asks(ACTION, "¿qué casos hay pendientes?")
    assert not [name for name in turn.responses if name.startswith("utter_bandeja")]


def test_hr_asks_for_their_own_cases_as_anybody_does(person: Callable[[str], Person]) -> None:
    for text in ("¿en qué van mis casos?", "muéstrame mis casos abiertos"):
        assert person("gloria.zapata").asks(ACTION, text).responses[0] == "utter_sin_casos"
