"""Every intent × every sort of caller, asked about another person: nobody reads anybody else's data in the chat."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import formatting
from actions.other_people import _NAMES_NOBODY
from actions.registry import build_actions, build_conversation
from actions.wording import Wording
from services.auth.principal import Principal, Role
from services.bootstrap import Services
from services.demo.company import person_id
from services.payroll.views import Month
from tests.actions.conftest import DOMAIN
from tests.actions.conversing import Person, Turn, executor_of
from tests.demo_company import NOW, TODAY, sender_id

SUBJECT, SUBJECT_NAME = "laura.gomez", "Laura Gómez Rincón"
CALLERS = {
    "colleague": "ana.ospina",
    "own_manager": "beatriz.londono",
    "other_manager": "ricardo.salazar",
    "hr": "claudia.osorio",
    "payroll": "gloria.zapata",
    "auditor": "juan.cardenas",
    "admin": "sebastian.rojas",
}
DISABLED = "rosa.mosquera"


@pytest.fixture(scope="module")
def intents(company: Services) -> Iterator[tuple[dict[str, str], ActionExecutor]]:
    """The action of every intent that a topic answers, and the action server's own executor."""
    wording = Wording.from_domain(DOMAIN)
    conversation = build_conversation(company, wording, clock=lambda: NOW, time_limit_s=30)
    executor = executor_of(build_actions(conversation, company, wording))
    yield {topic.intent: topic.action for topic in conversation.topics}, executor
    conversation.close()


@pytest.fixture(scope="module")
def private(company: Services) -> set[str]:
    """What only the subject may read: salary, last net, account, document and e-mail, as they are written."""
    subject = company.users.principal(person_id(SUBJECT))
    profile = company.users.profile(subject)
    payslip = company.payroll.payslip(subject, Month(2026, 10))
    figures = {company.payroll.current_salary(subject, TODAY).amount, payslip.net, payslip.gross}
    return {
        profile.email,
        str(profile.document_number),
        company.payroll.bank_account(subject).masked_number,
        *(formatting.money(figure) for figure in figures),
    }


def read(turn: Turn) -> str:
    return json.dumps([[said.values, said.buttons, said.custom] for said in turn.said], ensure_ascii=False, default=str)


def test_the_subject_reads_the_own_data(
    intents: tuple[dict[str, str], ActionExecutor], company: Services, private: set[str]
) -> None:
    actions, executor = intents
    # In the order of the matrix below, so that what is cached for the subject is there to leak.
    shown = "".join(
        read(Person(executor, sender_id(SUBJECT)).asks(action, "lo mío", intent=intent, periods=["2026-10"]))
        for intent, action in actions.items()
    )
    assert len([value for value in private if value in shown]) >= 4


@pytest.mark.parametrize("caller", CALLERS)
def test_nobody_reads_another_person_whatever_the_intent_and_the_role(
    caller: str, intents: tuple[dict[str, str], ActionExecutor], company: Services, private: set[str]
) -> None:
    actions, executor = intents
    own = company.users.profile(company.users.principal(person_id(CALLERS[caller])))
    others = private - {own.email}
    assert len(actions) >= 20
    for intent, action in actions.items():
        for words in (
            {"text": f"muéstrame lo de {SUBJECT_NAME}", "persons": [SUBJECT_NAME]},
            {"text": f'/{intent}{{"persona": "{SUBJECT_NAME}"}}', "persons": [SUBJECT_NAME]},
        ):
            person = Person(executor, sender_id(CALLERS[caller]))
            person.slots |= {"sender_id": sender_id(SUBJECT), "persona": SUBJECT_NAME}
            turn = person.asks(action, str(words["text"]), intent=intent, periods=["2026-10"], persons=words["persons"])
            assert not [value for value in others if value in read(turn)], (intent, words)
            if intent not in _NAMES_NOBODY:
                assert turn.responses == ["utter_datos_ajenos"], (intent, words)


@pytest.mark.parametrize(
    "stranger", ["", "anonymous", "default", "00000000-0000-4000-8000-000000000000", "../laura"], ids=str
)
def test_a_conversation_that_is_no_persons_is_told_nothing(
    stranger: str, intents: tuple[dict[str, str], ActionExecutor]
) -> None:
    actions, executor = intents
    for intent, action in actions.items():
        turn = Person(executor, stranger).asks(action, "¿cuánto gano?", intent=intent)
        assert turn.responses == ["utter_acceso_negado"], intent


def test_a_person_who_was_deactivated_is_told_nothing_from_the_next_message_on(
    intents: tuple[dict[str, str], ActionExecutor], company: Services
) -> None:
    actions, executor = intents
    assert Person(executor, sender_id(DISABLED)).asks("action_consultar_salario", "¿cuánto gano?").responses != [
        "utter_acceso_negado"
    ]
    admin = Principal(person_id(CALLERS["admin"]), frozenset({Role.ADMIN}))
    company.accounts.deactivate(admin, person_id(DISABLED))
    for intent, action in actions.items():
        turn = Person(executor, sender_id(DISABLED)).asks(action, "¿cuánto gano?", intent=intent)
        assert turn.responses == ["utter_acceso_negado"], intent
