"""Vacations as a desk: balances, plans, requests and cancellations, one change at a time for each person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.payroll import vacations
from services.payroll.desk.kinds import VACATION_CASE
from services.payroll.errors import NoPayrollRecord, VacationRefused
from services.payroll.records import PayrollRecords, unpaid_days
from services.payroll.repository import cases, leaves
from services.payroll.vacations import Span
from services.payroll.views import VacationStatus

if TYPE_CHECKING:
    from uuid import UUID

    from services.database import Database
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.views import VacationBalance, VacationPlan, VacationRequest

FAR_FUTURE = date(2999, 12, 31)


class LeaveDesk:
    """Answers and changes one person's vacations; authorisation comes before."""

    def __init__(self, database: Database, records: PayrollRecords, parameters: LegalParameters) -> None:
        self._database = database
        self._records = records
        self._parameters = parameters

    def balance(self, user_id: UUID, on: date) -> VacationBalance:
        """The balance at the end of a day; NoPayrollRecord("vacation") for whoever is not employed that day."""
        terms = self._records.terms_on(user_id, on)
        if terms is None or (terms.ends_on is not None and terms.ends_on < on):
            raise NoPayrollRecord("vacation")
        unpaid = unpaid_days(self._records.absences(user_id, terms.starts_on, on), terms.starts_on, on)
        return vacations.balance(on, terms, unpaid, self._records.vacations(user_id), self._parameters)

    def plan(
        self,
        user_id: UUID,
        start: date,
        days: int,
        on: date,
        known: tuple[VacationRequest, ...] | None = None,
    ) -> VacationPlan:
        """What a request would be; VacationRefused. `known`: the person's vacations, when just read under the lock."""
        terms = self._records.terms_on(user_id, on)
        if terms is None or (terms.ends_on is not None and terms.ends_on < on):
            raise VacationRefused("not_employed")
        absences = self._records.absences(user_id, terms.starts_on, FAR_FUTURE)
        return vacations.plan(
            start,
            days,
            on,
            terms,
            unpaid_days(absences, terms.starts_on, start),
            self._records.vacations(user_id) if known is None else known,
            tuple(Span(absence.start, absence.end) for absence in absences),
            self._parameters,
        )

    def request(
        self, user_id: UUID, start: date, days: int, on: date, request_id: UUID | None = None
    ) -> VacationRequest:
        """Check and store a request with the case that its manager decides; two at once are checked in turn.

        With a `request_id` of the caller's making, asking again gives the request that is there already.
        """
        with self._database.session() as session:
            leaves.lock_vacations(session, user_id)
            known = None if request_id is None else leaves.vacation(session, user_id, request_id)
            if known is not None:
                return known
            plan = self.plan(user_id, start, days, on, known=leaves.vacations(session, user_id))
            request = leaves.add_request(session, user_id, plan, request_id)
            cases.add_case(
                session,
                user_id,
                user_id,
                VACATION_CASE,
                None,
                None,
                days=(request.start, request.end),
                vacation_id=request.id,
                details={"business_days": f"{request.business_days.normalize():f}"},
            )
            session.commit()
        self._records.forget(user_id)
        return request

    def cancel(self, user_id: UUID, request_id: UUID, on: date) -> VacationRequest:
        """Withdraw a request, or an approved vacation that begins after `on`; again, it stays withdrawn."""
        with self._database.session() as session:
            leaves.lock_vacations(session, user_id)
            request = leaves.vacation(session, user_id, request_id)
            if request is None:
                raise VacationRefused("not_found")
            if request.status is VacationStatus.CANCELLED:
                return request
            pending = request.status is VacationStatus.REQUESTED
            if not pending and not (request.status is VacationStatus.APPROVED and request.start > on):
                raise VacationRefused("not_cancellable")
            cancelled = leaves.set_status(session, user_id, request_id, VacationStatus.CANCELLED)
            cases.close_vacation_case(session, request_id, user_id)
            session.commit()
        self._records.forget(user_id)
        return cancelled
