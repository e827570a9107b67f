from __future__ import annotations

from collections.abc import Callable

import pytest

from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person

ACTION = "action_consultar_perfil"


def test_tells_every_datum_with_the_document_masked(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    profile = services.users.profile(principal("laura.gomez"))
    lines = person("laura.gomez").asks(ACTION, "mis datos").one("utter_perfil").values["lineas"]
    for datum in (profile.position, profile.area, profile.manager_name, profile.email, profile.document_number):
        assert datum is not None
        assert datum in lines
    assert "•" in (profile.document_number or "")
    assert all(each.institution in lines for each in profile.affiliations)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("¿quién es mi jefe?", "utter_perfil_jefe"),
        ("¿cuánto llevo en la empresa?", "utter_perfil_antiguedad"),
        ("¿qué tipo de contrato tengo?", "utter_perfil_contrato"),
        ("¿a qué EPS estoy afiliada?", "utter_perfil_afiliaciones"),
        ("quiero actualizar mi dirección", "utter_correccion_empezar"),
    ],
)
def test_tells_only_the_datum_that_was_asked_for(text: str, response: str, person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks(ACTION, text).responses == [response]


def test_the_eps_alone_is_told_when_the_eps_is_asked_for(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    eps = services.users.profile(principal("laura.gomez")).affiliation("eps")
    assert eps is not None
    said = person("laura.gomez").asks(ACTION, "¿cuál es mi EPS?").one("utter_perfil_afiliaciones")
    assert said.values["lineas"] == f"• EPS: {eps.institution}"
