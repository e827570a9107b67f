"""When a contract with a term was agreed to end: what an early dismissal costs follows from it (CST art. 64)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_agreed_end"
down_revision = "0008_message_partitions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("employment_contracts", sa.Column("agreed_end", sa.Date))
    op.create_check_constraint(
        op.f("ck_employment_contracts_agreed_end"),
        "employment_contracts",
        "agreed_end IS NULL OR (agreed_end >= started_on AND kind <> 'indefinite')",
    )


def downgrade() -> None:
    op.drop_column("employment_contracts", "agreed_end")
