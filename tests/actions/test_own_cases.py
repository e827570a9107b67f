"""One's own cases, asked about in any words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.wording import Wording
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import CaseAction
from tests.actions.conversing import Person

ACTION = "action_consultar_perfil"


@pytest.fixture
def numbers(services: Services, principal: Callable[[str], Principal]) -> tuple[str, str]:
    """Two of somebody's three cases: a wrong pay (there is another one) and a handover."""
    julian = principal("julian.toro")
    known = {case.kind: case.number for case in services.payroll.cases(julian)}
    for kind in ("pago", "salud", "atencion_humana"):
        if kind not in known:
            known[kind] = services.payroll.open_case(julian, kind, None, None, transcript_from=None).number
    return known["pago"], known["atencion_humana"]


@pytest.mark.parametrize(
    "text",
    [
        "¿en qué van mis casos?",
        "mis solicitudes",
        "¿qué pasó con mis reclamos?",
        "quiero ver mis casos",
        "mis reclamos",
    ],
)
def test_the_cases_are_listed_with_what_they_are_about_and_their_state(
    text: str, person: Callable[[str], Person], numbers: tuple[str, str]
) -> None:
    lines = person("julian.toro").asks(ACTION, text).one("utter_casos").values["lineas"]
    if "reclamos" not in text:
        assert all(number in lines for number in numbers)
    assert f"{numbers[0]}, revisión de tu pago" in lines


def test_a_number_tells_the_history_of_its_case(person: Callable[[str], Person], numbers: tuple[str, str]) -> None:
    turn = person("julian.toro").asks(ACTION, f"¿en qué va el {numbers[1]}?")
    said = turn.one("utter_caso_con_historia")
    assert (said.values["numero"], said.values["que"]) == (numbers[1], "hablar con una persona")
    assert said.values["estado"] == "registrado, aún sin revisar"
    assert "lo registraste" in said.values["pasos"]
    assert said.custom["number"] == numbers[1]


def test_the_number_of_another_person_is_as_unknown_as_one_of_nobody(
    person: Callable[[str], Person], numbers: tuple[str, str]
) -> None:
    asked = [
        person("andres.mejia").asks(ACTION, f"¿cómo va el {number}?").said[0]
        for number in (numbers[0], "N-2020-999999")
    ]
    assert asked[0] == asked[1]
    assert numbers[0] not in str(asked)


@pytest.mark.parametrize(
    "text", ["tengo tres hijos", "mis vacaciones", "¿cómo va mi ahorro?", "solicitud de vacaciones"]
)
def test_what_is_not_about_a_case_goes_its_way(text: str, person: Callable[[str], Person]) -> None:
    assert not [name for name in person("julian.toro").asks(ACTION, text).responses if "caso" in name]


def test_every_step_and_every_kind_of_work_has_its_words(wording: Wording) -> None:
    assert all(f"utter_paso_caso_{action.value}" in wording for action in CaseAction)
