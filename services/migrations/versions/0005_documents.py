"""Documents: the register of those issued, which their verification codes are looked up in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_documents"
down_revision = "0004_privacy"
branch_labels = None
depends_on = None

UUID = postgresql.UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "issued_documents",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("user_id", UUID, nullable=False),
        sa.Column("issued_by", UUID, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("holder_document", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("content_sha256", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("valid_until", sa.Date),
        sa.PrimaryKeyConstraint("code", name="pk_issued_documents"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_issued_documents_user_id_users", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["users.id"], name="fk_issued_documents_issued_by_users", ondelete="RESTRICT"
        ),
        sa.CheckConstraint(
            "kind IN ('payslip', 'work_certificate', 'income_certificate')", name=op.f("ck_issued_documents_kind")
        ),
        sa.CheckConstraint("period_end >= period_start", name=op.f("ck_issued_documents_period")),
        sa.CheckConstraint("octet_length(content_sha256) = 32", name=op.f("ck_issued_documents_digest")),
    )
    op.create_index("ix_issued_documents_user_id_issued_at", "issued_documents", ["user_id", "issued_at"])


def downgrade() -> None:
    op.drop_table("issued_documents")
