"""Consents and requests to correct a datum, each step with its row in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services import audit
from services.auth.access import Permission, authorise, authorise_company_wide
from services.auth.principal import AccessDenied
from services.privacy.deadlines import claim_due, extended_claim_due
from services.privacy.models import Consent, DataCorrectionRequest
from services.privacy.policy import CURRENT_POLICY
from services.privacy.views import ConsentView, CorrectionState, CorrectionView, Datum
from services.reencryption import EncryptedColumn

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.database import Database
    from services.encryption import FieldCipher

BOGOTA = ZoneInfo("America/Bogota")
LONGEST_TEXT = 2_000
LARGEST_LIST = 200
MAXIMUM_OPEN_REQUESTS = 20


class OutdatedPolicy(Exception):
    """The version that was answered is not the one in force."""


class NoSuchRequest(Exception):
    """There is no correction request with that identifier."""


class RequestClosed(Exception):
    """The request was answered already, extended already, or its first term has ended."""


class TooManyRequests(Exception):
    """The person has as many open requests as may be open at once."""


class PrivacyService:
    """What a person decides about the own data, and what HR answers."""

    def __init__(
        self,
        database: Database,
        cipher: FieldCipher,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def record_consent(
        self, principal: Principal, policy_version: str, *, accepted: bool, request_id: UUID | None = None
    ) -> ConsentView:
        """Keep the principal's answer to the policy in force; ``OutdatedPolicy`` for any other version.

        With a ``request_id`` of the caller's making, answering again gives the answer that is there already.
        """
        if policy_version != CURRENT_POLICY.version:
            raise OutdatedPolicy
        consent = ConsentView(policy_version, accepted, self._clock())
        with self._database.session() as session:
            known = None if request_id is None else session.get(Consent, request_id)
            if known is not None and known.user_id == principal.user_id:
                return ConsentView(known.policy_version, known.accepted, known.recorded_at)
            session.add(Consent(id=request_id or uuid4(), user_id=principal.user_id, **vars(consent)))
            self._trace(session, "consent.given" if accepted else "consent.refused", principal, principal.user_id)
            session.commit()
        return consent

    def consents(self, principal: Principal) -> list[ConsentView]:
        """The principal's answers, the latest first."""
        query = (
            select(Consent)
            .where(Consent.user_id == principal.user_id)
            .order_by(Consent.recorded_at.desc())
            .limit(LARGEST_LIST)
        )
        with self._database.session() as session:
            rows = session.execute(query).scalars()
            return [ConsentView(row.policy_version, row.accepted, row.recorded_at) for row in rows]

    def request_correction(
        self, principal: Principal, datum: Datum, claim: str, *, request_id: UUID | None = None
    ) -> CorrectionView:
        """Open a request about the principal's own data; its legal term runs from the next business day.

        With a ``request_id`` of the caller's making, asking again gives the request that is there already.
        """
        now, request_id = self._clock(), request_id or uuid4()
        with self._database.session() as session:
            existing = session.get(DataCorrectionRequest, request_id)
            if existing is not None and existing.user_id == principal.user_id:
                return self._view(existing)
            if self._open_requests(session, principal.user_id) >= MAXIMUM_OPEN_REQUESTS:
                raise TooManyRequests
            row = DataCorrectionRequest(
                id=request_id,
                user_id=principal.user_id,
                datum=datum.value,
                claim_encrypted=self._cipher.encrypt(claim, _context("claim", request_id)),
                state=CorrectionState.RECEIVED.value,
                received_at=now,
                due_on=claim_due(_day(now)),
            )
            session.add(row)
            self._trace(session, "correction.requested", principal, principal.user_id, datum=datum)
            session.commit()
            return self._view(row)

    def corrections(self, principal: Principal) -> list[CorrectionView]:
        """The principal's own requests, the latest first."""
        query = (
            select(DataCorrectionRequest)
            .where(DataCorrectionRequest.user_id == principal.user_id)
            .order_by(DataCorrectionRequest.received_at.desc())
            .limit(LARGEST_LIST)
        )
        with self._database.session() as session:
            return [self._view(row) for row in session.execute(query).scalars()]

    def pending_corrections(self, principal: Principal) -> list[CorrectionView]:
        """Everybody's unanswered requests, the most urgent first; for ``privacy.decide``, each reading audited."""
        ground = authorise_company_wide(principal, Permission.PRIVACY_DECIDE)
        query = (
            select(DataCorrectionRequest)
            .where(DataCorrectionRequest.answered_at.is_(None))
            .order_by(DataCorrectionRequest.due_on, DataCorrectionRequest.received_at)
            .limit(LARGEST_LIST)
        )
        with self._database.session() as session:
            rows = list(session.execute(query).scalars())
            for subject_id in {row.user_id for row in rows}:
                self._trace(session, "correction.read", principal, subject_id, reason=ground)
            session.commit()
            return [self._view(row) for row in rows]

    def extend_correction(self, principal: Principal, request_id: UUID, reason: str) -> CorrectionView:
        """Add the legal eight days, once and before the first term ends, telling the person why."""
        with self._database.session() as session:
            row, ground = self._decidable(session, principal, request_id, "correction.extended")
            if row.state != CorrectionState.RECEIVED.value or self._today() > row.due_on:
                raise RequestClosed
            row.state = CorrectionState.EXTENDED.value
            row.due_on = extended_claim_due(row.due_on)
            row.extension_reason_encrypted = self._cipher.encrypt(reason, _context("extension", request_id))
            self._trace(session, "correction.extended", principal, row.user_id, reason=ground)
            session.commit()
            return self._view(row)

    def answer_correction(
        self, principal: Principal, request_id: UUID, answer: str, *, accepted: bool
    ) -> CorrectionView:
        """Close a request with its answer; nobody answers the own one."""
        state = CorrectionState.ACCEPTED if accepted else CorrectionState.REJECTED
        with self._database.session() as session:
            row, ground = self._decidable(session, principal, request_id, "correction.answered")
            row.state = state.value
            row.answer_encrypted = self._cipher.encrypt(answer, _context("answer", request_id))
            row.answered_at = self._clock()
            row.answered_by = principal.user_id
            self._trace(session, "correction.answered", principal, row.user_id, reason=ground)
            session.commit()
            return self._view(row)

    def _decidable(
        self, session: Session, principal: Principal, request_id: UUID, action: str
    ) -> tuple[DataCorrectionRequest, str]:
        # Whoever may decide nothing learns neither which requests exist nor whose they are.
        authorise_company_wide(principal, Permission.PRIVACY_DECIDE)
        row = session.get(DataCorrectionRequest, request_id, with_for_update=True)
        if row is None:
            raise NoSuchRequest
        try:
            ground = authorise(principal, Permission.PRIVACY_DECIDE, row.user_id)
        except AccessDenied as denial:
            self._trace(session, action, principal, row.user_id, reason=denial.reason_code, outcome="denied")
            session.commit()
            raise
        if CorrectionState(row.state).final:
            raise RequestClosed
        return row, ground

    def _open_requests(self, session: Session, user_id: UUID) -> int:
        query = select(DataCorrectionRequest.id).where(
            DataCorrectionRequest.user_id == user_id, DataCorrectionRequest.answered_at.is_(None)
        )
        return len(session.execute(query).all())

    def _view(self, row: DataCorrectionRequest) -> CorrectionView:
        state = CorrectionState(row.state)
        return CorrectionView(
            request_id=row.id,
            user_id=row.user_id,
            datum=Datum(row.datum),
            claim=self._cipher.decrypt(row.claim_encrypted, _context("claim", row.id)),
            state=state,
            received_at=row.received_at,
            due_on=row.due_on,
            overdue=not state.final and self._today() > row.due_on,
            extension_reason=self._decrypted(row.extension_reason_encrypted, "extension", row.id),
            answer=self._decrypted(row.answer_encrypted, "answer", row.id),
            answered_at=row.answered_at,
        )

    def _decrypted(self, stored: bytes | None, part: str, request_id: UUID) -> str | None:
        return None if stored is None else self._cipher.decrypt(stored, _context(part, request_id))

    def _today(self) -> date:
        return _day(self._clock())

    @staticmethod
    def _trace(
        session: Session,
        action: str,
        principal: Principal,
        subject_id: UUID,
        *,
        reason: str = "self",
        outcome: str = "allowed",
        datum: Datum | None = None,
    ) -> None:
        audit.record(
            session,
            action,
            actor_id=principal.user_id,
            subject_id=subject_id,
            reason=reason,
            outcome=outcome,
            details={"datum": datum.value} if datum is not None else None,
        )


def _context(part: str, request_id: UUID) -> str:
    return f"data_correction_requests.{part}:{request_id}"


ENCRYPTED_COLUMNS = (
    EncryptedColumn(DataCorrectionRequest.claim_encrypted, partial(_context, "claim")),
    EncryptedColumn(DataCorrectionRequest.extension_reason_encrypted, partial(_context, "extension")),
    EncryptedColumn(DataCorrectionRequest.answer_encrypted, partial(_context, "answer")),
)


def _day(moment: datetime) -> date:
    return moment.astimezone(BOGOTA).date()
