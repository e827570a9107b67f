"""The forms of a leave and of another account, answer by answer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from services.bootstrap import Services
from services.demo.company import person_id
from tests.actions.conversing import Person, Turn

PDF = b"%PDF-1.7\n"


@dataclass
class Filling:
    """A person filling in a form, as Rasa would ask for its slots."""

    form: str
    slots: tuple[str, ...]
    person: Person
    last: Turn = field(init=False)

    def answers(self, text: str, intent: str = "dar_dato", **content: Any) -> Turn:
        asked = next((slot for slot in self.slots if self.person.slots.get(slot) is None), None)
        self.person.slots["requested_slot"] = asked
        self.last = self.person.asks(f"validate_{self.form}", text, intent=intent, **content)
        return self.last

    @property
    def asked_next(self) -> str | None:
        return next((slot for slot in self.slots if self.person.slots.get(slot) is None), None)


LEAVE = ("ausencia_tipo", "ausencia_fechas", "ausencia_soporte", "ausencia_confirmada")
ACCOUNT = ("cuenta_banco", "cuenta_tipo", "cuenta_soporte", "cuenta_confirmada")


@pytest.fixture
def fill(own_person: Callable[[str], Person]) -> Callable[..., Filling]:
    return lambda key, form, slots: Filling(form, slots, own_person(key))


def attached(services: Services, key: str) -> str:
    principal = services.users.principal(person_id(key))
    return f"Adjunté el soporte {services.desk.files.take(principal, 'a.pdf', PDF).reference}"


def code_sent(home: Path, services: Services, key: str) -> str:
    """The code in the mailbox of a person; mail leaves from a thread of its own."""
    email = services.users.profile(services.users.principal(person_id(key))).email
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for path in (home / "outbox").glob("*.eml"):
            mail = message_from_bytes(path.read_bytes())
            found = re.search(r"\b\d{6}\b", str(mail.get_payload(decode=True), "utf-8"))
            if mail["To"] == email and found is not None:
                return found[0]
        time.sleep(0.05)
    raise AssertionError("no code came")


def test_a_sick_leave_from_its_sort_to_its_number(fill: Callable[..., Filling], own_services: Services) -> None:
    form = fill("edwin.cuesta", "ausencia_form", LEAVE)
    form.answers("Incapacidad por enfermedad", "consultar_incapacidades")
    form.answers("del 2026-11-16 al 2026-11-20")
    assert form.person.slots["ausencia_fechas"] == "2026-11-16/2026-11-20"
    assert form.answers("no tengo", "negar").responses == ["utter_ausencia_rechazo_certificate_needed"]
    form.answers(attached(own_services, "edwin.cuesta"), "nlu_fallback")
    assert form.asked_next == "ausencia_confirmada"
    shown = form.person.asks("action_ask_ausencia_form_ausencia_confirmada").one("utter_ausencia_confirmar")
    assert shown.values["inicio"] == "lunes 16 de noviembre de 2026"
    form.answers("sí", "afirmar")
    said = form.person.asks("action_enviar_ausencia").one("utter_ausencia_registrada")
    case = own_services.payroll.cases(own_services.users.principal(person_id("edwin.cuesta")))[0]
    assert (case.number, case.start, case.end) == (said.values["numero"], date(2026, 11, 16), date(2026, 11, 20))
    assert said.custom["kind"] == "leave"
    assert all(form.person.slots[slot] is None for slot in LEAVE)


def test_a_permission_needs_no_certificate(fill: Callable[..., Filling]) -> None:
    form = fill("jhon.valencia", "ausencia_form", LEAVE)
    form.answers("un permiso", "consultar_incapacidades")
    form.answers("el viernes", periods=["2026-12-04"])
    form.answers("no", "negar")
    assert form.person.slots["ausencia_soporte"] == "ninguno"
    form.answers("sí", "afirmar")
    assert form.person.asks("action_enviar_ausencia").responses == ["utter_permiso_registrado"]


def test_days_that_cannot_be_are_asked_again(fill: Callable[..., Filling]) -> None:
    form = fill("jhon.valencia", "ausencia_form", LEAVE)
    form.answers("luto")
    assert form.answers("el 3 de marzo", periods=["2026-03-03"]).responses == ["utter_ausencia_rechazo_too_old"]
    assert form.answers("marzo", periods=["2026-03"]).responses == ["utter_ausencia_no_entendi"]
    assert form.asked_next == "ausencia_fechas"


def test_anothers_file_is_no_certificate(fill: Callable[..., Filling], own_services: Services) -> None:
    form = fill("jhon.valencia", "ausencia_form", LEAVE)
    form.answers("luto")
    form.answers("2026-11-20")
    assert form.answers(attached(own_services, "laura.gomez")).responses == ["utter_soporte_desconocido"]


@pytest.mark.parametrize("text", ["cancelar", "mejor no", "olvídalo"])
def test_leaving_sends_nothing(text: str, fill: Callable[..., Filling], own_services: Services) -> None:
    form = fill("camilo.serna", "ausencia_form", LEAVE)
    form.answers("luto")
    form.answers(text, "negar")
    assert form.person.slots["ausencia_confirmada"] is False
    assert form.person.asks("action_enviar_ausencia").responses == ["utter_ausencia_no_enviada"]
    assert own_services.payroll.cases(own_services.users.principal(person_id("camilo.serna"))) == ()


def test_a_question_in_the_middle_is_a_digression(fill: Callable[..., Filling]) -> None:
    form = fill("camilo.serna", "ausencia_form", LEAVE)
    form.answers("luto")
    assert form.answers("¿cuánto me pagaron?", "consultar_desprendible").events == []


def test_another_account_is_confirmed_with_the_code_and_never_takes_a_number(
    fill: Callable[..., Filling], own_services: Services, home: Path
) -> None:
    form = fill("ana.ospina", "cuenta_form", ACCOUNT)
    assert form.answers("031-234567-89").responses == ["utter_cuenta_sin_numero", "utter_cuenta_no_entendi"]
    form.answers("es en Nequi", "fuera_de_alcance")
    assert form.person.slots["cuenta_banco"] == "Nequi"
    form.answers("de ahorros")
    assert form.answers(attached(own_services, "ana.ospina")).responses == ["utter_cuenta_codigo_enviado"]
    code = code_sent(home, own_services, "ana.ospina")
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert form.answers(wrong).responses == ["utter_cuenta_codigo_errado"]
    form.answers(f"el código es {code}")
    said = form.person.asks("action_enviar_cambio_cuenta").one("utter_cuenta_solicitada")
    assert said.custom == {"type": "case", "number": said.values["numero"], "state": "open", "kind": "bank_account"}


@pytest.mark.parametrize(
    ("text", "bank", "kind"),
    [
        ("a Bancolombia ahorros 00123456789", "Bancolombia", "Ahorros"),
        ("en el Banco de Bogotá, cuenta corriente", "Banco de Bogotá", "Corriente"),
        ("la nueva es de Scotiabank Colpatria", "Scotiabank Colpatria", None),
        ("¿en qué va el cambio de cuenta?", None, None),
        ("me pagaron mal la quincena", None, None),
    ],
)
def test_a_bank_is_read_out_of_its_sentence_with_the_kind_of_account_that_goes_with_it(
    text: str, bank: str | None, kind: str | None, fill: Callable[..., Filling]
) -> None:
    form = fill("leidy.cano", "cuenta_form", ACCOUNT)
    form.answers(text, "dar_dato")
    assert (form.person.slots.get("cuenta_banco"), form.person.slots.get("cuenta_tipo")) == (bank, kind)


def test_a_code_asked_again_replaces_the_first(fill: Callable[..., Filling], own_services: Services) -> None:
    form = fill("sandra.bedoya", "cuenta_form", ACCOUNT)
    for answer in ("Davivienda", "Corriente", attached(own_services, "sandra.bedoya")):
        form.answers(answer)
    turn = form.answers("Reenviar el código")
    assert turn.responses == ["utter_cuenta_codigo_enviado", "utter_cuenta_codigo_reenviado"]
    assert form.asked_next == "cuenta_confirmada"


def test_a_yes_to_what_a_digression_offered_is_not_an_answer_to_the_form(fill: Callable[..., Filling]) -> None:
    form = fill("camilo.serna", "cuenta_form", ACCOUNT)
    assert form.answers("quiero hablar con una persona", "hablar_con_humano").events == []
    form.person.asks("action_hablar_con_humano", "quiero hablar con una persona")
    assert form.answers("sí", "afirmar").events == []
    assert form.person.asks("action_afirmar", "sí").responses == ["utter_compartir_conversacion"]
    assert form.answers("no", "negar").events == []
    assert "utter_caso_registrado" in form.person.asks("action_negar", "no").responses
    assert form.answers("sí", "afirmar").responses == ["utter_cuenta_no_entendi"]


def test_the_form_s_own_button_leaves_it_whatever_is_on_offer(fill: Callable[..., Filling]) -> None:
    form = fill("camilo.serna", "cuenta_form", ACCOUNT)
    form.person.asks("action_hablar_con_humano", "quiero hablar con una persona")
    form.answers("/negar", "negar")
    assert form.person.slots["cuenta_confirmada"] is False


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("quiero hablar con una persona", "hablar_con_humano"),
        ("mis vacaciones", "consultar_vacaciones"),
        ("qué porquería", "insulto"),
    ],
)
def test_what_means_something_else_is_no_bank(text: str, intent: str, fill: Callable[..., Filling]) -> None:
    form = fill("camilo.serna", "cuenta_form", ACCOUNT)
    assert form.answers(text, intent).events == []


def test_a_bank_is_one_whatever_it_was_taken_for(fill: Callable[..., Filling]) -> None:
    form = fill("camilo.serna", "cuenta_form", ACCOUNT)
    form.answers("Bancolombia", "consultar_consignacion")
    assert form.person.slots["cuenta_banco"] == "Bancolombia"
