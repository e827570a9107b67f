"""The audit log: who read or changed what about whom, why and when; rows are only ever added."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    String,
    Text,
    func,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from services.database import Base

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.database import Database

MAXIMUM_PAGE = 500

# Set where a request or a message enters; every audit row written on its behalf then carries the same identifier.
correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)


class AuditEntry(Base):
    """Who did or read what about whom, why and when. A trigger refuses changes, so rows are only ever added."""

    __tablename__ = "audit_log"

    id = Column(BigInteger, Identity(always=True), primary_key=True)
    occurred_at = Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())
    actor_id = Column(UUID_TYPE(as_uuid=True))
    subject_id = Column(UUID_TYPE(as_uuid=True))
    action = Column(String(64), nullable=False)
    outcome = Column(String(8), nullable=False)
    reason = Column(Text)
    correlation_id = Column(Text)
    details = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))

    __table_args__ = (
        CheckConstraint("outcome IN ('allowed', 'denied')", name="outcome"),
        Index("ix_audit_log_subject_id_occurred_at", "subject_id", "occurred_at"),
        Index("ix_audit_log_actor_id_occurred_at", "actor_id", "occurred_at"),
        Index("ix_audit_log_action_occurred_at", "action", "occurred_at"),
    )


@dataclass(frozen=True)
class AuditRecord:
    """One row of the log as it is read back."""

    id: int
    occurred_at: datetime
    actor_id: UUID | None
    subject_id: UUID | None
    action: str
    outcome: str
    reason: str | None
    correlation_id: str | None
    details: dict[str, Any]


def record(
    session: Session,
    action: str,
    *,
    actor_id: UUID | None,
    subject_id: UUID | None,
    reason: str | None = None,
    outcome: str = "allowed",
    details: dict[str, Any] | None = None,
) -> None:
    """Add a row in the session's transaction, so that what is done and its trace are kept or lost together.

    ``action`` names the operation (``payslip.read``, ``login.failed``); ``reason`` says on which ground (``role:hr``,
    ``team``). ``details`` never holds amounts, identifiers, tokens or message text: months and field names at most.
    """
    session.add(
        AuditEntry(
            action=action,
            actor_id=actor_id,
            subject_id=subject_id,
            reason=reason,
            outcome=outcome,
            correlation_id=correlation_id.get(),
            details=details or {},
        )
    )


class AuditLog:
    """Writes and reads the log outside another service's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(
        self,
        action: str,
        *,
        actor_id: UUID | None,
        subject_id: UUID | None,
        reason: str | None = None,
        outcome: str = "allowed",
        details: dict[str, Any] | None = None,
    ) -> None:
        """Add a row at once, in a transaction of its own; failing to write it is an error for the caller."""
        with self._database.session() as session:
            record(
                session,
                action,
                actor_id=actor_id,
                subject_id=subject_id,
                reason=reason,
                outcome=outcome,
                details=details,
            )
            session.commit()

    def about(self, subject_id: UUID, limit: int) -> list[AuditRecord]:
        """The newest ``limit`` rows about a person, for that person; `entries` is for auditors, by pages."""
        query = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
        return self._newest(query, limit)

    def entries(
        self,
        *,
        subject_id: UUID | None = None,
        actor_id: UUID | None = None,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        outcome: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[AuditRecord]:
        """The newest rows first, at most ``limit`` (capped at 500), with every filter given applied.

        An ``action`` that ends in a dot stands for all that begin with it; ``before`` is the id of a row: what follows.
        """
        query = select(AuditEntry)
        if subject_id is not None:
            query = query.where(AuditEntry.subject_id == subject_id)
        if actor_id is not None:
            query = query.where(AuditEntry.actor_id == actor_id)
        if action is not None:
            family = AuditEntry.action.startswith(action, autoescape=True)
            query = query.where(family if action.endswith(".") else AuditEntry.action == action)
        if outcome is not None:
            query = query.where(AuditEntry.outcome == outcome)
        if before is not None:
            last = select(AuditEntry.occurred_at).where(AuditEntry.id == before).scalar_subquery()
            query = query.where(tuple_(AuditEntry.occurred_at, AuditEntry.id) < tuple_(last, before))
        if since is not None:
            query = query.where(AuditEntry.occurred_at >= since)
        if until is not None:
            query = query.where(AuditEntry.occurred_at < until)
        return self._newest(query, min(limit, MAXIMUM_PAGE))

    def _newest(self, query: Any, limit: int) -> list[AuditRecord]:
        query = query.order_by(AuditEntry.occurred_at.desc(), AuditEntry.id.desc()).limit(limit)
        with self._database.session() as session:
            return [
                AuditRecord(
                    id=row.id,
                    occurred_at=row.occurred_at,
                    actor_id=row.actor_id,
                    subject_id=row.subject_id,
                    action=row.action,
                    outcome=row.outcome,
                    reason=row.reason,
                    correlation_id=row.correlation_id,
                    details=row.details,
                )
                for row in session.execute(query).scalars()
            ]
