"""Tables of the desk beside the cases themselves: attached files, who has seen what, and notifications."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
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
