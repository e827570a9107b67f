"""Payroll's tables.

`payslips` and `payslip_lines` are partitioned by year: the partition key is part of every key, as PostgreSQL asks.
Amounts are COP. `source_id` on a line names the absence, vacation or loan that the line comes from.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.database import Base

MONEY = Numeric(12, 2)
DAYS = Numeric(6, 2)


def _uuid_key() -> Column[Any]:
    return Column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()"))


def _user() -> Column[Any]:
    return Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)


def _moment(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


class PayrollTerms(Base):
    """The terms on which somebody is paid from a date: frequency, integral salary, severance fund."""

    __tablename__ = "payroll_terms"

    id = _uuid_key()
    user_id = _user()
    starts_on = Column(Date, nullable=False)
    ends_on = Column(Date)
    end_reason = Column(String(40))
    integral = Column(Boolean, nullable=False, default=False)
    fortnightly = Column(Boolean, nullable=False, default=True)
    severance_fund = Column(String(80))
    vacation_days_per_year = Column(DAYS, nullable=False)
    created_at = _moment("created_at")

    __table_args__ = (
        UniqueConstraint("user_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )


class SalaryRecord(Base):
    """A salary from a date until the next record."""

    __tablename__ = "salaries"

    id = _uuid_key()
    user_id = _user()
    starts_on = Column(Date, nullable=False)
    amount = Column(MONEY, nullable=False)
    reason = Column(String(40), nullable=False)
    created_at = _moment("created_at")

    __table_args__ = (UniqueConstraint("user_id", "starts_on"), CheckConstraint("amount > 0", name="amount_positive"))


class PayslipRecord(Base):
    """A person's payslip of a month."""

    __tablename__ = "payslips"

    id = Column(UUID(as_uuid=True), nullable=False, server_default=text("gen_random_uuid()"))
    user_id = _user()
    year = Column(SmallInteger, nullable=False)
    month = Column(SmallInteger, nullable=False)
    base_salary = Column(MONEY, nullable=False)
    position = Column(String(120), nullable=False)
    worked_days = Column(DAYS, nullable=False)
    contribution_base = Column(MONEY, nullable=False)
    gross = Column(MONEY, nullable=False)
    deductions = Column(MONEY, nullable=False)
    net = Column(MONEY, nullable=False)
    details = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))
    created_at = _moment("created_at")
    updated_at = _moment("updated_at")

    __table_args__ = (
        PrimaryKeyConstraint("id", "year"),
        UniqueConstraint("user_id", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_of_year"),
        CheckConstraint("net = gross - deductions", name="net_is_gross_less_deductions"),
        {"postgresql_partition_by": "RANGE (year)"},
    )


class PayslipLineRecord(Base):
    """One line of a payslip; `steps` is the calculation tree that gives its amount."""

    __tablename__ = "payslip_lines"

    payslip_id = Column(UUID(as_uuid=True), nullable=False)
    year = Column(SmallInteger, nullable=False)
    position = Column(SmallInteger, nullable=False)
    concept = Column(String(40), nullable=False)
    base = Column(MONEY)
    rate = Column(Numeric(9, 6))
    quantity = Column(Numeric(9, 2))
    unit = Column(String(12))
    amount = Column(MONEY, nullable=False)
    first_fortnight = Column(MONEY)
    norm = Column(String(240))
    note = Column(String(240))
    source_id = Column(UUID(as_uuid=True))
    steps = Column(JSONB, nullable=False, server_default=text("'[]'::jsonb"))

    __table_args__ = (
        PrimaryKeyConstraint("payslip_id", "year", "position"),
        ForeignKeyConstraint(["payslip_id", "year"], ["payslips.id", "payslips.year"], ondelete="CASCADE"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        Index("ix_payslip_lines_source_id", "source_id", postgresql_where=text("source_id IS NOT NULL")),
        {"postgresql_partition_by": "RANGE (year)"},
    )


class BankAccountRecord(Base):
    """Where somebody's pay goes; the number is encrypted, its last four digits are what people see."""

    __tablename__ = "bank_accounts"

    id = _uuid_key()
    user_id = _user()
    bank = Column(String(80), nullable=False)
    account_type = Column(String(20), nullable=False)
    number_encrypted = Column(LargeBinary, nullable=False)
    last_four = Column(String(4), nullable=False)
    starts_on = Column(Date, nullable=False)
    ends_on = Column(Date)
    created_at = _moment("created_at")

    __table_args__ = (
        Index("uq_bank_accounts_current", "user_id", unique=True, postgresql_where=text("ends_on IS NULL")),
        Index("ix_bank_accounts_user_id", "user_id", "starts_on"),
    )


class DepositRecord(Base):
    """A transfer of pay; `fortnight` is 1, 2, or 0 for the whole month."""

    __tablename__ = "deposits"

    id = _uuid_key()
    user_id = _user()
    payslip_id = Column(UUID(as_uuid=True), nullable=False)
    year = Column(SmallInteger, nullable=False)
    month = Column(SmallInteger, nullable=False)
    fortnight = Column(SmallInteger, nullable=False)
    due_date = Column(Date, nullable=False)
    pay_date = Column(Date, nullable=False)
    amount = Column(MONEY, nullable=False)
    status = Column(String(12), nullable=False)
    bank_account_id = Column(UUID(as_uuid=True), ForeignKey("bank_accounts.id"), nullable=False)
    created_at = _moment("created_at")
    updated_at = _moment("updated_at")

    __table_args__ = (
        ForeignKeyConstraint(["payslip_id", "year"], ["payslips.id", "payslips.year"], ondelete="CASCADE"),
        UniqueConstraint("user_id", "year", "month", "fortnight"),
        CheckConstraint("fortnight IN (0, 1, 2)", name="fortnight_of_month"),
        CheckConstraint("status IN ('scheduled', 'paid')", name="known_status"),
        Index("ix_deposits_user_id_pay_date", "user_id", "pay_date"),
        Index("ix_deposits_payslip_id", "payslip_id"),
    )


class VacationRecord(Base):
    """A vacation asked for, granted, taken, or paid in cash; `ends_on` is the last day off."""

    __tablename__ = "vacations"

    id = _uuid_key()
    user_id = _user()
    starts_on = Column(Date, nullable=False)
    ends_on = Column(Date, nullable=False)
    returns_on = Column(Date, nullable=False)
    business_days = Column(DAYS, nullable=False)
    status = Column(String(12), nullable=False)
    requested_at = _moment("requested_at")
    decided_at = Column(DateTime(timezone=True))
    approver_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"))

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on AND returns_on > ends_on", name="days_in_order"),
        CheckConstraint("business_days > 0", name="some_days"),
        Index("ix_vacations_user_id_starts_on", "user_id", "starts_on"),
    )


class AbsenceRecord(Base):
    """A stretch away from work that is not vacation."""

    __tablename__ = "absences"

    id = _uuid_key()
    user_id = _user()
    kind = Column(String(20), nullable=False)
    starts_on = Column(Date, nullable=False)
    ends_on = Column(Date, nullable=False)
    paid_by = Column(String(80), nullable=False)
    certificate = Column(String(80))
    created_at = _moment("created_at")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index("ix_absences_user_id_starts_on", "user_id", "starts_on"),
    )


class SeveranceRecord(Base):
    """Cesantías of a year put into the fund, with the interest paid to the person."""

    __tablename__ = "severance_deposits"

    id = _uuid_key()
    user_id = _user()
    year = Column(SmallInteger, nullable=False)
    base = Column(MONEY, nullable=False)
    days = Column(SmallInteger, nullable=False)
    amount = Column(MONEY, nullable=False)
    deposited_on = Column(Date, nullable=False)
    fund = Column(String(80), nullable=False)
    interest = Column(MONEY, nullable=False)
    interest_paid_on = Column(Date, nullable=False)
    created_at = _moment("created_at")

    __table_args__ = (UniqueConstraint("user_id", "year"),)


class LoanRecord(Base):
    """A loan repaid from pay in equal instalments; `concept` is the payslip line that collects it."""

    __tablename__ = "loans"

    id = _uuid_key()
    user_id = _user()
    concept = Column(String(40), nullable=False)
    lender = Column(String(120), nullable=False)
    principal = Column(MONEY, nullable=False)
    instalment = Column(MONEY, nullable=False)
    instalments = Column(SmallInteger, nullable=False)
    starts_on = Column(Date, nullable=False)
    ends_on = Column(Date, nullable=False)
    created_at = _moment("created_at")

    __table_args__ = (
        CheckConstraint("principal > 0 AND instalment > 0 AND instalments > 0", name="amounts_positive"),
        Index("ix_loans_user_id_starts_on", "user_id", "starts_on"),
    )
