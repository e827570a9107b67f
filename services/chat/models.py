"""The table of messages."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    func,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.database import Base

AUTHORS = ("person", "assistant", "staff")


class ConversationErasure(Base):
    """When a person last had the conversation erased: what was said before is not kept again, however late it comes."""

    __tablename__ = "conversation_erasures"

    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    erased_at = Column(DateTime(timezone=True), nullable=False)


class Message(Base):
    """One message of a conversation, partitioned by the month in which it was said.

    ``event_id`` is the identifier under which the event was published (for what the assistant says, the ``message_id``
    that clients know): a second delivery finds its row there already. ``correlation_id`` is the turn's.
    """

    __tablename__ = "messages"

    occurred_at = Column(DateTime(timezone=True), primary_key=True)
    event_id = Column(String(64), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    author = Column(String(9), nullable=False)
    text = Column(Text)
    intent = Column(Text)
    confidence = Column(Numeric(5, 4))
    entities = Column(JSONB, nullable=False, server_default=sql("'[]'::jsonb"))
    attachments = Column(JSONB, nullable=False, server_default=sql("'{}'::jsonb"))
    channel = Column(Text)
    client_message_id = Column(Text)
    correlation_id = Column(Text)
    stored_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())

    __table_args__ = (
        CheckConstraint("author IN ('person', 'assistant', 'staff')", name="author"),
        Index("ix_messages_user_id_occurred_at_event_id", "user_id", "occurred_at", "event_id"),
        Index("ix_messages_correlation_id", "correlation_id"),
        {"postgresql_partition_by": "RANGE (occurred_at)"},
    )


def _said_message() -> ForeignKeyConstraint:
    """To the message it is about, with which it goes when the conversation is erased."""
    return ForeignKeyConstraint(
        ["occurred_at", "event_id"], ["messages.occurred_at", "messages.event_id"], ondelete="CASCADE"
    )


class MessageFeedback(Base):
    """What a person thought of something the assistant said; a later opinion replaces the earlier one."""

    __tablename__ = "message_feedback"

    occurred_at = Column(DateTime(timezone=True), primary_key=True)
    event_id = Column(String(64), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    rating = Column(String(4), nullable=False)
    reason = Column(Text)
    rated_at = Column(DateTime(timezone=True), nullable=False)

    __table_args__ = (
        _said_message(),
        CheckConstraint("rating IN ('up', 'down')", name="rating"),
        Index("ix_message_feedback_rated_at", "rated_at"),
    )


class MessageReview(Base):
    """What a designer decided about a message that was not understood: the intent that it should have had, or none."""

    __tablename__ = "message_reviews"

    occurred_at = Column(DateTime(timezone=True), primary_key=True)
    event_id = Column(String(64), primary_key=True)
    intent = Column(Text)
    reviewed_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())

    __table_args__ = (_said_message(),)
