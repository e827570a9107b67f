"""One person's file in the demo company: salaries, posts, leaves, loans and accounts, with their identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from services.demo.company import person_id
from services.demo.happenings import VacationRun, vacations
from services.demo.salaries import FIRST_YEAR, salary_history
from services.demo.stories import ABSENCES, ACCOUNT_CHANGES, LOANS, RAISES
from services.payroll.rules.payslip import AbsenceKind as RulesAbsenceKind
from services.payroll.rules.payslip import AbsenceSpan
from services.payroll.severance import salary_spans
from services.payroll.views import AbsenceKind
from services.users.directory import PositionTerm

if TYPE_CHECKING:
    from services.demo.company import Employee
    from services.demo.stories import AbsenceStory, LoanStory
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.rules.payslip import SalarySpan
    from services.payroll.views import SalaryChange

ONE_DAY = timedelta(days=1)
KINDS = {
    AbsenceKind.SICK_LEAVE: RulesAbsenceKind.SICK_LEAVE,
    AbsenceKind.WORK_ACCIDENT: RulesAbsenceKind.WORK_ACCIDENT,
    AbsenceKind.MATERNITY: RulesAbsenceKind.MATERNITY,
    AbsenceKind.PATERNITY: RulesAbsenceKind.PATERNITY,
    AbsenceKind.BEREAVEMENT: RulesAbsenceKind.BEREAVEMENT,
    AbsenceKind.UNPAID: RulesAbsenceKind.UNPAID,
}
PAYERS = {
    AbsenceKind.WORK_ACCIDENT: "ARL",
    AbsenceKind.MATERNITY: "EPS",
    AbsenceKind.PATERNITY: "EPS",
    AbsenceKind.BEREAVEMENT: "Empresa",
    AbsenceKind.UNPAID: "Nadie",
}


@dataclass(frozen=True)
class Account:
    """A bank account over a stretch of time."""

    id: UUID
    bank: str
    number: str
    since: date
    until: date | None


class Employment:
    """Everything about a person that decides their pay, known until a day."""

    def __init__(self, person: Employee, until: date, parameters: LegalParameters) -> None:
        self.person = person
        self.until = until
        self.salaries: tuple[SalaryChange, ...] = salary_history(person, until, parameters)

    @property
    def left(self) -> date | None:
        """The last day of work, once it has come."""
        left = self.person.left
        return left if left is not None and left <= self.until else None

    @property
    def leaving(self) -> str | None:
        """Why the person left, once they have."""
        return None if self.left is None else self.person.leaving

    @cached_property
    def spans(self) -> tuple[SalarySpan, ...]:
        """The salaries as runs of days."""
        return salary_spans(self.salaries)

    @cached_property
    def posts(self) -> tuple[PositionTerm, ...]:
        """The posts held, each with its manager."""
        person = self.person
        promotions = [
            story for story in RAISES if story.person == person.key and story.title and story.since <= self.until
        ]
        titles = [(person.hired, person.title, person.area, person.manager)]
        titles += [
            (story.since, story.title or person.title, story.area or person.area, story.manager or person.manager)
            for story in promotions
        ]
        ends = [title[0] - ONE_DAY for title in titles[1:]] + [self.left]
        return tuple(
            PositionTerm(title, area, since, end, None if manager is None else person_id(manager))
            for (since, title, area, manager), end in zip(titles, ends, strict=True)
        )

    @cached_property
    def vacations(self) -> tuple[VacationRun, ...]:
        """Vacations that have begun, and those granted for the next two months."""
        return vacations(self.person, self.until + timedelta(days=60))

    @property
    def absences(self) -> tuple[AbsenceStory, ...]:
        """Leaves that have begun."""
        return tuple(story for story in ABSENCES if story.person == self.person.key and story.start <= self.until)

    @property
    def loans(self) -> tuple[LoanStory, ...]:
        """Loans already granted."""
        return tuple(
            story for story in LOANS if story.person == self.person.key and story.first.first_day <= self.until
        )

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts used, in order."""
        person = self.person
        change = ACCOUNT_CHANGES.get(person.key)
        if change is None or change[0] > self.until:
            return (self._account(person.bank, person.hired, None, 0),)
        since, bank = change
        return (
            self._account(person.bank, person.hired, since - ONE_DAY, 0),
            self._account(bank, since, None, 1),
        )

    def account_on(self, day: date) -> Account:
        """The account in use on a day."""
        return [account for account in self.accounts if account.since <= day][-1]

    def salary_on(self, day: date) -> SalaryChange:
        """The salary in force on a day."""
        return [change for change in self.salaries if change.since <= day][-1]

    def title_on(self, day: date) -> str:
        """The post held on a day."""
        return [post for post in self.posts if post.started_on <= day][-1].title

    def absence_id(self, story: AbsenceStory) -> UUID:
        """The identifier of a leave."""
        return uuid5(self.person.id, f"absence:{story.start}")

    def vacation_id(self, start: date) -> UUID:
        """The identifier of the vacation that begins on a day."""
        return uuid5(self.person.id, f"vacation:{start}")

    def loan_id(self, story: LoanStory) -> UUID:
        """The identifier of a loan."""
        return uuid5(self.person.id, f"loan:{story.concept}:{story.first}")

    def away(self, start: date, end: date) -> list[tuple[AbsenceSpan, UUID]]:
        """Leaves and vacations that touch some days, whole, with their identifiers."""
        spans = [
            (AbsenceSpan(KINDS[story.kind], story.start, story.end), self.absence_id(story))
            for story in ABSENCES
            if story.person == self.person.key and story.start <= end and story.end >= start
        ]
        spans += [
            (AbsenceSpan(RulesAbsenceKind.VACATION, run.start, run.end), self.vacation_id(run.start))
            for run in self.vacations
            if run.start.year >= FIRST_YEAR and run.start <= end and run.end >= start
        ]
        return sorted(spans, key=lambda item: item[0].start)

    def _account(self, bank: str, since: date, until: date | None, order: int) -> Account:
        number = f"{self.person.id.int % 10**11 + order * 7:011d}"
        return Account(uuid5(self.person.id, f"account:{order}"), bank, number, since, until)
