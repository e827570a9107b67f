from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest

from services.auth.principal import AccessDenied, Principal
from services.bootstrap import Services
from services.payroll.desk.kinds import DeskKind
from services.payroll.desk.queue import PENDING, Assignment, CaseFilter, CaseOrder
from services.payroll.views import AbsenceKind
from tests.services.payroll.desk.test_inbox import opened, say

Someone = Callable[[str], Principal]


@pytest.mark.parametrize("order", [CaseOrder.NEWEST, CaseOrder.OLDEST])
def test_pages_lead_through_every_case_in_order(
    company: Services, someone: Someone, monkeypatch: pytest.MonkeyPatch, order: CaseOrder
) -> None:
    monkeypatch.setattr("services.payroll.desk.queue.PAGE", 2)
    monica, gloria = someone("monica.velez"), someone("gloria.zapata")
    made = [opened(company, monica, "consulta_normativa") for _ in range(3)]
    found, cursor = [], None
    while True:
        page = company.desk.queue.cases(gloria, CaseFilter(DeskKind.QUESTION), order=order, after=cursor)
        found += [case.id for case in page.cases]
        if page.next_cursor is None:
            break
        cursor = int(page.next_cursor)
    found = [each for each in found if each in made]
    assert found == (made if order is CaseOrder.OLDEST else made[::-1])


def test_what_is_due_first_comes_first_and_what_is_never_due_last(
    company: Services, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.payroll.desk.queue.PAGE", 1)
    valentina, gloria = someone("valentina.duque"), someone("gloria.zapata")
    never = opened(company, valentina)
    days = [date(2026, 11, 20), date(2026, 11, 10)]
    late, soon = (
        company.desk.office.report_leave(valentina, AbsenceKind.UNPAID, day, day, date(2026, 11, 1), reference=None).id
        for day in days
    )
    found, cursor = [], None
    while True:
        page = company.desk.queue.cases(gloria, CaseFilter(states=PENDING), order=CaseOrder.DUE, after=cursor)
        found += page.cases
        if page.next_cursor is None:
            break
        cursor = int(page.next_cursor)
    assert [case.id for case in found if case.id in {never, late, soon}] == [soon, late, never]
    assert [case.due_on for case in found if case.id in {late, soon}] == days[::-1]
    assert len({case.id for case in found}) == len(found)


def test_a_list_holds_what_is_mine_or_what_is_nobodys(company: Services, someone: Someone) -> None:
    gloria, claudia = someone("gloria.zapata"), someone("claudia.osorio")
    taken, free = (opened(company, someone("sebastian.rojas"), "certificado_laboral") for _ in range(2))
    company.desk.inbox.assign(gloria, taken)

    def listed(principal: Principal, assigned: Assignment) -> set[object]:
        return {case.id for case in company.desk.queue.cases(principal, CaseFilter(assigned=assigned)).cases}

    assert taken in listed(gloria, Assignment.MINE)
    assert taken not in listed(claudia, Assignment.MINE)
    assert free in listed(claudia, Assignment.NOBODY)
    assert taken not in listed(claudia, Assignment.NOBODY)


def test_a_case_is_unread_until_one_sees_it_and_again_after_each_step_of_another(
    company: Services, someone: Someone
) -> None:
    gloria, claudia = someone("gloria.zapata"), someone("claudia.osorio")
    case_id = opened(company, someone("julian.toro"), "actualizar_datos")

    def unread(principal: Principal) -> bool:
        cases = company.desk.queue.cases(principal, CaseFilter(DeskKind.PERSONAL_DATA)).cases
        return next(case.unread for case in cases if case.id == case_id)

    assert unread(gloria)
    before = company.desk.queue.activity(gloria)
    company.desk.inbox.case(gloria, case_id)
    assert not unread(gloria)
    assert unread(claudia)
    seen = company.desk.queue.activity(gloria)
    assert (seen.version, seen.unread) == (before.version, before.unread - 1)
    company.desk.inbox.reply(claudia, case_id, "Ya quedó.")
    assert unread(gloria)
    assert company.desk.queue.activity(gloria).version != before.version
    company.desk.inbox.resolve(claudia, case_id)
    assert not unread(gloria)


def test_whether_something_was_said_is_told_of_a_shared_conversation_alone(company: Services, someone: Someone) -> None:
    catalina, gloria = someone("catalina.uribe"), someone("gloria.zapata")
    now = datetime.now(timezone.utc)
    say(company, catalina, "hola, necesito ayuda", now)
    shared = opened(company, catalina, "atencion_humana", since=now - timedelta(hours=1))
    private = opened(company, catalina, "atencion_humana")
    assert company.desk.queue.activity(gloria, private).said_at is None
    said_at = company.desk.queue.activity(gloria, shared).said_at
    assert said_at is not None
    assert said_at >= now


def test_asking_whether_there_is_something_new_leaves_no_trail(
    company: Services, someone: Someone, trail: Callable[[Principal], list[object]]
) -> None:
    gloria = someone("gloria.zapata")
    before = len(trail(gloria))
    company.desk.queue.activity(gloria)
    assert len(trail(gloria)) == before


@pytest.mark.parametrize("key", ["laura.gomez", "wilson.murillo"])
def test_who_handles_no_cases_learns_nothing_of_the_desk(company: Services, someone: Someone, key: str) -> None:
    curious = someone(key)
    for attempt in (company.desk.queue.activity, company.desk.queue.handlers):
        with pytest.raises(AccessDenied):
            attempt(curious)


def test_a_case_can_be_given_to_hr_and_payroll(company: Services, someone: Someone) -> None:
    names = [each.full_name for each in company.desk.queue.handlers(someone("gloria.zapata"))]
    assert {"Gloria Inés Zapata Marín", "Claudia Patricia Osorio Vélez"} <= set(names)
    assert names == sorted(names)
