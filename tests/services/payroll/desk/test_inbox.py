from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.audit import AuditRecord
from services.auth.principal import AccessDenied, Principal
from services.bootstrap import Services
from services.chat import repository
from services.chat.published_events import SaidMessage
from services.payroll.desk.errors import CaseChanged, CaseClosed
from services.payroll.desk.kinds import DeskKind
from services.payroll.desk.models import CaseEventRecord
from services.payroll.desk.queue import CaseFilter
from services.payroll.views import CaseAction, CaseState, Month, Period

Someone = Callable[[str], Principal]


def say(company: Services, person: Principal, text: str, at: datetime, author: str = "person") -> str:
    turn_id = str(uuid4())
    message = SaidMessage(uuid4().hex, person.user_id, at, author, text, correlation_id=turn_id)
    with company.database.session() as session:
        repository.add_messages(session, [message])
        session.commit()
    return turn_id


def opened(
    company: Services, person: Principal, kind: str = "pago", turn: str | None = None, since: datetime | None = None
) -> UUID:
    period = Period.of_month(Month(2026, 10))
    case = company.payroll.open_case(person, kind, turn, period, transcript_from=since)
    assert case.id is not None
    return case.id


def test_a_wrong_pay_is_reported_answered_in_the_chat_and_closed_with_its_history(
    company: Services, someone: Someone
) -> None:
    carlos, gloria = someone("carlos.asprilla"), someone("gloria.zapata")
    turn = say(company, carlos, "me faltan horas extras de octubre", datetime.now(timezone.utc))
    case_id = opened(company, carlos, "horas_extras", turn)
    listed = company.desk.queue.cases(gloria, CaseFilter(DeskKind.WRONG_PAY, {CaseState.OPEN})).cases[0]
    assert (listed.id, listed.about, listed.person_name) == (case_id, "horas_extras", "Carlos Alberto Asprilla Mina")
    dossier = company.desk.inbox.case(gloria, case_id)
    assert dossier.report == "me faltan horas extras de octubre"
    assert dossier.transcript is None
    assert dossier.area == "Producción"

    company.desk.inbox.assign(gloria, case_id)
    company.desk.inbox.reply(gloria, case_id, "Las horas del 30 entran en la quincena que viene.")
    in_chat = company.chat.history(carlos).messages[0]
    assert (in_chat.author, in_chat.text) == (
        "staff",
        f"Gloria Inés Zapata Marín respondió tu caso {listed.number}.\n"
        "«Las horas del 30 entran en la quincena que viene.»",
    )
    company.desk.inbox.resolve(gloria, case_id)
    with pytest.raises(CaseClosed):
        company.desk.inbox.reply(gloria, case_id, "otra cosa")
    (case,) = company.payroll.cases(carlos)
    assert [(event.action, event.state) for event in case.events] == [
        (CaseAction.OPENED, CaseState.OPEN),
        (CaseAction.ASSIGNED, CaseState.IN_REVIEW),
        (CaseAction.REPLIED, CaseState.IN_REVIEW),
        (CaseAction.RESOLVED, CaseState.RESOLVED),
    ]
    assert [step.text for step in company.desk.inbox.case(gloria, case_id).steps][2] == (
        "Las horas del 30 entran en la quincena que viene."
    )


def test_what_is_answered_is_encrypted_in_the_rows_of_the_case(company: Services, someone: Someone) -> None:
    case_id = opened(company, someone("valentina.duque"))
    company.desk.inbox.reply(someone("gloria.zapata"), case_id, "respuesta reservada")
    query = select(CaseEventRecord.text_encrypted).where(CaseEventRecord.case_id == case_id)
    with company.database.session() as session:
        stored = [text for text in session.execute(query).scalars() if text is not None]
    assert len(stored) == 1
    assert b"reservada" not in stored[0]


def test_the_conversation_is_shown_from_the_agreed_moment_until_the_case_is_closed(
    company: Services, someone: Someone, trail: Callable[[Principal], list[AuditRecord]]
) -> None:
    catalina, claudia = someone("catalina.uribe"), someone("claudia.osorio")
    now = datetime.now(timezone.utc)
    say(company, catalina, "de antes", now - timedelta(days=3))
    say(company, catalina, "necesito una persona", now - timedelta(minutes=2))
    case_id = opened(company, catalina, "atencion_humana", since=now - timedelta(hours=24))
    say(company, catalina, "sigo esperando", datetime.now(timezone.utc))
    transcript = company.desk.inbox.case(claudia, case_id).transcript
    assert transcript is not None
    assert [line.text for line in transcript] == ["necesito una persona", "sigo esperando"]
    assert trail(claudia)[0].action in {"profile.read", "case.transcript.read"}
    assert "case.transcript.read" in {entry.action for entry in trail(claudia)[:4]}
    company.desk.inbox.resolve(claudia, case_id, "Listo")
    say(company, catalina, "otra cosa mía", datetime.now(timezone.utc) + timedelta(seconds=5))
    transcript = company.desk.inbox.case(claudia, case_id).transcript
    assert transcript is not None
    assert "otra cosa mía" not in [line.text for line in transcript]


@pytest.mark.parametrize("key", ["laura.gomez", "wilson.murillo", "sebastian.rojas"])
def test_who_handles_no_cases_neither_sees_nor_touches_any(company: Services, someone: Someone, key: str) -> None:
    case_id = opened(company, someone("jhon.valencia"))
    inbox, curious = company.desk.inbox, someone(key)
    for attempt in (
        lambda: company.desk.queue.cases(curious),
        lambda: inbox.case(curious, case_id),
        lambda: inbox.assign(curious, case_id),
        lambda: inbox.reply(curious, case_id, "x"),
        lambda: inbox.resolve(curious, case_id),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def test_an_auditor_reads_and_writes_nothing(company: Services, someone: Someone) -> None:
    juan = someone("juan.cardenas")
    case_id = opened(company, someone("julian.toro"))
    assert company.desk.inbox.case(juan, case_id).may_decide is False
    with pytest.raises(AccessDenied):
        company.desk.inbox.reply(juan, case_id, "x")


def test_nobody_handles_their_own_case_and_no_stranger_is_given_one(company: Services, someone: Someone) -> None:
    gloria, claudia = someone("gloria.zapata"), someone("claudia.osorio")
    case_id = opened(company, gloria)
    with pytest.raises(AccessDenied):
        company.desk.inbox.resolve(gloria, case_id)
    with pytest.raises(AccessDenied):
        company.desk.inbox.assign(claudia, case_id, someone("laura.gomez").user_id)
    company.desk.inbox.assign(claudia, case_id)
    assert company.desk.inbox.case(claudia, case_id).summary.assigned_name == "Claudia Patricia Osorio Vélez"


def test_of_two_people_on_one_case_the_second_hears_that_it_changed(company: Services, someone: Someone) -> None:
    gloria, claudia = someone("gloria.zapata"), someone("claudia.osorio")
    inbox, case_id = company.desk.inbox, opened(company, someone("jhon.valencia"))
    inbox.assign(gloria, case_id, seen=1)
    for late in (
        lambda: inbox.assign(claudia, case_id, seen=1),
        lambda: inbox.reply(claudia, case_id, "ya lo vi", seen=1),
        lambda: inbox.resolve(claudia, case_id, seen=1),
        lambda: inbox.dismiss(claudia, case_id, seen=1),
    ):
        with pytest.raises(CaseChanged):
            late()
    dossier = inbox.case(claudia, case_id)
    assert dossier.summary.assigned_to == gloria.user_id
    inbox.reply(claudia, case_id, "ya lo vi", seen=len(dossier.steps))


def test_what_is_decided_is_not_closed_as_answered(company: Services, someone: Someone) -> None:
    case_id = opened(company, someone("paola.giraldo"), "cambio_cuenta")
    with pytest.raises(CaseClosed):
        company.desk.inbox.resolve(someone("gloria.zapata"), case_id)


def test_every_look_at_anothers_cases_leaves_a_row(
    company: Services, someone: Someone, trail: Callable[[Principal], list[AuditRecord]]
) -> None:
    natalia, claudia = someone("natalia.quintero"), someone("claudia.osorio")
    case_id = opened(company, natalia)
    company.desk.queue.cases(claudia)
    company.desk.inbox.case(claudia, case_id)
    seen = {entry.action for entry in trail(claudia) if entry.subject_id == natalia.user_id}
    assert {"case.list", "case.read", "profile.read"} <= seen
