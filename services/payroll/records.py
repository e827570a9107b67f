"""One person's payroll records, read through the cache; who may read them is decided before coming here."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.payroll.periods import Month
from services.payroll.person_cache import PersonCache
from services.payroll.repository import accounts, balances, cases, leaves, payslips
from services.payroll.repository.accounts import Terms
from services.payroll.views import (
    ZERO,
    Absence,
    AbsenceKind,
    BankAccount,
    Case,
    Deposit,
    Loan,
    Payslip,
    SalaryChange,
    SeveranceDeposit,
    VacationRequest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.cache import Cache
    from services.database import Database

ABSENCES = {
    AbsenceKind.SICK_LEAVE: ("Incapacidad por enfermedad común", "CST art. 227; Decreto 2943 de 2013"),
    AbsenceKind.WORK_ACCIDENT: ("Incapacidad por accidente de trabajo", "Ley 776 de 2002 art. 3"),
    AbsenceKind.MATERNITY: ("Licencia de maternidad", "CST art. 236; Ley 1822 de 2017"),
    AbsenceKind.PATERNITY: ("Licencia de paternidad", "CST art. 236; Ley 2114 de 2021"),
    AbsenceKind.BEREAVEMENT: ("Licencia por luto", "CST art. 57 num. 10; Ley 1280 de 2009"),
    AbsenceKind.UNPAID: ("Licencia no remunerada", "CST arts. 51 y 53"),
}
LOANS = {
    "libranza": "Libranza",
    "credito_fondo_empleados": "Crédito del fondo de empleados",
    "embargo": "Embargo judicial",
}


class PayrollRecords:
    """Cached reads; every value is a view, every list is in order of time unless it says otherwise."""

    def __init__(self, database: Database, cache: Cache) -> None:
        self._cache = PersonCache(database, cache)

    def forget(self, user_id: UUID) -> None:
        """Drop what is cached about a person, after a write."""
        self._cache.forget(user_id)

    def terms(self, user_id: UUID) -> tuple[Terms, ...]:
        """Stretches of employment."""
        return self._cache.read(user_id, "terms", tuple[Terms, ...], lambda session: accounts.terms(session, user_id))

    def terms_on(self, user_id: UUID, on: date) -> Terms | None:
        """The employment that a day falls in, or the last one begun before it; None before the first."""
        begun = [terms for terms in self.terms(user_id) if terms.starts_on <= on]
        return begun[-1] if begun else None

    def salaries(self, user_id: UUID) -> tuple[SalaryChange, ...]:
        """Every salary since hiring."""
        return self._cache.read(
            user_id, "salaries", tuple[SalaryChange, ...], lambda session: accounts.salary_changes(session, user_id)
        )

    def months(self, user_id: UUID) -> tuple[Month, ...]:
        """Months with a payslip."""
        return self._cache.read(
            user_id, "months", tuple[Month, ...], lambda session: payslips.payslip_months(session, user_id)
        )

    def payslip(self, user_id: UUID, month: Month) -> Payslip | None:
        """The payslip of a month with the calculation trees of its lines."""
        if month not in self.months(user_id):
            return None
        found = self._cache.read(
            user_id,
            f"payslip:{month}",
            tuple[Payslip, ...],
            lambda session: payslips.payslips(session, user_id, month, month, with_steps=True),
        )
        return found[0] if found else None

    def payslips(self, user_id: UUID, first: Month, last: Month) -> tuple[Payslip, ...]:
        """Payslips from `first` to `last` without calculation trees.

        Narrowed to the months that have one, so that ranges share their entries.
        """
        months = [month for month in self.months(user_id) if first <= month <= last]
        if not months:
            return ()
        return self._cache.read(
            user_id,
            f"payslips:{months[0]}:{months[-1]}",
            tuple[Payslip, ...],
            lambda session: payslips.payslips(session, user_id, months[0], months[-1], with_steps=False),
        )

    def deposits(self, user_id: UUID, start: date, end: date) -> tuple[Deposit, ...]:
        """Deposits made or due in a range of days."""
        return self._cache.read(
            user_id,
            f"deposits:{start}:{end}",
            tuple[Deposit, ...],
            lambda session: payslips.deposits(session, user_id, start, end),
        )

    def last_deposit(self, user_id: UUID, on: date) -> Deposit | None:
        """The latest deposit made by a day."""
        return self._cache.read(
            user_id,
            f"last_deposit:{on}",
            Deposit | None,
            lambda session: payslips.last_deposit(session, user_id, on),
        )

    def next_deposit(self, user_id: UUID, on: date) -> Deposit | None:
        """The first deposit calculated and still to be made on a day or later."""
        return self._cache.read(
            user_id,
            f"next_deposit:{on}",
            Deposit | None,
            lambda session: payslips.next_deposit(session, user_id, on),
        )

    def account(self, user_id: UUID) -> BankAccount | None:
        """The account in use."""
        return self._cache.read(
            user_id, "account", BankAccount | None, lambda session: accounts.current_account(session, user_id)
        )

    def vacations(self, user_id: UUID) -> tuple[VacationRequest, ...]:
        """Vacations of every state, latest first."""
        return self._cache.read(
            user_id, "vacations", tuple[VacationRequest, ...], lambda session: leaves.vacations(session, user_id)
        )

    def absences(self, user_id: UUID, start: date, end: date) -> tuple[Absence, ...]:
        """Absences that touch a range of days, latest first, with what has been paid for them."""
        return self._cache.read(
            user_id,
            f"absences:{start}:{end}",
            tuple[Absence, ...],
            lambda session: _absences(session, user_id, start, end),
        )

    def severance_deposits(self, user_id: UUID) -> tuple[SeveranceDeposit, ...]:
        """Cesantías of past years, latest first."""
        return self._cache.read(
            user_id,
            "severance",
            tuple[SeveranceDeposit, ...],
            lambda session: balances.severance_deposits(session, user_id),
        )

    def loans(self, user_id: UUID, on: date) -> tuple[Loan, ...]:
        """Loans running on a day."""
        return self._cache.read(user_id, f"loans:{on}", tuple[Loan, ...], lambda session: _loans(session, user_id, on))

    def cases(self, user_id: UUID) -> tuple[Case, ...]:
        """Reported errors, latest first."""
        return self._cache.read(user_id, "cases", tuple[Case, ...], lambda session: cases.cases(session, user_id))


def unpaid_days(absences: Iterable[Absence], start: date, end: date) -> int:
    """Calendar days of unpaid leave within a range, which count for no benefit."""
    days = 0
    for absence in absences:
        if absence.kind is AbsenceKind.UNPAID:
            days += max((min(absence.end, end) - max(absence.start, start)).days + 1, 0)
    return days


def _absences(session: Session, user_id: UUID, start: date, end: date) -> tuple[Absence, ...]:
    rows = leaves.absence_rows(session, user_id, start, end)
    paid: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for source_id, payments in payslips.paid_for(session, [row.id for row in rows]).items():
        paid[source_id] = sum((amount for _, amount in payments), ZERO)
    return tuple(
        Absence(
            id=row.id,
            kind=AbsenceKind(row.kind),
            name=ABSENCES[AbsenceKind(row.kind)][0],
            start=row.starts_on,
            end=row.ends_on,
            calendar_days=(row.ends_on - row.starts_on).days + 1,
            paid_by=row.paid_by,
            amount=paid[row.id],
            norm=ABSENCES[AbsenceKind(row.kind)][1],
        )
        for row in rows
    )


def _loans(session: Session, user_id: UUID, on: date) -> tuple[Loan, ...]:
    rows = balances.running_loan_rows(session, user_id, on)
    payments = payslips.paid_for(session, [row.id for row in rows])
    loans = []
    for row in rows:
        # An instalment counts once its month is over: until then part of it may still be to be taken.
        paid = [amount for month, amount in payments.get(row.id, ()) if month.last_day <= on]
        loans.append(
            Loan(
                id=row.id,
                concept=row.concept,
                name=LOANS[row.concept],
                lender=row.lender,
                principal=row.principal,
                instalment=row.instalment,
                instalments=row.instalments,
                paid_instalments=len(paid),
                balance=row.instalment * row.instalments - sum(paid, ZERO),
                start=row.starts_on,
                end=row.ends_on,
            )
        )
    return tuple(loans)
