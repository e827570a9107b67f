"""Tables of people: identity, roles, contracts, positions and affiliations."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.database import Base

DOCUMENT_TYPES = ("CC", "CE", "TI", "PA", "PPT", "PEP")
USER_STATUSES = ("active", "deactivated")
ROLES = ("employee", "manager", "hr", "payroll", "auditor", "admin")
CONTRACT_KINDS = ("indefinite", "fixed_term", "project", "apprenticeship", "occasional")
AFFILIATION_KINDS = ("eps", "pension_fund", "severance_fund", "arl", "compensation_fund")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class User(Base):
    """A person who works or has worked for the company. The national ID is stored encrypted, with a blind index."""

    __tablename__ = "users"

    id = Column(UUID(as_uuid=True), primary_key=True)
    email = Column(Text, nullable=False)
    first_names = Column(Text, nullable=False)
    last_names = Column(Text, nullable=False)
    document_type = Column(String(3), nullable=False)
    document_number_encrypted = Column(LargeBinary, nullable=False)
    document_number_index = Column(LargeBinary, nullable=False)
    password_hash = Column(Text)
    password_changed_at = Column(DateTime(timezone=True))
    status = Column(String(16), nullable=False, server_default="active")
    deactivated_at = Column(DateTime(timezone=True))
    manager_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="SET NULL"))
    preferences = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    updated_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now(), onupdate=func.now())

    __table_args__ = (
        Index("uq_users_email_lower", func.lower(email), unique=True),
        UniqueConstraint("document_type", "document_number_index", name="uq_users_document"),
        CheckConstraint(_one_of("document_type", DOCUMENT_TYPES), name="document_type"),
        CheckConstraint(_one_of("status", USER_STATUSES), name="status"),
        CheckConstraint("(status = 'deactivated') = (deactivated_at IS NOT NULL)", name="deactivated_at"),
        CheckConstraint("manager_id <> id", name="manager_is_another"),
        Index("ix_users_manager_id", "manager_id"),
    )


class UserRole(Base):
    """A role that a person holds."""

    __tablename__ = "user_roles"

    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role = Column(String(16), primary_key=True)
    granted_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    granted_by = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="SET NULL"))

    __table_args__ = (CheckConstraint(_one_of("role", ROLES), name="role"),)


class EmploymentContract(Base):
    """A labour contract; ``ended_on`` is its last day, empty while it runs.

    ``agreed_end`` is the last day of a fixed term, or the one on which a piece of work is expected to be finished.
    """

    __tablename__ = "employment_contracts"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    kind = Column(String(16), nullable=False)
    started_on = Column(Date, nullable=False)
    agreed_end = Column(Date)
    ended_on = Column(Date)
    end_reason = Column(Text)

    __table_args__ = (
        CheckConstraint(_one_of("kind", CONTRACT_KINDS), name="kind"),
        CheckConstraint("agreed_end IS NULL OR (agreed_end >= started_on AND kind <> 'indefinite')", name="agreed_end"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates"),
        UniqueConstraint("user_id", "started_on", name="uq_employment_contracts_user_id_started_on"),
        Index("uq_employment_contracts_open", "user_id", unique=True, postgresql_where=text("ended_on IS NULL")),
    )


class Position(Base):
    """A post that a person held between two dates, with its area and the manager of the time."""

    __tablename__ = "positions"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    title = Column(Text, nullable=False)
    area = Column(Text, nullable=False)
    manager_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="SET NULL"))
    started_on = Column(Date, nullable=False)
    ended_on = Column(Date)

    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates"),
        UniqueConstraint("user_id", "started_on", name="uq_positions_user_id_started_on"),
        Index("uq_positions_open", "user_id", unique=True, postgresql_where=text("ended_on IS NULL")),
    )


class Affiliation(Base):
    """Membership in an institution of the social security system or a family compensation fund."""

    __tablename__ = "affiliations"

    id = Column(UUID(as_uuid=True), primary_key=True)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    kind = Column(String(24), nullable=False)
    institution = Column(Text, nullable=False)
    started_on = Column(Date, nullable=False)
    ended_on = Column(Date)

    __table_args__ = (
        CheckConstraint(_one_of("kind", AFFILIATION_KINDS), name="kind"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates"),
        UniqueConstraint("user_id", "kind", "started_on", name="uq_affiliations_user_id_kind_started_on"),
        Index("uq_affiliations_open", "user_id", "kind", unique=True, postgresql_where=text("ended_on IS NULL")),
    )
