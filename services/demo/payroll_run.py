"""The payroll of one person of the demo company, month after month, computed with the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.demo import happenings
from services.demo.salaries import FIRST_YEAR, retroactive_pay
from services.demo.stories import CASH_VACATIONS, GARNISHMENTS
from services.payroll.concepts import CONCEPTS
from services.payroll.fortnights import bonus_in_advance_shares, first_fortnight_shares
from services.payroll.pay_dates import due_dates, pay_date
from services.payroll.periods import Month
from services.payroll.repository.writer import DepositDraft, PayslipDraft
from services.payroll.rules import benefits, codes
from services.payroll.rules.calendar_days import overlap
from services.payroll.rules.garnishment import garnishable_amount
from services.payroll.rules.month import month_payslip
from services.payroll.rules.payslip import AbsenceKind, OtherDeduction, OtherEarning, PayslipInputs
from services.payroll.rules.settlement import ContractKind, LeavingCause, SettlementInputs, settlement
from services.payroll.rules.vacations import accrued_vacation_days, vacation_value_in_cash
from services.payroll.rules.withholding import TaxReliefs
from services.payroll.severance import transport_allowance_on

if TYPE_CHECKING:
    from uuid import UUID

    from services.demo.employment import Employment
    from services.payroll.rules.parameters import LegalParameters
    from services.payroll.rules.payslip import AbsenceSpan, ComputedPayslip, Line
    from services.payroll.rules.steps import Step

ONE_DAY = timedelta(days=1)
THOUSAND = Decimal(1000)
NOTHING = Decimal(0)
PREPAID_HEALTH, POLICY, MILEAGE = Decimal(620_000), Decimal(38_500), Decimal(450_000)
YEARLY_RISE = Decimal("1.07")
FUND_SHARE = Decimal("0.03")
YEAR_END_SHARE = Decimal("0.10")
PARENTAL_AND_SICK = frozenset(
    {AbsenceKind.SICK_LEAVE, AbsenceKind.WORK_ACCIDENT, AbsenceKind.MATERNITY, AbsenceKind.PATERNITY}
)


@dataclass(frozen=True)
class SeveranceYear:
    """Cesantías of a year with their interest, as trees."""

    year: int
    base: Decimal
    days: int
    amount: Step
    interest: Step


class PayrollRun:
    """Computes months in order, remembering what averages and bases need: variable pay and the IBC of the month before.

    It starts in January of the first year asked for, so that averages see whole years.
    """

    def __init__(self, employment: Employment, parameters: LegalParameters) -> None:
        self._employment = employment
        self._parameters = parameters
        self._variable: dict[Month, Decimal] = {}
        self._commissions: dict[Month, Decimal] = {}
        self._contribution_base: Decimal | None = None

    def drafts(self, first: Month, last: Month) -> list[PayslipDraft]:
        """The payslips from `first` to `last`, for the months with some day of employment."""
        drafts = []
        for month in Month.span(Month(max(first.year, FIRST_YEAR), 1), last):
            if self._employment.person.employed(month.first_day, month.last_day):
                draft = self._draft(month)
                if month >= first:
                    drafts.append(draft)
        return drafts

    def severance_year(self, year: int) -> SeveranceYear | None:
        """Cesantías of a year already computed; None for integral pay and for whoever was not there at its end."""
        person = self._employment.person
        end = date(year, 12, 31)
        if person.integral or person.hired > end or (person.left is not None and person.left < end):
            return None
        period = self._period(date(year, 1, 1), end)
        spans = tuple(span for span in self._employment.spans if span.start <= end)
        variable = self._variable_between(Month(year, 1), Month(year, 12))
        base = benefits.severance_salary(spans, variable, period)
        transport = self._transport(end)
        amount = benefits.severance(base, transport, period)
        interest = benefits.severance_interest(amount, period, self._parameters)
        return SeveranceYear(year, (base.amount + transport).quantize(Decimal("0.01")), period.days, amount, interest)

    def _draft(self, month: Month) -> PayslipDraft:
        employment, person = self._employment, self._employment.person
        away = employment.away(month.first_day, month.last_day)
        inputs = self._inputs(month, away)
        computed = self._compute(month, inputs)
        self._variable[month] = _variable(computed.lines)
        self._commissions[month] = computed.amount(codes.COMMISSION)
        self._contribution_base = computed.contribution_base.amount
        left = person.left if person.left is not None and Month.of(person.left) == month else None
        slots = self._slots(month, left)
        numbers = tuple(number for number, _ in slots)
        shares: tuple[Decimal | None, ...]
        if not person.fortnightly and numbers == (1, 2):
            shares = bonus_in_advance_shares(computed)
        else:
            shares = first_fortnight_shares(computed, inputs, numbers, self._parameters)
        return PayslipDraft(
            user_id=person.id,
            month=month,
            computed=computed,
            base_salary=employment.salary_on(left or month.last_day).amount,
            position=employment.title_on(left or month.last_day),
            first_fortnight=shares,
            sources=[self._source(line, away, month) for line in computed.lines],
            deposits=self._deposits(computed, shares, slots),
        )

    def _inputs(self, month: Month, away: list[tuple[AbsenceSpan, UUID]]) -> PayslipInputs:
        person, parameters = self._employment.person, self._parameters
        start = max(person.hired, month.first_day)
        end = month.last_day if person.left is None else min(person.left, month.last_day)
        absences = tuple(
            replace(span, base=self._contribution_base) if span.kind in PARENTAL_AND_SICK else span for span, _ in away
        )
        absent = [overlap(span.start, span.end, start, end) for span in absences]
        workdays = {start + timedelta(days=offset) for offset in range((end - start).days + 1)}
        for common in absent:
            if common is not None:
                workdays -= {common[0] + timedelta(days=offset) for offset in range((common[1] - common[0]).days + 1)}
        salary = self._employment.salary_on(end).amount
        prepaid = _rising(PREPAID_HEALTH, month.year) if "prepaid" in person.perks else NOTHING
        return PayslipInputs(
            year=month.year,
            month=month.month,
            salaries=self._employment.spans,
            integral=person.integral,
            hired=person.hired,
            left=person.left,
            absences=absences,
            hours=happenings.worked_hours(person, month, workdays),
            earnings=tuple(self._extra_earnings(month, salary)),
            deductions=tuple(self._deductions(month, salary, parameters)),
            reliefs=TaxReliefs(dependants="dependants" in person.perks, prepaid_health=prepaid),
        )

    def _compute(self, month: Month, inputs: PayslipInputs) -> ComputedPayslip:
        person = self._employment.person
        if person.left is not None and Month.of(person.left) == month:
            return settlement(self._settlement_inputs(month, inputs, person.left), self._parameters)
        earnings = []
        if not person.integral and month.month in (6, 12):
            self._variable[month] = _variable(month_payslip(inputs, self._parameters).lines)
            bonus = self._service_bonus(month)
            earnings.append(OtherEarning(codes.SERVICE_BONUS, bonus.amount, bonus))
        year = self.severance_year(month.year - 1) if month.month == 1 and month.year > FIRST_YEAR else None
        if year is not None:
            earnings.append(OtherEarning(codes.SEVERANCE_INTEREST, year.interest.amount, year.interest))
        return month_payslip(replace(inputs, earnings=(*inputs.earnings, *earnings)), self._parameters)

    def _service_bonus(self, month: Month) -> Step:
        start, end = benefits.semester(month.last_day)
        period = self._period(start, end)
        spans = tuple(span for span in self._employment.spans if span.start <= end)
        variable = self._variable_between(Month.of(start), month)
        return benefits.service_bonus(benefits.average_salary(spans, variable, period), self._transport(end), period)

    def _settlement_inputs(self, month: Month, inputs: PayslipInputs, left: date) -> SettlementInputs:
        person = self._employment.person
        accrued = accrued_vacation_days(person.hired, left, self._parameters, self._unpaid(person.hired, left))
        taken = sum(run.business_days for run in self._employment.vacations if run.start <= left)
        half = benefits.semester(left)[0]
        return SettlementInputs(
            payslip=inputs,
            cause=LeavingCause(person.leaving),
            contract=ContractKind.INDEFINITE,
            contract_start=person.hired,
            salaries=self._employment.spans,
            pending_vacation_days=max(accrued.amount - taken, NOTHING),
            variable_in_year=self._variable_between(Month(left.year, 1), month),
            variable_in_semester=self._variable_between(Month.of(half), month),
            variable_in_last_year=self._variable_between(month.plus(-11), month),
            commissions_in_last_year=sum(
                (amount for paid, amount in self._commissions.items() if month.plus(-11) <= paid <= month), NOTHING
            ),
            unpaid_days_in_year=self._unpaid(date(left.year, 1, 1), left),
            unpaid_days_in_semester=self._unpaid(half, left),
        )

    def _extra_earnings(self, month: Month, salary: Decimal) -> list[OtherEarning]:
        person = self._employment.person
        earnings = []
        if "commission" in person.perks:
            earnings.append(OtherEarning("comision", happenings.commission(person, month, salary)))
        if "mileage" in person.perks:
            earnings.append(OtherEarning("rodamiento", _rising(MILEAGE, month.year)))
        if "incentive" in person.perks and (reward := happenings.incentive(person, month)):
            earnings.append(OtherEarning("bonificacion", reward, note="Incentivo de producción"))
        if month.month == 12 and person.hired < date(month.year, 7, 1):
            gift = (salary * YEAR_END_SHARE / THOUSAND).quantize(Decimal(1)) * THOUSAND
            earnings.append(OtherEarning("bonificacion", gift, note="Bonificación de fin de año"))
        owed = retroactive_pay(person, month.year, self._employment.salaries)
        if owed is not None and owed.month == month.month:
            note = f"Aumento de enero a {'febrero' if owed.month == 3 else 'el mes anterior'} de {month.year}"
            earnings.append(OtherEarning("retroactivo", owed.amount, note=note))
        for story in CASH_VACATIONS:
            if story.person == person.key and story.month == month:
                value = vacation_value_in_cash(salary, Decimal(story.days))
                earnings.append(OtherEarning(codes.VACATION_IN_CASH, value.amount, value))
        return earnings

    def _deductions(self, month: Month, salary: Decimal, parameters: LegalParameters) -> list[OtherDeduction]:
        person = self._employment.person
        deductions = []
        for loan in self._employment.loans:
            if loan.first <= month <= loan.last:
                number = month.index - loan.first.index + 1
                note = f"Cuota {number} de {loan.instalments}, {loan.lender}"
                deductions.append(OtherDeduction(loan.concept, loan.instalment, note))
        if "fund" in person.perks:
            share = (salary * FUND_SHARE / THOUSAND).quantize(Decimal(1)) * THOUSAND
            deductions.append(OtherDeduction("fondo_empleados", share, "Ahorro mensual, 3 % del salario"))
        if "policy" in person.perks:
            deductions.append(OtherDeduction("poliza", _rising(POLICY, month.year), "Seguro de vida y exequial"))
        if "prepaid" in person.perks:
            deductions.append(OtherDeduction("medicina_prepagada", _rising(PREPAID_HEALTH, month.year)))
        for order in GARNISHMENTS:
            if order.person == person.key and order.first <= month:
                most = garnishable_amount(salary, order.for_support, month.last_day, parameters).amount
                deductions.append(OtherDeduction("embargo", min(most, order.limit), order.court))
        return deductions

    def _slots(self, month: Month, left: date | None) -> tuple[tuple[int, date], ...]:
        """The deposits of a month: whoever comes or goes in the middle of it has only those that remain."""
        person = self._employment.person
        bonus_apart = not person.fortnightly and not person.integral and month.month in (6, 12)
        slots = due_dates(month, fortnightly=person.fortnightly or bonus_apart)
        if not person.fortnightly:
            return slots if left is None else ((0, left),)
        middle = slots[0][1]
        if left is not None:
            slots = ((1, left),) if left <= middle else (slots[0], (2, left))
        if person.hired > middle and Month.of(person.hired) == month:
            slots = tuple(slot for slot in slots if slot[0] == 2)
        return slots

    def _deposits(
        self,
        computed: ComputedPayslip,
        shares: tuple[Decimal | None, ...],
        slots: tuple[tuple[int, date], ...],
    ) -> list[DepositDraft]:
        first = sum(
            (
                (share if line.signed >= 0 else -share)
                for line, share in zip(computed.lines, shares, strict=True)
                if share is not None
            ),
            Decimal("0.00"),
        )
        deposits = []
        for number, due in slots:
            amount = computed.net if len(slots) == 1 else first if number == 1 else computed.net - first
            moved = pay_date(due)
            account = self._employment.account_on(moved)
            paid = moved <= self._employment.until
            deposits.append(DepositDraft(number, due, moved, amount, paid, account.id))
        return deposits

    def _source(self, line: Line, away: list[tuple[AbsenceSpan, UUID]], month: Month) -> UUID | None:
        if line.concept in ("libranza", "credito_fondo_empleados"):
            for loan in self._employment.loans:
                if loan.concept == line.concept and loan.first <= month <= loan.last:
                    return self._employment.loan_id(loan)
        kind = AbsenceKind.SICK_LEAVE.value if line.concept == codes.SICK_LEAVE_EMPLOYER else line.concept
        return next((source for span, source in away if span.kind.value == kind), None)

    def _period(self, start: date, end: date) -> benefits.BenefitPeriod:
        begun = max(start, self._employment.person.hired)
        return benefits.BenefitPeriod(begun, end, self._unpaid(begun, end))

    def _unpaid(self, start: date, end: date) -> int:
        days = 0
        for span, _ in self._employment.away(start, end):
            common = overlap(span.start, span.end, start, end)
            if span.kind is AbsenceKind.UNPAID and common is not None:
                days += (common[1] - common[0]).days + 1
        return days

    def _variable_between(self, first: Month, last: Month) -> Decimal:
        return sum((amount for month, amount in self._variable.items() if first <= month <= last), NOTHING)

    def _transport(self, on: date) -> Decimal:
        person = self._employment.person
        return transport_allowance_on(self._employment.salary_on(on).amount, person.integral, on, self._parameters)


def _variable(lines: tuple[Line, ...]) -> Decimal:
    return sum((line.amount for line in lines if CONCEPTS[line.concept].supplement), NOTHING)


def _rising(amount: Decimal, year: int) -> Decimal:
    """An amount of 2024 in another year, to the hundred."""
    return (amount * YEARLY_RISE ** (year - 2024) / 100).quantize(Decimal(1)) * 100
