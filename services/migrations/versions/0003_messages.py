"""Messages: what was said in each conversation, partitioned by month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_messages"
down_revision = "0002_payroll"
branch_labels = None
depends_on = None

ENSURE_PARTITIONS = """
CREATE FUNCTION ensure_message_partitions(first_day date, months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month date;
    partition text;
BEGIN
    FOR number IN 0 .. months - 1 LOOP
        month := (date_trunc('month', first_day) + make_interval(months => number))::date;
        partition := 'messages_p' || to_char(month, 'YYYYMM');
        IF to_regclass(format('%I', partition)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE IF NOT EXISTS %I PARTITION OF messages FOR VALUES FROM (%L) TO (%L)',
                partition, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
            );
        END IF;
    END LOOP;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("author", sa.String(9), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("intent", sa.Text),
        sa.Column("confidence", sa.Numeric(5, 4)),
        sa.Column("entities", postgresql.JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("attachments", postgresql.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("channel", sa.Text),
        sa.Column("client_message_id", sa.Text),
        sa.Column("correlation_id", sa.Text),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("occurred_at", "event_id", name="pk_messages"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_messages_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("author IN ('person', 'assistant')", name="author"),
        postgresql_partition_by="RANGE (occurred_at)",
    )
    op.create_index("ix_messages_user_id_occurred_at_event_id", "messages", ["user_id", "occurred_at", "event_id"])
    op.execute(ENSURE_PARTITIONS)
    # Anything said outside the months made so far still has a place.
    op.execute("CREATE TABLE messages_default PARTITION OF messages DEFAULT")


def downgrade() -> None:
    op.drop_table("messages")
    op.execute("DROP FUNCTION ensure_message_partitions(date, integer)")
