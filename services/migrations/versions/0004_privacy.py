"""Privacy: consents, requests to correct a datum, and when a conversation was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_privacy"
down_revision = "0003_messages"
branch_labels = None
depends_on = None

UUID = postgresql.UUID(as_uuid=True)


def upgrade() -> None:
    _create_consents()
    _create_corrections()
    op.create_table(
        "conversation_erasures",
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_conversation_erasures"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_conversation_erasures_user_id_users", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    for table in ("conversation_erasures", "data_correction_requests", "consents"):
        op.drop_table(table)


def _create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", UUID, nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("policy_version", sa.String(32), nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_consents_user_id_users", ondelete="RESTRICT"),
    )
    op.create_index("ix_consents_user_id_recorded_at", "consents", ["user_id", "recorded_at"])


def _create_corrections() -> None:
    op.create_table(
        "data_correction_requests",
        sa.Column("id", UUID, nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("datum", sa.String(32), nullable=False),
        sa.Column("claim_encrypted", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("extension_reason_encrypted", sa.LargeBinary),
        sa.Column("answer_encrypted", sa.LargeBinary),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", UUID),
        sa.PrimaryKeyConstraint("id", name="pk_data_correction_requests"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_data_correction_requests_user_id_users", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name="fk_data_correction_requests_answered_by_users", ondelete="RESTRICT"
        ),
        sa.CheckConstraint("state IN ('received', 'extended', 'accepted', 'rejected')", name="state"),
        sa.CheckConstraint("(state IN ('accepted', 'rejected')) = (answered_at IS NOT NULL)", name="answered"),
        sa.CheckConstraint("answered_by <> user_id", name="answered_by_another"),
    )
    op.create_index("ix_data_correction_requests_user_id", "data_correction_requests", ["user_id"])
    op.create_index(
        "ix_data_correction_requests_open",
        "data_correction_requests",
        ["due_on"],
        postgresql_where=sa.text("answered_at IS NULL"),
    )
