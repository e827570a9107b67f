"""How far each person of the desk has seen each case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_case_readings"
down_revision = "0009_agreed_end"
branch_labels = None
depends_on = None

UUID = postgresql.UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "case_readings",
        sa.Column("case_id", UUID, nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_case_readings")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["payroll_cases.id"], name=op.f("fk_case_readings_case_id_payroll_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_case_readings_user_id_users"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_payroll_cases_updated_at", "payroll_cases", ["updated_at"])


def downgrade() -> None:
    op.drop_index("ix_payroll_cases_updated_at", "payroll_cases")
    op.drop_table("case_readings")
