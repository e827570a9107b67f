from __future__ import annotations

from collections.abc import Callable

import pytest

from services.audit import AuditLog
from services.auth.principal import AccessDenied, Principal, Role
from services.cache import Cache
from services.database import Database
from services.demo.company import person_id
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from services.payroll.views import Month
from tests.services.payroll.people import LAURA, TODAY, principal

LAURA_ID = LAURA.user_id
MARCH = Month(2026, 3)

READS: dict[str, Callable[[PayrollService, Principal], object]] = {
    "salary": lambda payroll, who: payroll.current_salary(who, TODAY, user_id=LAURA_ID),
    "payslip": lambda payroll, who: payroll.payslip(who, MARCH, user_id=LAURA_ID),
    "payslips": lambda payroll, who: payroll.payslips(who, MARCH, MARCH, user_id=LAURA_ID),
    "nearest": lambda payroll, who: payroll.nearest_payslip_month(who, MARCH, user_id=LAURA_ID),
    "deposit": lambda payroll, who: payroll.last_deposit(who, TODAY, user_id=LAURA_ID),
    "next": lambda payroll, who: payroll.next_payment(who, TODAY, user_id=LAURA_ID),
    "compare": lambda payroll, who: payroll.compare(who, Month(2026, 2), MARCH, user_id=LAURA_ID),
    "totals": lambda payroll, who: payroll.totals(who, MARCH, MARCH, user_id=LAURA_ID),
    "severance": lambda payroll, who: payroll.severance(who, TODAY, user_id=LAURA_ID),
    "absences": lambda payroll, who: payroll.absences(who, TODAY, TODAY, user_id=LAURA_ID),
    "account": lambda payroll, who: payroll.bank_account(who, user_id=LAURA_ID),
    "loans": lambda payroll, who: payroll.loans(who, TODAY, user_id=LAURA_ID),
    "cases": lambda payroll, who: payroll.cases(who, user_id=LAURA_ID),
}


class Team:
    """A directory in which Luz Marín leads Laura."""

    def is_manager_of(self, principal: Principal, user_id: object) -> bool:
        return principal.user_id == person_id("luz.marin") and user_id == LAURA_ID


@pytest.mark.parametrize("read", READS)
def test_a_colleague_a_manager_or_an_administrator_never_sees_another_person_s_pay(
    demo_database: Database, cache: Cache, read: str
) -> None:
    payroll = PayrollService(demo_database, cache, default_legal_parameters(), directory=Team())
    payroll.payslip(LAURA, MARCH)
    for who in (
        principal("wilson.murillo"),
        principal("luz.marin", Role.MANAGER),
        principal("sebastian.rojas", Role.ADMIN),
        Principal(person_id("yesid.lozano"), frozenset()),
    ):
        with pytest.raises(AccessDenied):
            READS[read](payroll, who)


@pytest.mark.parametrize("role", [Role.PAYROLL, Role.HR, Role.AUDITOR])
def test_payroll_hr_and_auditors_may_and_leave_a_trace(
    payroll: PayrollService, demo_database: Database, role: Role
) -> None:
    reader = principal("gloria.zapata", role)
    for read in READS.values():
        read(payroll, reader)
    entries = AuditLog(demo_database).entries(actor_id=reader.user_id, subject_id=LAURA_ID)
    assert len(entries) >= len(READS)
    assert entries[0].outcome == "allowed"
    assert f"role:{role.value}" in {entry.reason for entry in entries}


def test_a_refusal_leaves_a_trace_and_one_s_own_data_none(payroll: PayrollService, demo_database: Database) -> None:
    curious = principal("edwin.cuesta")
    with pytest.raises(AccessDenied):
        payroll.payslip(curious, MARCH, user_id=LAURA_ID)
    payroll.payslip(curious, MARCH)
    entries = AuditLog(demo_database).entries(actor_id=curious.user_id)
    assert [(entry.action, entry.outcome) for entry in entries] == [("payroll.payslip.read", "denied")]


def test_a_manager_sees_the_vacations_of_their_own_people_alone(demo_database: Database, cache: Cache) -> None:
    payroll = PayrollService(demo_database, cache, default_legal_parameters(), directory=Team())
    leader = principal("luz.marin", Role.MANAGER)
    assert payroll.vacation_balance(leader, TODAY, user_id=LAURA_ID).available > 0
    with pytest.raises(AccessDenied):
        payroll.vacation_balance(leader, TODAY, user_id=person_id("carlos.asprilla"))


def test_not_even_hr_asks_for_vacations_in_another_s_name(payroll: PayrollService) -> None:
    with pytest.raises(AccessDenied):
        payroll.request_vacation(principal("claudia.osorio", Role.HR), TODAY, 3, TODAY, user_id=LAURA_ID)
