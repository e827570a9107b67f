"""Tables of the desk: cases and their steps, attached files, who has seen what, and notifications."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.database import Base


class CaseRecord(Base):
    """Something that a person of the company has to look at: an error, a request, a leave, a vacation to decide.

    What was said stays in the chat's history, `text_ref` points there; `transcript_from` is set when the person agreed
    to share the conversation, from that moment on. `details` holds words of a closed list, never a figure of anyone.
    """

    __tablename__ = "payroll_cases"

    id = Column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()"))
    number = Column(Integer, nullable=False, server_default=text("nextval('payroll_case_number_seq')"))
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    opened_by = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    kind = Column(String(40), nullable=False)
    text_ref = Column(String(80))
    period_start = Column(Date)
    period_end = Column(Date)
    state = Column(String(12), nullable=False)
    opened_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    updated_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    assigned_to = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="SET NULL"))
    vacation_id = Column(UUID(as_uuid=True), ForeignKey("vacations.id", ondelete="CASCADE"))
    transcript_from = Column(DateTime(timezone=True))
    details = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))

    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("vacation_id"),
        CheckConstraint("state IN ('open', 'in_review', 'resolved', 'rejected', 'withdrawn')", name="known_state"),
        Index("ix_payroll_cases_user_id_opened_at", "user_id", "opened_at"),
        Index("ix_payroll_cases_state_number", "state", "number"),
        Index("ix_payroll_cases_updated_at", "updated_at"),
    )


class CaseEventRecord(Base):
    """One step of a case: what was done, by whom, the state it left, and what was written to the other side."""

    __tablename__ = "payroll_case_events"

    id = Column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()"))
    case_id = Column(UUID(as_uuid=True), ForeignKey("payroll_cases.id", ondelete="CASCADE"), nullable=False)
    state = Column(String(12), nullable=False)
    actor_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    note = Column(String(400))
    action = Column(String(12), nullable=False, server_default=text("'opened'"))
    text_encrypted = Column(LargeBinary)
    at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())

    __table_args__ = (Index("ix_payroll_case_events_case_id", "case_id", "at"),)


class CaseFileRecord(Base):
    """A file that somebody attached, encrypted and bound to its row; without a case until the request is sent."""

    __tablename__ = "case_files"

    id = Column(UUID(as_uuid=True), primary_key=True)
    reference = Column(String(8), nullable=False)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    case_id = Column(UUID(as_uuid=True), ForeignKey("payroll_cases.id", ondelete="CASCADE"))
    file_name = Column(Text, nullable=False)
    media_type = Column(String(40), nullable=False)
    size = Column(Integer, nullable=False)
    content_encrypted = Column(LargeBinary, nullable=False)
    uploaded_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())

    __table_args__ = (
        UniqueConstraint("user_id", "reference"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_case_files_case_id", "case_id"),
    )


class CaseReadingRecord(Base):
    """How far somebody of the desk has seen a case: `seen_at` is the moment of the last step that they saw."""

    __tablename__ = "case_readings"

    case_id = Column(UUID(as_uuid=True), ForeignKey("payroll_cases.id", ondelete="CASCADE"), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    seen_at = Column(DateTime(timezone=True), nullable=False)


class NotificationRecord(Base):
    """Something a person should know: what it is in a word, and the names and dates that its sentence needs.

    `told_at`: the assistant mentioned it in a turn; `read_at`: a client showed it.
    """

    __tablename__ = "notifications"

    id = Column(BigInteger, Identity(always=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    kind = Column(String(24), nullable=False)
    case_id = Column(UUID(as_uuid=True), ForeignKey("payroll_cases.id", ondelete="CASCADE"))
    event_id = Column(UUID(as_uuid=True), ForeignKey("payroll_case_events.id", ondelete="CASCADE"))
    data = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    told_at = Column(DateTime(timezone=True))
    read_at = Column(DateTime(timezone=True))

    __table_args__ = (Index("ix_notifications_user_id_id", "user_id", "id"),)
