"""Feedback: what people think of the answers, what designers decide about them, and messages of the staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_feedback"
down_revision = "0005_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_messages_author"), "messages", type_="check")
    op.create_check_constraint(op.f("ck_messages_author"), "messages", "author IN ('person', 'assistant', 'staff')")
    op.create_index("ix_messages_correlation_id", "messages", ["correlation_id"])
    op.create_table(
        "message_feedback",
        *_message(),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("rating", sa.String(4), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("message_feedback"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_message_feedback_user_id_users", ondelete="CASCADE"
        ),
        sa.CheckConstraint("rating IN ('up', 'down')", name=op.f("ck_message_feedback_rating")),
    )
    op.create_index("ix_message_feedback_rated_at", "message_feedback", ["rated_at"])
    op.create_table(
        "message_reviews",
        *_message(),
        sa.Column("intent", sa.Text),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        *_keys("message_reviews"),
    )


def downgrade() -> None:
    for table in ("message_reviews", "message_feedback"):
        op.drop_table(table)
    op.drop_index("ix_messages_correlation_id", "messages")
    op.execute("DELETE FROM messages WHERE author = 'staff'")
    op.drop_constraint(op.f("ck_messages_author"), "messages", type_="check")
    op.create_check_constraint(op.f("ck_messages_author"), "messages", "author IN ('person', 'assistant')")


def _message() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("occurred_at", "event_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["occurred_at", "event_id"],
            ["messages.occurred_at", "messages.event_id"],
            name=f"fk_{table}_occurred_at_messages",
            ondelete="CASCADE",
        ),
    )
