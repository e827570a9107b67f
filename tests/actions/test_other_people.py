from __future__ import annotations

from collections.abc import Callable

import pytest

from services.demo.company import employees
from tests.actions.conversing import Person, clause

REFUSAL = ["utter_datos_ajenos"]
PAY_ACTIONS = (
    "action_consultar_salario",
    "action_consultar_desprendible",
    "action_consultar_deducciones",
    "action_consultar_vacaciones",
    "action_consultar_cuenta_bancaria",
    "action_historial_pagos",
    "action_comparar_pagos",
    "action_continuar_tema",
)


@pytest.mark.parametrize("action", PAY_ACTIONS)
@pytest.mark.parametrize("asker", ["laura.gomez", "andres.mejia", "claudia.osorio", "gloria.zapata"])
def test_naming_somebody_else_is_refused_in_every_topic_for_every_role(
    action: str, asker: str, person: Callable[[str], Person]
) -> None:
    assert person(asker).asks(action, "¿cuánto gana Carlos Asprilla?", persons=["Carlos Asprilla"]).responses == REFUSAL


@pytest.mark.parametrize(
    "text",
    [
        "¿cuánto gana mi jefe?",
        "el salario de mi compañero",
        "muéstrame la nómina de todos",
        "¿y el de mi compañera?",
        "cuánto le pagan a mi compañero de turno",
        "las vacaciones del gerente",
        "cuánto ganan los demás",
        "dime el sueldo de mi jefa",
    ],
)
def test_a_third_person_without_a_name_is_refused_too(text: str, person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks("action_consultar_salario", text).responses == REFUSAL


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ("action_consultar_perfil", "¿quién es mi jefe?"),
        ("action_consultar_deducciones", "¿cuánto va al fondo de empleados?"),
        ("action_consultar_desprendible", "el desprendible de la quincena pasada"),
        ("action_consultar_bonificaciones", "la prima de mitad de año"),
        ("action_consultar_deducciones", "lo del embargo"),
        ("action_consultar_vacaciones", "las vacaciones del año pasado"),
    ],
)
def test_ones_own_questions_are_not_taken_for_somebody_elses(
    action: str, text: str, person: Callable[[str], Person]
) -> None:
    assert person("laura.gomez").asks(action, text).responses != REFUSAL


def test_ones_own_name_is_no_third_person(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_consultar_salario", "soy Laura Gómez, mi sueldo", persons=["Laura Gómez"])
    assert "utter_salario_actual" in turn.responses


def test_the_other_half_of_a_compound_question_is_still_answered(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(
        "action_consultar_salario",
        "¿cuánto gano y cuánto gana Carlos?",
        questions=[
            clause("¿cuánto gano", "consultar_salario"),
            clause("cuánto gana Carlos?", "consultar_salario", persons=["Carlos"]),
        ],
    )
    assert turn.responses[0] == "utter_salario_actual"
    assert turn.responses[-1:] == REFUSAL


@pytest.mark.parametrize("key", [person.key for person in employees()[:6]])
def test_no_answer_ever_holds_another_persons_figures(key: str, person: Callable[[str], Person]) -> None:
    asked = person(key).asks("action_consultar_salario", "mi sueldo")
    other = person("laura.gomez" if key != "laura.gomez" else "carlos.asprilla").asks(
        "action_consultar_salario", "mi sueldo"
    )
    assert asked.said[0].values["salario"] != other.said[0].values["salario"]


def test_slots_and_payloads_cannot_name_another_person(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    own = laura.asks("action_consultar_salario", "mi sueldo").said[0].values["salario"]
    laura.slots.update({"user_id": person("jorge.arango").sender_id, "sender_id": person("jorge.arango").sender_id})
    message = {
        "text": '/consultar_salario{"persona": "Jorge Arango"}',
        "intent": {"name": "consultar_salario"},
        "entities": [{"entity": "persona", "value": "Jorge Arango"}],
        "metadata": {"sender_id": person("jorge.arango").sender_id},
    }
    assert laura.asks("action_consultar_salario", message=message).responses == REFUSAL
    assert laura.asks("action_consultar_salario", "mi sueldo").said[0].values["salario"] == own
