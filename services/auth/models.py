"""Tables of identity: log-in sessions, refresh tokens and password resets."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import INET, UUID

from services.database import Base


class LoginSession(Base):
    """One log-in on one device: the family of its refresh tokens (RFC 9700 §4.14.2)."""

    __tablename__ = "login_sessions"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    created_at = Column(DateTime(timezone=True), nullable=False)
    last_used_at = Column(DateTime(timezone=True), nullable=False)
    expires_at = Column(DateTime(timezone=True), nullable=False)
    ended_at = Column(DateTime(timezone=True))
    end_reason = Column(String(32))
    user_agent = Column(Text)
    address = Column(INET)

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end"),
        Index("ix_login_sessions_active", "user_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_login_sessions_expires_at", "expires_at"),
        Index("ix_login_sessions_ended_at", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )


class RefreshToken(Base):
    """A refresh token by its SHA-256. ``sealed_successor``: the pair that replaced it, readable with this token."""

    __tablename__ = "refresh_tokens"

    id = Column(UUID(as_uuid=True), primary_key=True)
    session_id = Column(UUID(as_uuid=True), ForeignKey("login_sessions.id", ondelete="CASCADE"), nullable=False)
    token_hash = Column(LargeBinary, nullable=False)
    issued_at = Column(DateTime(timezone=True), nullable=False)
    expires_at = Column(DateTime(timezone=True), nullable=False)
    used_at = Column(DateTime(timezone=True))
    successor_id = Column(UUID(as_uuid=True), ForeignKey("refresh_tokens.id", ondelete="SET NULL"))
    sealed_successor = Column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_refresh_tokens_token_hash"),
        Index("ix_refresh_tokens_session_id", "session_id"),
        Index("ix_refresh_tokens_successor_id", "successor_id"),
    )


class PasswordReset(Base):
    """A request to set a new password, by the SHA-256 of the token that was sent."""

    __tablename__ = "password_resets"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    token_hash = Column(LargeBinary, nullable=False)
    requested_at = Column(DateTime(timezone=True), nullable=False)
    expires_at = Column(DateTime(timezone=True), nullable=False)
    used_at = Column(DateTime(timezone=True))

    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_password_resets_token_hash"),
        Index("ix_password_resets_user_id", "user_id"),
    )
