"""Consents and correction requests: states, terms, who may, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.audit import AuditLog
from services.auth.principal import AccessDenied, Principal, Role
from services.database import Database
from services.privacy.policy import CURRENT_POLICY
from services.privacy.service import (
    MAXIMUM_OPEN_REQUESTS,
    NoSuchRequest,
    OutdatedPolicy,
    PrivacyService,
    RequestClosed,
    TooManyRequests,
)
from services.privacy.views import CorrectionState, Datum
from tests.services.people import Clock

CLAIM = "Mi segundo apellido es Giraldo, con G"

Register = Callable[..., Principal]


def test_consent_is_kept_with_its_version_and_may_be_withdrawn(
    privacy: PrivacyService, person: Register, clock: Clock, audit_log: AuditLog
) -> None:
    ana = person()
    privacy.record_consent(ana, CURRENT_POLICY.version, accepted=True)
    clock.advance(days=1)
    privacy.record_consent(ana, CURRENT_POLICY.version, accepted=False)
    assert [consent.accepted for consent in privacy.consents(ana)] == [False, True]
    assert {consent.policy_version for consent in privacy.consents(ana)} == {CURRENT_POLICY.version}
    actions = [entry.action for entry in audit_log.entries(subject_id=ana.user_id)]
    assert actions == ["consent.refused", "consent.given"]


def test_a_policy_that_is_not_in_force_cannot_be_accepted(privacy: PrivacyService, person: Register) -> None:
    with pytest.raises(OutdatedPolicy):
        privacy.record_consent(person(), "1999-01", accepted=True)


def test_a_request_states_its_legal_term(privacy: PrivacyService, person: Register) -> None:
    request = privacy.request_correction(person(), Datum.NAME, CLAIM)
    assert (request.state, request.due_on, request.overdue) == (CorrectionState.RECEIVED, date(2026, 12, 15), False)
    assert request.claim == CLAIM


def test_the_day_of_receipt_is_bogota_s(privacy: PrivacyService, person: Register, clock: Clock) -> None:
    clock.advance(hours=13)  # 23 November, 23:00 in Bogotá; the 24th in UTC
    assert privacy.request_correction(person(), Datum.NAME, CLAIM).due_on == date(2026, 12, 15)


def test_what_is_written_is_encrypted_at_rest(
    privacy: PrivacyService, person: Register, privacy_database: Database
) -> None:
    request = privacy.request_correction(person(), Datum.NAME, CLAIM)
    with privacy_database.session() as session:
        row = session.execute(
            text("SELECT d::text FROM data_correction_requests d WHERE id = :id"), {"id": request.request_id}
        ).scalar_one()
    assert "Giraldo" not in row
    assert CLAIM.encode().hex() not in row


def test_hr_answers_and_the_person_reads_it(privacy: PrivacyService, person: Register, audit_log: AuditLog) -> None:
    ana, hr = person(), person(Role.HR)
    request = privacy.request_correction(ana, Datum.NAME, CLAIM)
    assert request.request_id in {pending.request_id for pending in privacy.pending_corrections(hr)}
    privacy.answer_correction(hr, request.request_id, "Corregido hoy", accepted=True)
    (answered,) = privacy.corrections(ana)
    assert (answered.state, answered.answer) == (CorrectionState.ACCEPTED, "Corregido hoy")
    assert request.request_id not in {pending.request_id for pending in privacy.pending_corrections(hr)}
    trail = [(entry.action, entry.reason) for entry in audit_log.entries(subject_id=ana.user_id)]
    assert trail == [
        ("correction.answered", "role:hr"),
        ("correction.read", "role:hr"),
        ("correction.requested", "self"),
    ]
    with pytest.raises(RequestClosed):
        privacy.answer_correction(hr, request.request_id, "Otra vez", accepted=False)


def test_the_term_is_extended_once_and_only_before_it_ends(
    privacy: PrivacyService, person: Register, clock: Clock
) -> None:
    ana, hr = person(), person(Role.HR)
    request = privacy.request_correction(ana, Datum.PAYROLL, CLAIM)
    extended = privacy.extend_correction(hr, request.request_id, "Esperamos al fondo de pensiones")
    assert (extended.state, extended.due_on) == (CorrectionState.EXTENDED, date(2026, 12, 28))
    assert privacy.corrections(ana)[0].extension_reason == "Esperamos al fondo de pensiones"
    with pytest.raises(RequestClosed):
        privacy.extend_correction(hr, request.request_id, "Otra vez")
    late = privacy.request_correction(ana, Datum.OTHER, CLAIM)
    clock.advance(days=40)
    assert all(correction.overdue for correction in privacy.corrections(ana))
    with pytest.raises(RequestClosed):
        privacy.extend_correction(hr, late.request_id, "Tarde")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.PAYROLL, Role.AUDITOR, Role.ADMIN])
def test_nobody_but_hr_reads_or_answers_requests(privacy: PrivacyService, person: Register, role: Role) -> None:
    request = privacy.request_correction(person(), Datum.NAME, CLAIM)
    other = person(role)
    for act in (
        lambda: privacy.pending_corrections(other),
        lambda: privacy.answer_correction(other, request.request_id, "x", accepted=True),
        lambda: privacy.extend_correction(other, request.request_id, "x"),
        lambda: privacy.answer_correction(other, uuid4(), "x", accepted=True),
    ):
        with pytest.raises(AccessDenied):
            act()
    assert privacy.corrections(other) == []


def test_nobody_answers_the_own_request(privacy: PrivacyService, person: Register) -> None:
    hr = person(Role.HR)
    request = privacy.request_correction(hr, Datum.NAME, CLAIM)
    with pytest.raises(AccessDenied):
        privacy.answer_correction(hr, request.request_id, "Sí", accepted=True)
    with pytest.raises(NoSuchRequest):
        privacy.answer_correction(hr, uuid4(), "Sí", accepted=True)


def test_open_requests_are_bounded(privacy: PrivacyService, person: Register) -> None:
    ana = person()
    for _ in range(MAXIMUM_OPEN_REQUESTS):
        privacy.request_correction(ana, Datum.OTHER, CLAIM)
    with pytest.raises(TooManyRequests):
        privacy.request_correction(ana, Datum.OTHER, CLAIM)
