"""The desk: how cases go on, what is attached to them, and who is notified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_desk"
down_revision = "0006_feedback"
branch_labels = None
depends_on = None

UUID = postgresql.UUID(as_uuid=True)
STATES = "'open', 'in_review', 'resolved', 'rejected'"

CASES_OF_PENDING_VACATIONS = """
WITH opened AS (
    INSERT INTO payroll_cases (user_id, opened_by, kind, period_start, period_end, state, opened_at, updated_at,
                               vacation_id)
    SELECT user_id, user_id, 'vacaciones', starts_on, ends_on, 'open', requested_at, requested_at, id
    FROM vacations WHERE status = 'requested'
    RETURNING id, user_id, opened_at
)
INSERT INTO payroll_case_events (case_id, state, actor_id, at) SELECT id, 'open', user_id, opened_at FROM opened
"""


def upgrade() -> None:
    _extend_cases()
    _create_files()
    _create_notifications()
    op.execute(CASES_OF_PENDING_VACATIONS)


def downgrade() -> None:
    for table in ("notifications", "case_files"):
        op.drop_table(table)
    for column in ("text_encrypted", "action"):
        op.drop_column("payroll_case_events", column)
    op.execute("DELETE FROM payroll_cases WHERE vacation_id IS NOT NULL OR state = 'withdrawn'")
    _restrict_states(STATES)
    op.drop_index("ix_payroll_cases_state_number", "payroll_cases")
    for column in ("details", "transcript_from", "vacation_id", "assigned_to", "updated_at"):
        op.drop_column("payroll_cases", column)


def _restrict_states(states: str) -> None:
    op.drop_constraint(op.f("ck_payroll_cases_known_state"), "payroll_cases", type_="check")
    op.create_check_constraint(op.f("ck_payroll_cases_known_state"), "payroll_cases", f"state IN ({states})")


def _extend_cases() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("payroll_cases", sa.Column("updated_at", moment, server_default=sa.func.now(), nullable=False))
    op.add_column("payroll_cases", sa.Column("assigned_to", UUID))
    op.add_column("payroll_cases", sa.Column("vacation_id", UUID))
    op.add_column("payroll_cases", sa.Column("transcript_from", moment))
    op.add_column(
        "payroll_cases",
        sa.Column("details", postgresql.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    )
    op.create_foreign_key(
        "fk_payroll_cases_assigned_to_users", "payroll_cases", "users", ["assigned_to"], ["id"], ondelete="SET NULL"
    )
    op.create_foreign_key(
        "fk_payroll_cases_vacation_id_vacations",
        "payroll_cases",
        "vacations",
        ["vacation_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_unique_constraint("uq_payroll_cases_vacation_id", "payroll_cases", ["vacation_id"])
    op.create_index("ix_payroll_cases_state_number", "payroll_cases", ["state", "number"])
    _restrict_states(f"{STATES}, 'withdrawn'")
    op.add_column(
        "payroll_case_events",
        sa.Column("action", sa.String(12), nullable=False, server_default=sa.text("'opened'")),
    )
    op.add_column("payroll_case_events", sa.Column("text_encrypted", sa.LargeBinary))


def _create_files() -> None:
    op.create_table(
        "case_files",
        sa.Column("id", UUID, nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("case_id", UUID),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content_encrypted", sa.LargeBinary, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_case_files"),
        sa.UniqueConstraint("user_id", "reference", name="uq_case_files_user_id_reference"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_case_files_user_id_users", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["payroll_cases.id"], name="fk_case_files_case_id_payroll_cases", ondelete="CASCADE"
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_case_files_size")),
    )
    op.create_index("ix_case_files_case_id", "case_files", ["case_id"])


def _create_notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("case_id", UUID),
        sa.Column("event_id", UUID),
        sa.Column("data", postgresql.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id_users", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["payroll_cases.id"], name="fk_notifications_case_id_payroll_cases", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["payroll_case_events.id"],
            name="fk_notifications_event_id_payroll_case_events",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_notifications_user_id_id", "notifications", ["user_id", "id"])
