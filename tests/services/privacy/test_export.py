"""The copy of one's data holds every row of every table about the person, and nobody else's."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, func, or_, select

from services.auth.principal import Principal, Role
from services.auth.sessions import Client
from services.bootstrap import Services
from services.chat import repository
from services.chat.feedback import Rating
from services.chat.published_events import SaidMessage
from services.demo.company import person_id
from services.migrations.metadata import declared_metadata
from services.payroll.models import AbsenceRecord, LoanRecord, SeveranceRecord, VacationRecord
from services.payroll.periods import Month
from services.privacy.export import HELD, NOT_GIVEN
from services.privacy.policy import CURRENT_POLICY
from services.privacy.views import Datum

SUBJECTS = ("actor_id", "subject_id")
OTHERS_ARE_TOLD_OF = {"audit_log": "subject_id"}
PDF = b"%PDF-1.7 certificado de prueba"


def tables_about_people() -> set[str]:
    """Tables that name a person, or a row of a table that does, by any number of steps."""
    metadata = declared_metadata()
    about = {"users"} | {name for name, table in metadata.tables.items() if set(SUBJECTS) & set(table.columns.keys())}
    while True:
        more = {
            name
            for name, table in metadata.tables.items()
            if name not in about and any(key.column.table.name in about for key in table.foreign_keys)
        }
        if not more:
            return about
        about |= more


def test_every_table_about_people_is_given_or_left_out_for_a_reason() -> None:
    assert HELD.keys().isdisjoint(NOT_GIVEN)
    assert tables_about_people() == HELD.keys() | NOT_GIVEN.keys()


@pytest.fixture(scope="module")
def hr() -> Principal:
    return Principal(person_id("claudia.osorio"), frozenset({Role.EMPLOYEE, Role.HR}))


@pytest.fixture(scope="module")
def person(demo_services: Services) -> Principal:
    """Somebody with loans, absences, vacations and cesantías, of whom no other test reads."""
    query = select(LoanRecord.user_id).where(
        LoanRecord.user_id.in_(select(AbsenceRecord.user_id)),
        LoanRecord.user_id.in_(select(VacationRecord.user_id)),
        LoanRecord.user_id.in_(select(SeveranceRecord.user_id)),
        LoanRecord.user_id != person_id("laura.gomez"),
    )
    with demo_services.database.session() as session:
        user_id: UUID = session.execute(query.order_by(LoanRecord.user_id).limit(1)).scalar_one()
    return Principal(user_id, frozenset({Role.EMPLOYEE}))


@pytest.fixture(scope="module")
def document(demo_services: Services, person: Principal, hr: Principal) -> dict[str, Any]:
    """The copy of somebody who has done everything that leaves a row."""
    services, now = demo_services, datetime.now(timezone.utc)
    services.chat.forget(person)
    said = SaidMessage("mensaje-1", person.user_id, now + timedelta(seconds=1), "assistant", "Tu neto fue…")
    with services.database.session() as session:
        repository.ensure_partitions(session, date.today(), 2)  # noqa: DTZ011 - any day of this month
        repository.add_messages(session, [said])
        session.commit()
    services.feedback.rate(person, "mensaje-1", Rating.DOWN, "no entendí la retención")
    services.desk.files.take(person, "certificado.pdf", PDF)
    case = services.payroll.open_case(person, "pago", None, None)
    assert case.id is not None
    services.desk.inbox.reply(hr, case.id, "Ya lo revisamos con nómina")
    services.documents.payslips(person, Month(2026, 10), Month(2026, 10))
    services.auth.open_session(person.user_id, Client("203.0.113.5", "Chat móvil"), "test")
    services.auth.logout_everywhere(person.user_id)
    services.auth.request_password_reset(services.users.profile(person).email, Client("203.0.113.5"))
    services.privacy.record_consent(person, CURRENT_POLICY.version, accepted=True)
    services.privacy.request_correction(person, Datum.ADDRESS, "Vivo en la carrera 7")
    services.users.profile(hr, person.user_id)
    return services.personal_data.gather(person)


def rows_of(services: Services, name: str, person: UUID) -> int:
    """How many rows of a table are about a person, by the shortest way from the table to people."""
    table = declared_metadata().tables[name]
    with services.database.session() as session:
        return int(session.execute(select(func.count()).select_from(table).where(_about(table, person))).scalar_one())


def _about(table: Table, person: UUID) -> Any:
    if table.name == "users":
        return table.c.id == person
    for column in ("user_id", "subject_id"):
        if column in table.c:
            return table.c[column] == person
    ways = []
    for constraint in table.foreign_key_constraints:
        parent = constraint.referred_table
        own = [element.parent for element in constraint.elements]
        theirs = [element.column for element in constraint.elements]
        ways.append(
            select(1)
            .select_from(parent)
            .where(*(a == b for a, b in zip(own, theirs, strict=True)), _about(parent, person))
            .exists()
        )
    return or_(*ways)


def given(document: Any, path: str) -> list[Any]:
    """What the document has at a path; a list on the way stands for each of its members."""
    found = [document]
    for name in path.split("."):
        found = [each[name] for each in found if name in each]
        found = [member for each in found for member in (each if isinstance(each, list) else [each])]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("table", sorted(HELD))
def test_every_row_is_in_the_copy(
    table: str, document: dict[str, Any], demo_services: Services, person: Principal
) -> None:
    held = rows_of(demo_services, table, person.user_id)
    # Reading the copy leaves a row of its own.
    assert len(given(document, HELD[table])) == held
    assert held > 0
    assert document["truncated"] == []


def test_what_was_written_is_given_in_words(document: dict[str, Any]) -> None:
    (case,) = [each for each in document["requests"]["cases"] if each["kind"] == "pago"]
    assert [step["text"] for step in case["steps"]] == [None, "Ya lo revisamos con nómina"]
    assert "Ya lo revisamos con nómina" in document["requests"]["notifications"][-1]["text"]
    assert [each["claim"] for each in document["corrections"]] == ["Vivo en la carrera 7"]
    assert (document["conversation"][0]["rating"], document["conversation"][0]["reason"]) == (
        "down",
        "no entendí la retención",
    )
    assert document["requests"]["files"][0]["file_name"] == "certificado.pdf"
    assert document["identity"]["sessions"][0]["user_agent"] == "Chat móvil"


def test_no_secret_nor_whole_identifier_is_in_the_copy(
    document: dict[str, Any], demo_services: Services, person: Principal, hr: Principal
) -> None:
    written = json.dumps(document, ensure_ascii=False)
    identity = demo_services.users.legal_identity(hr, person.user_id)
    for secret in (identity.document_number, "token_hash", "password_hash", "_encrypted", "content_sha256", "$argon2"):
        assert secret not in written
    others = demo_services.payroll.payslip(
        Principal(person_id("laura.gomez"), frozenset({Role.EMPLOYEE})), Month(2026, 10)
    )
    assert str(others.net) not in written
