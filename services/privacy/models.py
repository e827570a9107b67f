"""Tables of consents and of requests to correct a datum."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import UUID

from services.database import Base


class Consent(Base):
    """A person's answer to a version of the data policy; a later row replaces an earlier one, none is changed."""

    __tablename__ = "consents"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    policy_version = Column(String(32), nullable=False)
    accepted = Column(Boolean, nullable=False)
    recorded_at = Column(DateTime(timezone=True), nullable=False)

    __table_args__ = (Index("ix_consents_user_id_recorded_at", "user_id", "recorded_at"),)


class DataCorrectionRequest(Base):
    """A claim that a datum is wrong (Ley 1581, art. 15). What people write in it is encrypted, bound to its row."""

    __tablename__ = "data_correction_requests"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    datum = Column(String(32), nullable=False)
    claim_encrypted = Column(LargeBinary, nullable=False)
    state = Column(String(16), nullable=False)
    received_at = Column(DateTime(timezone=True), nullable=False)
    due_on = Column(Date, nullable=False)
    extension_reason_encrypted = Column(LargeBinary)
    answer_encrypted = Column(LargeBinary)
    answered_at = Column(DateTime(timezone=True))
    answered_by = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"))

    __table_args__ = (
        CheckConstraint("state IN ('received', 'extended', 'accepted', 'rejected')", name="state"),
        CheckConstraint("(state IN ('accepted', 'rejected')) = (answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("answered_by <> user_id", name="answered_by_another"),
        Index("ix_data_correction_requests_user_id", "user_id"),
        Index("ix_data_correction_requests_open", "due_on", postgresql_where=text("answered_at IS NULL")),
    )
