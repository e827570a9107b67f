"""What ends as a case for a person: disputed pay, changes, a hand-over, a question about the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.auth.principal import Principal
from services.bootstrap import Services
from services.demo.company import person_id
from services.payroll.views import Month, Period
from tests.actions.conversing import Person


@pytest.mark.parametrize(
    ("action", "text", "response", "kind"),
    [
        ("action_preguntar_normativa", "¿puedo llevar a mi perro?", "utter_normativa", "consulta_normativa"),
    ],
)
def test_nothing_is_registered_until_the_person_says_yes(
    action: str,
    text: str,
    response: str,
    kind: str,
    person: Callable[[str], Person],
    services: Services,
    principal: Callable[[str], Principal],
) -> None:
    rosa = person("rosa.mosquera")
    before = services.payroll.cases(principal("rosa.mosquera"))
    assert rosa.asks(action, text).responses == [response]
    assert services.payroll.cases(principal("rosa.mosquera")) == before
    assert rosa.asks("action_negar", "no").responses == ["utter_de_acuerdo_no"]
    assert rosa.asks("action_afirmar", "sí").responses == ["utter_si_a_que"]
    assert services.payroll.cases(principal("rosa.mosquera")) == before
    rosa.asks(action, text)
    said = rosa.asks("action_afirmar", "sí").one("utter_caso_registrado")
    opened = services.payroll.cases(principal("rosa.mosquera"))[0]
    assert (opened.number, opened.kind) == (said.values["numero"], kind)


def test_a_second_yes_does_not_open_a_second_case(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    ana = person("ana.ospina")
    ana.asks("action_hablar_con_humano", "una persona")
    ana.asks("action_afirmar", "sí")
    ana.asks("action_afirmar", "sí")
    assert ana.asks("action_afirmar", "sí").responses == ["utter_si_a_que"]
    assert len(services.payroll.cases(principal("ana.ospina"))) == 1


def test_a_disputed_concept_says_what_the_payslip_shows_and_keeps_the_period(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    edwin = person("edwin.cuesta")
    turn = edwin.asks(
        "action_reportar_error", "me faltan comisiones en octubre", concept="comision", periods=["2026-10"]
    )
    assert turn.responses == ["utter_error_no_lo_veo", "utter_reportar_error_de_periodo"]
    edwin.asks("action_afirmar", "sí")
    case = services.payroll.cases(principal("edwin.cuesta"))[0]
    assert case.kind == "comision"
    assert case.period == Period.of_month(Month(2026, 10))
    told = edwin.asks("action_reportar_error", "¿cómo va mi caso?").one("utter_caso_con_historia")
    assert told.values["numero"] == case.number


def test_a_complaint_about_the_answer_is_no_case(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_reportar_error", "eso no es lo que pregunté")
    assert turn.responses == ["utter_me_equivoque"]


def test_a_rule_without_a_passage_offers_ones_own_calculation(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(
        "action_preguntar_normativa", "¿quién inventó semejante cosa tan rara?", concept="retencion_fuente"
    )
    assert turn.one("utter_normativa_con_calculo").values["boton_calculo"].startswith("/consultar_retencion")


def test_a_rule_is_quoted_with_norm_article_validity_and_link(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_preguntar_normativa", "¿se pueden pagar las vacaciones en plata?")
    values = turn.one("utter_normativa_cita").values
    assert "hasta la mitad de las vacaciones" in values["texto"]
    assert (values["norma"], values["articulo"]) == (
        "Código Sustantivo del Trabajo",
        "artículo 189 (Ley 1429 de 2010, art. 20)",
    )
    assert values["vigencia"] == "Vigente desde el 29 de diciembre de 2010."
    assert values["enlace"].startswith("https://")
    assert turn.responses == ["utter_normativa_cita", "utter_normativa_ofrece_persona"]


def test_a_figure_is_marked_as_our_own_summary_and_is_that_of_the_year_asked(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_preguntar_normativa", "cuánto era el salario mínimo", periods=["2025-05"])
    assert "$ 1.423.500" in turn.one("utter_normativa_dato").values["texto"]


def test_a_policy_says_that_its_company_is_fictional(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks("action_preguntar_normativa", "¿cómo pido un anticipo de nómina?")
    assert turn.one("utter_normativa_politica").values["norma"].startswith("Reglamento interno")


def test_after_a_quotation_a_yes_takes_the_question_to_a_person(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    laura = person("laura.gomez")
    laura.asks("action_preguntar_normativa", "¿me pueden embargar todo el sueldo?")
    said = laura.asks("action_afirmar", "sí").one("utter_caso_registrado")
    opened = services.payroll.cases(principal("laura.gomez"))[0]
    assert (opened.number, opened.kind) == (said.values["numero"], "consulta_normativa")


@pytest.mark.parametrize(
    ("answer", "shared", "said"),
    [
        ("action_afirmar", True, "utter_conversacion_compartida"),
        ("action_negar", False, "utter_conversacion_no_compartida"),
    ],
)
def test_a_hand_over_asks_apart_whether_to_share_the_conversation(
    answer: str, shared: bool, said: str, person: Callable[[str], Person], services: Services
) -> None:
    yesid, claudia = person("yesid.lozano"), services.users.principal(person_id("claudia.osorio"))
    assert yesid.asks("action_hablar_con_humano", "quiero hablar con alguien").responses == ["utter_hablar_con_humano"]
    assert yesid.asks("action_afirmar", "sí").responses == ["utter_compartir_conversacion"]
    turn = yesid.asks(answer, "")
    assert turn.responses == ["utter_caso_registrado", said]
    opened = services.payroll.cases(services.users.principal(person_id("yesid.lozano")))[0]
    assert turn.said[0].custom == {"type": "case", "number": opened.number, "state": "open", "kind": "handover"}
    assert opened.id is not None
    assert (services.desk.inbox.case(claudia, opened.id).transcript is not None) is shared


def test_a_no_before_the_question_of_sharing_opens_nothing(person: Callable[[str], Person], services: Services) -> None:
    jairo = person("jairo.agudelo")
    jairo.asks("action_hablar_con_humano", "quiero hablar con alguien")
    assert jairo.asks("action_negar", "no").responses == ["utter_de_acuerdo_no"]
    assert services.payroll.cases(services.users.principal(person_id("jairo.agudelo"))) == ()
