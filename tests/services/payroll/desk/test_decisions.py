from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.audit import AuditRecord
from services.auth.principal import AccessDenied, Principal
from services.bootstrap import Services
from services.payroll.desk.errors import AccountNumberNeeded, CaseClosed, NoSuchCase
from services.payroll.desk.kinds import DeskKind
from services.payroll.desk.office import LeaveRefused
from services.payroll.views import AbsenceKind, CaseAction, CaseState, VacationStatus
from tests.demo_company import TODAY
from tests.services.payroll.desk.conftest import PDF

Someone = Callable[[str], Principal]
MONDAY = date(2027, 2, 1)


def asked(company: Services, person: Principal, start: date = MONDAY, days: int = 3) -> UUID:
    """Ask for a vacation; the case in which it is decided."""
    company.desk.office.request_vacation(person, start, days, TODAY)
    case = company.payroll.cases(person)[0]
    assert case.id is not None
    return case.id


def told(company: Services, person: Principal) -> str:
    return company.desk.notices.recent(person)[0].text


def test_a_manager_hears_of_a_request_with_buttons_and_the_person_of_the_approval(
    company: Services, someone: Someone
) -> None:
    laura, luz = someone("laura.gomez"), someone("luz.marin")
    case_id = asked(company, laura)
    (notice,) = company.desk.notices.recent(luz)
    assert notice.text.startswith(
        "Laura Milena Gómez Rincón pidió vacaciones del 1 de febrero de 2027 al 3 de febrero de 2027 (días hábiles: 3)"
    )
    assert [button["title"] for button in notice.buttons] == ["Aprobar", "Rechazar"]
    in_chat = company.chat.history(luz).messages[0]
    assert (in_chat.id, in_chat.text) == (f"notice-{notice.id}", notice.text)
    assert [button["title"] for button in in_chat.attachments["buttons"]] == ["Aprobar", "Rechazar"]

    company.desk.decisions.approve(luz, case_id)
    request = next(each for each in company.payroll.vacation_history(laura) if each.start == MONDAY)
    assert (request.status, request.approver_id) == (VacationStatus.APPROVED, luz.user_id)
    assert company.payroll.cases(laura)[0].state is CaseState.RESOLVED
    assert told(company, laura) == (
        "Luz Dary Marín Cifuentes aprobó tus vacaciones del 1 de febrero de 2027 al 3 de febrero de 2027."
    )
    assert company.chat.history(laura).messages[0].text == told(company, laura)
    assert company.desk.decisions.team_requests(luz) == ()
    with pytest.raises(CaseClosed):
        company.desk.decisions.reject(luz, case_id)


def test_a_rejection_says_why_and_gives_the_days_back(company: Services, someone: Someone) -> None:
    diana, beatriz = someone("diana.perez"), someone("beatriz.londono")
    before = company.payroll.vacation_balance(diana, TODAY).available
    case_id = asked(company, diana)
    company.desk.decisions.reject(beatriz, case_id, "Hay cierre de inventario")
    assert told(company, diana).endswith("\n«Hay cierre de inventario»")
    assert company.payroll.vacation_balance(diana, TODAY).available == before


def test_nobody_but_the_own_manager_and_hr_decides_and_a_refusal_leaves_a_trace(
    company: Services, someone: Someone, trail: Callable[[Principal], list[AuditRecord]]
) -> None:
    rosa = someone("rosa.mosquera")
    case_id = asked(company, rosa)
    for key in ("wilson.murillo", "andres.mejia", "gloria.zapata", "juan.cardenas", "diana.perez", "rosa.mosquera"):
        with pytest.raises(AccessDenied):
            company.desk.decisions.approve(someone(key), case_id)
        assert (trail(someone(key))[0].action, trail(someone(key))[0].outcome) == ("case.approved", "denied")
    company.desk.decisions.approve(someone("claudia.osorio"), case_id)
    assert told(company, someone("beatriz.londono")) == (
        "Claudia Patricia Osorio Vélez respondió la solicitud de vacaciones de Rosa Elvira Mosquera Rentería, "
        f"caso {company.payroll.cases(rosa)[0].number}."
    )


def test_a_manager_does_not_decide_their_own_vacation(company: Services, someone: Someone) -> None:
    claudia = someone("claudia.osorio")
    case_id = asked(company, claudia)
    with pytest.raises(AccessDenied):
        company.desk.decisions.approve(claudia, case_id)
    company.desk.decisions.approve(someone("jorge.arango"), case_id)


def test_two_decisions_at_once_are_one(company: Services, someone: Someone) -> None:
    yuliana, beatriz = someone("yuliana.palacios"), someone("beatriz.londono")
    case_id = asked(company, yuliana)

    def decide(_: int) -> bool:
        try:
            company.desk.decisions.approve(beatriz, case_id)
        except CaseClosed:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(decide, range(4))) == [False, False, False, True]
    steps = [event.action for event in company.payroll.cases(yuliana)[0].events]
    assert steps == [CaseAction.OPENED, CaseAction.APPROVED]


def test_a_cancelled_request_is_withdrawn_and_no_longer_waits(company: Services, someone: Someone) -> None:
    leidy, beatriz = someone("leidy.cano"), someone("beatriz.londono")
    case_id = asked(company, leidy)
    (pending,) = company.desk.decisions.team_requests(beatriz)
    assert (pending.person_name, pending.details) == ("Leidy Johana Cano Betancur", {"business_days": "3"})
    request = company.payroll.vacation_history(leidy)[0]
    company.payroll.cancel_vacation(leidy, request.id, TODAY)
    assert company.payroll.cases(leidy)[0].state is CaseState.WITHDRAWN
    assert company.desk.decisions.team_requests(beatriz) == ()
    with pytest.raises(CaseClosed):
        company.desk.decisions.approve(beatriz, case_id)


def test_who_leads_nobody_has_no_requests_to_look_at_and_unknown_cases_are_none(
    company: Services, someone: Someone
) -> None:
    with pytest.raises(AccessDenied):
        company.desk.decisions.team_requests(someone("laura.gomez"))
    with pytest.raises(NoSuchCase):
        company.desk.decisions.approve(someone("beatriz.londono"), uuid4())


def test_a_sick_leave_takes_a_certificate_and_is_registered_by_hr_with_who_pays_it(
    company: Services, someone: Someone
) -> None:
    edwin, claudia = someone("edwin.cuesta"), someone("claudia.osorio")
    start, end = date(2026, 11, 16), date(2026, 11, 20)
    report = company.desk.office.report_leave
    with pytest.raises(LeaveRefused, match="certificate_needed"):
        report(edwin, AbsenceKind.SICK_LEAVE, start, end, TODAY, reference=None)
    file = company.desk.files.take(edwin, "incapacidad.pdf", PDF)
    case = report(edwin, AbsenceKind.SICK_LEAVE, start, end, TODAY, reference=file.reference)
    assert case.id is not None
    # The law grants it, not the manager, who neither decides it nor is shown the certificate.
    assert company.desk.decisions.team_requests(someone("wilson.murillo")) == ()
    with pytest.raises(AccessDenied):
        company.desk.decisions.approve(someone("wilson.murillo"), case.id)
    company.desk.decisions.approve(claudia, case.id)
    (absence,) = company.payroll.absences(edwin, start, end)
    assert (absence.kind, absence.start, absence.end) == (AbsenceKind.SICK_LEAVE, start, end)
    assert absence.paid_by == "Empresa los dos primeros días y Salud Total desde el tercero"


def test_an_unpaid_leave_is_the_managers_to_grant(company: Services, someone: Someone) -> None:
    jhon, wilson = someone("jhon.valencia"), someone("wilson.murillo")
    day = date(2026, 12, 4)
    case = company.desk.office.report_leave(jhon, AbsenceKind.UNPAID, day, day, TODAY, reference=None)
    (pending,) = company.desk.decisions.team_requests(wilson)
    assert (pending.id, pending.kind) == (case.id, DeskKind.LEAVE)
    company.desk.decisions.approve(wilson, pending.id)
    assert company.payroll.absences(jhon, day, day)[0].paid_by == "Nadie"


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (date(2026, 11, 20), date(2026, 11, 19), "dates"),
        (date(2026, 11, 1), date(2027, 6, 1), "too_long"),
        (date(2026, 7, 1), date(2026, 7, 2), "too_old"),
        (date(2028, 1, 3), date(2028, 1, 4), "too_far"),
    ],
)
def test_a_leave_whose_days_cannot_be_is_refused(
    company: Services, someone: Someone, start: date, end: date, reason: str
) -> None:
    with pytest.raises(LeaveRefused, match=reason):
        company.desk.office.report_leave(someone("edwin.cuesta"), AbsenceKind.UNPAID, start, end, TODAY, reference=None)


def test_another_account_takes_the_code_the_certificate_and_the_number_that_hr_reads_in_it(
    company: Services, someone: Someone
) -> None:
    fabio, gloria = someone("fabio.restrepo"), someone("gloria.zapata")
    file = company.desk.files.take(fabio, "certificación bancaria.pdf", PDF)
    company.desk.office._confirmation._redis.set(f"desk:account-change:{{{fabio.user_id}}}:confirmed", 1)
    case = company.desk.office.request_account_change(fabio, "Nequi", "Ahorros", reference=file.reference)
    assert case.id is not None
    with pytest.raises(AccountNumberNeeded):
        company.desk.decisions.approve(gloria, case.id)
    assert company.payroll.bank_account(fabio).bank != "Nequi"
    company.desk.decisions.approve(gloria, case.id, account_number="3001234567")
    account = company.payroll.bank_account(fabio)
    assert (account.bank, account.account_type, account.masked_number) == ("Nequi", "Ahorros", "••••4567")
    assert "terminada en 4567" in told(company, fabio)
    assert "3001234567" not in str(company.chat.history(fabio).messages)
