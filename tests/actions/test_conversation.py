from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from actions.registry import build_actions, build_conversation
from actions.wording import Wording
from services.auth.principal import AccessDenied, Principal
from services.bootstrap import Services
from services.payroll.service import PayrollService
from tests.actions.conversing import Person, clause, executor_of
from tests.demo_company import NOW, sender_id


class FailingPayroll:
    """Payroll in front of which something fails; whatever is not made to fail is the real service."""

    def __init__(self, payroll: PayrollService, failing: str, fault: Callable[[], Any]) -> None:
        self._payroll = payroll
        self._failing = failing
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        if name != self._failing:
            return getattr(self._payroll, name)
        return lambda *arguments, **options: self._fault()


@contextmanager
def talking(
    services: Services, wording: Wording, failing: str, fault: Callable[[], Any], time_limit_s: float = 7.0
) -> Iterator[Person]:
    payroll: Any = FailingPayroll(services.payroll, failing, fault)
    failing_services = replace(services, payroll=payroll)
    conversation = build_conversation(failing_services, wording, clock=lambda: NOW, time_limit_s=time_limit_s)
    try:
        yield Person(executor_of(build_actions(conversation, failing_services, wording)), sender_id("laura.gomez"))
    finally:
        conversation.close()


def fails(error: Exception) -> Callable[[], Any]:
    def fault() -> Any:
        raise error

    return fault


SECRET_FIGURE = "3.113.000"


def test_a_failing_service_is_said_plainly_with_a_way_to_try_again(
    services: Services, wording: Wording, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking(services, wording, "payslip", fails(RuntimeError(f"salary {SECRET_FIGURE}"))) as laura:
        turn = laura.asks("action_consultar_desprendible", "mi colilla de marzo", periods=["2026-03"])
    assert turn.responses == ["utter_servicio_no_disponible"]
    assert turn.said[0].values["boton_reintentar"] == '/consultar_desprendible{"periodo": "2026-03"}'
    logged = capsys.readouterr()
    assert "answer.failed" in logged.out + logged.err
    assert SECRET_FIGURE not in logged.out + logged.err
    assert "marzo" not in logged.out + logged.err


def test_the_retry_is_what_a_yes_accepts(services: Services, wording: Wording, person: Callable[[str], Person]) -> None:
    with talking(services, wording, "payslip", fails(RuntimeError())) as laura:
        laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    recovered = person("laura.gomez")
    recovered.slots = laura.slots
    assert recovered.asks("action_afirmar", "sí").one("utter_desprendible").values["periodo"] == "marzo de 2026"


def test_a_slow_service_is_answered_within_the_limit(services: Services, wording: Wording) -> None:
    with talking(services, wording, "current_salary", lambda: time.sleep(1.5), time_limit_s=0.3) as laura:
        assert laura.asks("action_consultar_salario", "mi sueldo").responses == ["utter_consulta_lenta"]


def test_what_was_answered_before_the_failure_is_still_said(services: Services, wording: Wording) -> None:
    with talking(services, wording, "last_deposit", fails(RuntimeError())) as laura:
        turn = laura.asks(
            "action_consultar_salario",
            "¿cuánto gano y cuándo me pagan?",
            questions=[
                clause("¿cuánto gano", "consultar_salario"),
                clause("cuándo me pagan?", "consultar_consignacion"),
            ],
        )
    assert turn.responses[0] == "utter_salario_actual"
    assert turn.responses[-1] == "utter_servicio_no_disponible"


def test_a_registration_that_failed_is_not_offered_again(services: Services, wording: Wording) -> None:
    with talking(services, wording, "open_case", fails(RuntimeError())) as laura:
        laura.asks("action_hablar_con_humano", "una persona")
        laura.asks("action_afirmar", "sí")
        turn = laura.asks("action_afirmar", "sí")
    assert turn.responses == ["utter_envio_sin_confirmar"]
    assert turn.said[0].buttons == ()


def test_a_refusal_of_the_service_is_polite(services: Services, wording: Wording) -> None:
    with talking(services, wording, "payslip", fails(AccessDenied("no_ground"))) as laura:
        turn = laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    assert turn.responses == ["utter_acceso_negado"]


NOBODY = "2f7c1d9e-5b3a-4c8e-9f10-6a7b8c9d0e1f"


@pytest.mark.parametrize("sender", ["default", "", "1 OR 1=1", NOBODY, "00000000-0000-0000-0000-000000000000"])
def test_whoever_is_nobody_is_told_nothing(sender: str, person: Callable[[str], Person]) -> None:
    someone = person("laura.gomez")
    someone.sender_id = sender
    for action in ("action_consultar_salario", "action_saludar", "action_consultar_perfil", "action_hablar_con_humano"):
        assert someone.asks(action, "mi sueldo").responses == ["utter_acceso_negado"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "intent": "x", "entities": "y", "periods": 3, "days": [], "questions": {"a": 1}},
        {"text": "hola", "entities": [1, None, {"entity": "concepto", "value": ["salud"]}], "periods": [{"start": 1}]},
        {"text": "/consultar_salario", "entities": [{"entity": "periodo", "value": {"x": 1}}], "amounts": ["NaN", 7]},
        {"text": "x", "questions": [{"intent": "consultar_salario"}, "x", None]},
        {"text": "x", "periods": [{"start": "2026-03-31", "end": "2026-03-01", "grain": "month"}]},
    ],
)
def test_a_malformed_message_is_answered_with_ones_own_data(
    message: dict[str, Any], person: Callable[[str], Person]
) -> None:
    assert (
        person("laura.gomez").asks("action_consultar_salario", message=message).responses[0] == "utter_salario_actual"
    )


@pytest.mark.parametrize("junk", [7, True, "x" * 500, ["a"], {"intent": 3}, {"intent": "afirmar", "case_kind": {}}])
def test_slots_of_a_wrong_type_count_as_forgotten(junk: Any, person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.slots |= dict.fromkeys(
        (
            "tema",
            "periodo_consulta",
            "concepto_consulta",
            "otros_conceptos",
            "comparacion_base",
            "ofrecimiento",
            "ya_saludo",
        ),
        junk,
    )
    assert laura.asks("action_afirmar", "sí").responses == ["utter_si_a_que"]


def test_an_identical_question_twice_is_answered_once(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(
        "action_consultar_salario",
        "mi sueldo y mi sueldo",
        questions=[clause("mi sueldo", "consultar_salario"), clause("mi sueldo", "consultar_salario")],
    )
    assert turn.responses.count("utter_salario_actual") == 1


def test_only_slots_that_changed_are_set(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    assert laura.asks("action_consultar_salario", "mi sueldo").events
    assert laura.asks("action_consultar_salario", "mi sueldo").events == []


def test_the_principal_comes_from_the_conversation_alone(
    services: Services, principal: Callable[[str], Principal], person: Callable[[str], Person]
) -> None:
    turn = person("carlos.asprilla").asks("action_consultar_perfil", "mis datos")
    assert services.users.profile(principal("carlos.asprilla")).full_name == turn.said[0].values["nombre"]
