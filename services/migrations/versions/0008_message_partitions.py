"""A month that already has messages in the default partition stays there, and the coming months are made at once."""

from __future__ import annotations

from alembic import op

revision = "0008_message_partitions"
down_revision = "0007_desk"
branch_labels = None
depends_on = None

# PostgreSQL refuses a partition for rows that lie in the default one, and moving them would take what refers to them
# along (ON DELETE CASCADE): such a month keeps the default partition, where its messages are found as well.
ENSURE_PARTITIONS = """
CREATE OR REPLACE FUNCTION ensure_message_partitions(first_day date, months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month date;
    partition text;
    starts timestamptz;
    ends timestamptz;
BEGIN
    FOR number IN 0 .. months - 1 LOOP
        month := (date_trunc('month', first_day) + make_interval(months => number))::date;
        partition := 'messages_p' || to_char(month, 'YYYYMM');
        starts := month::timestamp AT TIME ZONE 'UTC';
        ends := (month + interval '1 month') AT TIME ZONE 'UTC';
        IF to_regclass(format('%I', partition)) IS NULL
            AND NOT EXISTS (SELECT FROM messages_default WHERE occurred_at >= starts AND occurred_at < ends)
        THEN
            EXECUTE format(
                'CREATE TABLE IF NOT EXISTS %I PARTITION OF messages FOR VALUES FROM (%L) TO (%L)',
                partition, starts, ends
            );
        END IF;
    END LOOP;
END
$$
"""


def upgrade() -> None:
    op.execute(ENSURE_PARTITIONS)
    op.execute("SELECT ensure_message_partitions((now() AT TIME ZONE 'UTC')::date, 3)")


def downgrade() -> None:
    """The function serves the schema on either side of this step."""
