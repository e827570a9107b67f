"""Payroll: terms, salaries, payslips partitioned by year, deposits, leaves, severance, loans and cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_payroll"
down_revision = "0001_users_and_auth"
branch_labels = None
depends_on = None

FIRST_YEAR = 2018
LAST_YEAR = 2030

ENSURE_PARTITIONS = """
CREATE FUNCTION ensure_payroll_partitions(first_year integer, last_year integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    wanted integer;
BEGIN
    FOR wanted IN first_year .. last_year LOOP
        FOREACH parent IN ARRAY ARRAY['payslips', 'payslip_lines'] LOOP
            IF to_regclass(format('%I', parent || '_p' || wanted)) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                    parent || '_p' || wanted, parent, wanted, wanted + 1
                );
            END IF;
        END LOOP;
    END LOOP;
END
$$
"""


def upgrade() -> None:
    _create_terms()
    _create_payslips()
    _create_leaves()
    _create_balances()
    _create_cases()


def downgrade() -> None:
    for table in (
        "payroll_case_events",
        "payroll_cases",
        "loans",
        "severance_deposits",
        "absences",
        "vacations",
        "deposits",
        "payslip_lines",
        "payslips",
        "bank_accounts",
        "salaries",
        "payroll_terms",
    ):
        op.drop_table(table)
    op.execute("DROP SEQUENCE payroll_case_number_seq")
    op.execute("DROP FUNCTION ensure_payroll_partitions(integer, integer)")


def _create_terms() -> None:
    """What a person is paid by: terms, salaries and the account."""
    op.create_table(
        "payroll_terms",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("integral", sa.Boolean(), nullable=False),
        sa.Column("fortnightly", sa.Boolean(), nullable=False),
        sa.Column("severance_fund", sa.String(length=80), nullable=True),
        sa.Column("vacation_days_per_year", sa.Numeric(6, 2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_payroll_terms_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_payroll_terms_user_id_users"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_terms")),
        sa.UniqueConstraint("user_id", "starts_on", name=op.f("uq_payroll_terms_user_id_starts_on")),
    )
    op.create_table(
        "salaries",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_salaries_amount_positive")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_salaries_user_id_users"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_salaries")),
        sa.UniqueConstraint("user_id", "starts_on", name=op.f("uq_salaries_user_id_starts_on")),
    )
    op.create_table(
        "bank_accounts",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=False),
        sa.Column("account_type", sa.String(length=20), nullable=False),
        sa.Column("number_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_bank_accounts_user_id_users"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_accounts")),
    )
    op.create_index("ix_bank_accounts_user_id", "bank_accounts", ["user_id", "starts_on"], unique=False)
    op.create_index(
        "uq_bank_accounts_current",
        "bank_accounts",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("ends_on IS NULL"),
    )


def _create_payslips() -> None:
    """Payslips and their lines, partitioned by year, and the transfers that pay them."""
    op.create_table(
        "payslips",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.SmallInteger(), nullable=False),
        sa.Column("base_salary", sa.Numeric(12, 2), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("worked_days", sa.Numeric(6, 2), nullable=False),
        sa.Column("contribution_base", sa.Numeric(12, 2), nullable=False),
        sa.Column("gross", sa.Numeric(12, 2), nullable=False),
        sa.Column("deductions", sa.Numeric(12, 2), nullable=False),
        sa.Column("net", sa.Numeric(12, 2), nullable=False),
        sa.Column("details", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_payslips_month_of_year")),
        sa.CheckConstraint("net = gross - deductions", name=op.f("ck_payslips_net_is_gross_less_deductions")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_payslips_user_id_users"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", "year", name=op.f("pk_payslips")),
        sa.UniqueConstraint("user_id", "year", "month", name=op.f("uq_payslips_user_id_year_month")),
        postgresql_partition_by="RANGE (year)",
    )
    op.create_table(
        "payslip_lines",
        sa.Column("payslip_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("concept", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Numeric(12, 2), nullable=True),
        sa.Column("rate", sa.Numeric(9, 6), nullable=True),
        sa.Column("quantity", sa.Numeric(9, 2), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("first_fortnight", sa.Numeric(12, 2), nullable=True),
        sa.Column("norm", sa.String(length=240), nullable=True),
        sa.Column("note", sa.String(length=240), nullable=True),
        sa.Column("source_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("steps", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_payslip_lines_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["payslip_id", "year"],
            ["payslips.id", "payslips.year"],
            name=op.f("fk_payslip_lines_payslip_id_year_payslips"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("payslip_id", "year", "position", name=op.f("pk_payslip_lines")),
        postgresql_partition_by="RANGE (year)",
    )
    op.create_index(
        "ix_payslip_lines_source_id",
        "payslip_lines",
        ["source_id"],
        unique=False,
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )
    op.create_table(
        "deposits",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("payslip_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.SmallInteger(), nullable=False),
        sa.Column("fortnight", sa.SmallInteger(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("pay_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("bank_account_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('scheduled', 'paid')", name=op.f("ck_deposits_known_status")),
        sa.CheckConstraint("fortnight IN (0, 1, 2)", name=op.f("ck_deposits_fortnight_of_month")),
        sa.ForeignKeyConstraint(
            ["bank_account_id"], ["bank_accounts.id"], name=op.f("fk_deposits_bank_account_id_bank_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["payslip_id", "year"],
            ["payslips.id", "payslips.year"],
            name=op.f("fk_deposits_payslip_id_year_payslips"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_deposits_user_id_users"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
        sa.UniqueConstraint(
            "user_id", "year", "month", "fortnight", name=op.f("uq_deposits_user_id_year_month_fortnight")
        ),
    )
    op.create_index("ix_deposits_payslip_id", "deposits", ["payslip_id"], unique=False)
    op.create_index("ix_deposits_user_id_pay_date", "deposits", ["user_id", "pay_date"], unique=False)
    op.execute(ENSURE_PARTITIONS)
    op.execute(f"SELECT ensure_payroll_partitions({FIRST_YEAR}, {LAST_YEAR})")


def _create_leaves() -> None:
    """Time away from work."""
    op.create_table(
        "vacations",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("returns_on", sa.Date(), nullable=False),
        sa.Column("business_days", sa.Numeric(6, 2), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.CheckConstraint("business_days > 0", name=op.f("ck_vacations_some_days")),
        sa.CheckConstraint("ends_on >= starts_on AND returns_on > ends_on", name=op.f("ck_vacations_days_in_order")),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["users.id"], name=op.f("fk_vacations_approver_id_users"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_vacations_user_id_users"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacations")),
    )
    op.create_index("ix_vacations_user_id_starts_on", "vacations", ["user_id", "starts_on"], unique=False)
    op.create_table(
        "absences",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("paid_by", sa.String(length=80), nullable=False),
        sa.Column("certificate", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absences_ends_after_start")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id_users"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_user_id_starts_on", "absences", ["user_id", "starts_on"], unique=False)


def _create_balances() -> None:
    """What is owed to the person and by the person."""
    op.create_table(
        "severance_deposits",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("base", sa.Numeric(12, 2), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("deposited_on", sa.Date(), nullable=False),
        sa.Column("fund", sa.String(length=80), nullable=False),
        sa.Column("interest", sa.Numeric(12, 2), nullable=False),
        sa.Column("interest_paid_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_severance_deposits_user_id_users"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severance_deposits")),
        sa.UniqueConstraint("user_id", "year", name=op.f("uq_severance_deposits_user_id_year")),
    )
    op.create_table(
        "loans",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("concept", sa.String(length=40), nullable=False),
        sa.Column("lender", sa.String(length=120), nullable=False),
        sa.Column("principal", sa.Numeric(12, 2), nullable=False),
        sa.Column("instalment", sa.Numeric(12, 2), nullable=False),
        sa.Column("instalments", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "principal > 0 AND instalment > 0 AND instalments > 0", name=op.f("ck_loans_amounts_positive")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_loans_user_id_users"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
    )
    op.create_index("ix_loans_user_id_starts_on", "loans", ["user_id", "starts_on"], unique=False)


def _create_cases() -> None:
    """Reported payroll errors."""
    op.execute(sa.schema.CreateSequence(sa.Sequence("payroll_case_number_seq")))
    op.create_table(
        "payroll_cases",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("nextval('payroll_case_number_seq')"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("opened_by", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text_ref", sa.String(length=80), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'in_review', 'resolved', 'rejected')", name=op.f("ck_payroll_cases_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["users.id"], name=op.f("fk_payroll_cases_opened_by_users"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_payroll_cases_user_id_users"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_payroll_cases_number")),
    )
    op.create_index("ix_payroll_cases_user_id_opened_at", "payroll_cases", ["user_id", "opened_at"], unique=False)
    op.create_table(
        "payroll_case_events",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("case_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("actor_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_payroll_case_events_actor_id_users"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["payroll_cases.id"],
            name=op.f("fk_payroll_case_events_case_id_payroll_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_case_events")),
    )
    op.create_index("ix_payroll_case_events_case_id", "payroll_case_events", ["case_id", "at"], unique=False)
