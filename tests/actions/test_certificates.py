"""Certificates offered in the chat: each card names a document that the services issue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person, touch
from tests.demo_company import TODAY

ACTION = "action_solicitar_certificado"


def test_a_work_certificate_is_a_file_with_the_salary(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    said = person("laura.gomez").asks(ACTION, "necesito una carta laboral").one("utter_certificado_laboral")
    item = said.custom["items"][0]
    assert item["path"] == "/documents/certificado-laboral.pdf"
    assert item["path"] in said.values["ruta"]
    # The services date their documents by the clock, the conversation by its own day.
    assert item["filename"] == f"certificado-laboral-{TODAY}.pdf"
    assert services.documents.work_certificate(principal("laura.gomez")).name.startswith("certificado-laboral-")


@pytest.mark.parametrize("text", ["certificado laboral sin salario", "una carta laboral sin que diga el sueldo"])
def test_a_work_certificate_may_leave_the_salary_out(text: str, person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, text)
    assert turn.responses == ["utter_certificado_laboral_sin_salario"]
    assert turn.said[0].custom["items"][0]["path"] == "/documents/certificado-laboral.pdf?salary=false"


def test_a_certificate_made_to_measure_is_asked_of_a_person_with_leave(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    rosa = person("rosa.mosquera")
    turn = rosa.asks(ACTION, "certificado laboral dirigido a Bancolombia")
    assert turn.responses == ["utter_certificado_laboral", "utter_certificado_a_medida"]
    said = rosa.asks("action_afirmar", "sí").one("utter_caso_registrado")
    opened = services.payroll.cases(principal("rosa.mosquera"))[0]
    assert (opened.number, opened.kind) == (said.values["numero"], "certificado_laboral")


@pytest.mark.parametrize(
    ("text", "periods", "year"),
    [
        ("el formulario 220", [], 2025),
        ("certificado de ingresos y retenciones de 2024", ["2024"], 2024),
        ("el de retenciones del año pasado", ["2025"], 2025),
    ],
)
def test_the_income_certificate_is_of_the_year_said_or_the_last_one(
    text: str,
    periods: list[str],
    year: int,
    person: Callable[[str], Person],
    services: Services,
    principal: Callable[[str], Principal],
) -> None:
    said = person("laura.gomez").asks(ACTION, text, periods=periods).one("utter_certificado_ingresos")
    item = said.custom["items"][0]
    assert item["path"] == f"/documents/certificado-220.pdf?year={year}"
    assert item["filename"] == services.documents.income_certificate(principal("laura.gomez"), year).name


@pytest.mark.parametrize(
    ("year", "response"),
    [("2026", "utter_certificado_ingresos_en_curso"), ("2018", "utter_certificado_ingresos_sin")],
)
def test_a_year_without_a_certificate_offers_those_that_there_are(
    year: str, response: str, person: Callable[[str], Person]
) -> None:
    laura = person("laura.gomez")
    turn = laura.asks(ACTION, "certificado de ingresos y retenciones", periods=[year])
    assert turn.responses == [response]
    buttons = turn.said[0].buttons
    assert [button["title"] for button in buttons] == ["El de 2025", "El de 2024", "El de 2023"]
    touched = laura.asks(ACTION, message=touch(buttons[1]["payload"]))
    assert touched.one("utter_certificado_ingresos").values["anio"] == "2024"


def test_whoever_came_this_year_has_no_year_to_certify(person: Callable[[str], Person]) -> None:
    turn = person("valentina.duque").asks(ACTION, "certificado de ingresos y retenciones")
    assert turn.responses == ["utter_certificado_ingresos_ninguno"]


@pytest.mark.parametrize(
    "text", ["que no diga el sueldo", "pero sin que salga el salario", "que no muestre lo que gano"]
)
def test_a_condition_said_afterwards_is_of_the_certificate(text: str, person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_solicitar_certificado", "un certificado laboral")
    assert laura.asks("action_reportar_error", text).responses[0] == "utter_certificado_laboral_sin_salario"


def test_a_complaint_elsewhere_is_no_condition(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_reportar_error", "que no diga el sueldo")
    assert "utter_certificado_laboral_sin_salario" not in turn.responses
