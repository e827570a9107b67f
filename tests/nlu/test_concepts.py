"""Payroll concepts by their names and misspellings, and the words that are none."""

from __future__ import annotations

import pytest

from nlu.concepts import find_concepts


@pytest.mark.parametrize(
    ("text", "said", "family"),
    [
        ("cuánto me descontaron de salud", "salud", "salud"),
        ("cuánto me quita la EPS", "EPS", "salud"),
        ("por salud cuánto me sacan", "salud", "salud"),
        ("aporte a pensión", "pensión", "pension"),
        ("la pencion", "pencion", "pension"),
        ("fondo de solidaridad", "fondo de solidaridad", "fondo_solidaridad"),
        ("mi retenfuente", "retenfuente", "retencion_fuente"),
        ("retención en la fuente", "retención en la fuente", "retencion_fuente"),
        ("rte fuente", "rte fuente", "retencion_fuente"),
        ("la libransa", "libransa", "libranza"),
        ("un enbargo", "enbargo", "embargo"),
        ("mis sesantias", "sesantias", "cesantias"),
        ("intereses de sesantias", "intereses de sesantias", "intereses_cesantias"),
        ("intereses a las cesantías", "intereses a las cesantías", "intereses_cesantias"),
        ("la prima de servicios", "prima de servicios", "prima"),
        ("horas extras", "horas extras", "horas_extras"),
        ("h. extras", "h. extras", "horas_extras"),
        ("las comiciones", "comiciones", "comision"),
        ("recargo nocturno", "recargo nocturno", "recargos"),
        ("auxilio de transporte", "auxilio de transporte", "auxilio_transporte"),
        ("auxilio de rodamiento", "auxilio de rodamiento", "rodamiento"),
        ("el retroactivo", "retroactivo", "retroactivo"),
        ("LA PRIMA", "PRIMA", "prima"),
    ],
)
def test_a_concept_is_found_with_its_family(text: str, said: str, family: str) -> None:
    (concept,) = find_concepts(text)
    assert (text[concept.start : concept.end], concept.family) == (said, family)


@pytest.mark.parametrize(
    "text",
    [
        "certificado de ingresos y retenciones",
        "certificado de retención en la fuente",
        "¿a qué EPS estoy afiliado?",
        "saludos a todos",
        "la primera quincena",
        "nómina, salario, sueldo, pago y quincena",
        "estoy seguro de que pedí vacaciones",
        "modificación de la cuenta",
        "en qué fondo de pensiones estoy",
        "no fui por salud",
        "me descontaron el día que falté por salud",
        "¿me pagan si me retiro por salud?",
        "¿en qué área me tienen, ventas o retención de clientes?",
    ],
)
def test_other_words_are_no_concept(text: str) -> None:
    assert find_concepts(text) == []
