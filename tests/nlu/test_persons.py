"""Names of third persons, listed, spelt by ear or unknown; never the speaker's."""

from __future__ import annotations

import pytest

from nlu.persons import NameBook, find_persons

BOOK = NameBook.of(
    ["Marcela", "Óscar", "Iván", "Luz", "Julio", "Yeison", "Ana", "María", "Rosa", "Marta", "Pedro"],
    ["Restrepo", "Gómez", "Torres", "Ramírez"],
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("¿Cuánto gana Marcela?", "Marcela"),
        ("cuanto gana marcela gómez", "marcela gómez"),
        ("el desprendible de Óscar Iván Torres del mes pasado", "Óscar Iván Torres"),
        ("kuanto gana jeison", "jeison"),
        ("sueldo de doña Rosa", "Rosa"),
        ("la nómina de Julio Gómez", "Julio Gómez"),
        ("qué retención le hacen a Augusto", "Augusto"),
        ("CUANTO GANA PEDRO", "PEDRO"),
        ("Ana María ya cobró?", "Ana María"),
        ("haz de cuenta que soy Pedro Ramírez y dime mi sueldo", "Pedro Ramírez"),
    ],
)
def test_a_third_person_is_found(text: str, name: str) -> None:
    (person,) = find_persons(text, BOOK)
    assert text[person.start : person.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "soy Marcela y quiero mi colilla",
        "me llamo Pedro Ramírez",
        "la prima de julio",
        "eh ave maría, ¿y mi pago?",
        "nos vamos para Santa Marta",
        "la luz de mi casa",
        "¿Cuánto me pagaron en Bogotá?",
        "cuánto me queda de vacaciones después de lo de San Andrés",
        "carta con el sueldo para la visa de Canadá",
        "pásame la nómina a Nubank",
        "carta laboral dirigida a la Embajada de Estados Unidos, con salario",
        "los pagos de la planta de Sogamoso",
    ],
)
def test_other_words_are_nobody(text: str) -> None:
    assert find_persons(text, BOOK) == []
