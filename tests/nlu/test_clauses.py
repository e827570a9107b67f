"""Where a compound message parts, and where it must not."""

from __future__ import annotations

import pytest

from nlu.clauses import split_questions


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "¿Cuánto me pagaron en marzo y cuándo pagan la prima?",
            ["Cuánto me pagaron en marzo", "cuándo pagan la prima?"],
        ),
        ("cuanto gano? y cuantas vacaciones tengo", ["cuanto gano", "cuantas vacaciones tengo"]),
        (
            "muéstrame el desprendible de marzo y dime cuántas vacaciones tengo",
            ["muéstrame el desprendible de marzo", "dime cuántas vacaciones tengo"],
        ),
        ("por qué me pagaron menos y qué me descontaron", ["por qué me pagaron menos", "qué me descontaron"]),
        ("¿cuánto me pagaron en marzo y cuánto en abril?", ["cuánto me pagaron en marzo", "cuánto en abril?"]),
        ("cuál es mi cargo, quién es mi jefe y cuándo entré", ["cuál es mi cargo", "quién es mi jefe", "cuándo entré"]),
        ("ya pagaron y cuánto me consignaron", ["ya pagaron", "cuánto me consignaron"]),
        ("quiero saber mi salario y mis vacaciones", ["quiero saber mi salario", "mis vacaciones"]),
        ("mi cargo y mi salario por favor", ["mi cargo", "mi salario por favor"]),
        ("necesito la carta laboral y el último desprendible", ["necesito la carta laboral", "el último desprendible"]),
        ("saldo de mis cesantías y cómo hago para retirarlas", ["saldo de mis cesantías", "cómo hago para retirarlas"]),
        ("ya me aprobaron el permiso? y cuándo lo tomo", ["ya me aprobaron el permiso", "cuándo lo tomo"]),
        ("dígame mi sueldo y hágame la carta laboral", ["dígame mi sueldo", "hágame la carta laboral"]),
        ("Necesito mi colilla. También quiero saber mi saldo", ["Necesito mi colilla", "quiero saber mi saldo"]),
    ],
)
def test_two_questions_part(message: str, questions: list[str]) -> None:
    clauses = split_questions(message)
    assert [clause.text for clause in clauses] == questions
    assert all(message[clause.start :].startswith(clause.text) for clause in clauses)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "salud y pensión",
        "si me suben el sueldo a 3 millones, ¿cuánto me quedaría?",
        "suponiendo que me aumenten el 10 %, cuánto me consignarían",
        "hola, si me echan, ¿cuánto me toca?",
        "cuánto me descontaron de salud y pensión",
        "entre enero y abril",
        "cuánto me pagaron en enero y febrero",
        "hola, ¿cuánto me pagaron?",
        "cuándo y cuánto me pagan",
        "cuándo pagan la prima y las cesantías",
        "el certificado de ingresos y retenciones",
        "mi salario, ¿cuánto es?",
        "la diferencia entre mi salario y mi desprendible",
        "me descontaron el permiso y la incapacidad",
        "las cesantías y los intereses",
        "mi cargo y el de mi jefe",
        "el cargo y el sueldo de Ricardo Duarte",
        "la colilla y la carta laboral de mi compañera",
        "dígame el sueldo de Yuliana y su cuenta",
        "no tengo claro el contrato y el cargo",
        "quiero saber cuándo y cuánto me van a pagar",
        "no me ha llegado el pago, ¿qué pasó?",
        "buenas tardes. necesito la colilla de agosto. gracias",
        "quiero saber qué me pagaron y me descontaron",
        '/consultar_salario{"mes": "marzo"} y cuánto gano',
        "cuánto gano y " * 100,
    ],
)
def test_a_single_question_stays_whole(message: str) -> None:
    assert split_questions(message) == []
