"""Salary history, absences, vacations and deposits: rows merged into what each person already has."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.imports import values
from services.imports.layouts import Column, ProblemList, Progress, Record
from services.payroll.models import AbsenceRecord, DepositRecord, SalaryRecord, VacationRecord
from services.payroll.pay_dates import MIDDLE
from services.payroll.repository.imported import Written, accounts_by_person, merge_rows, stored_nets
from services.payroll.rules.vacations import is_business_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

DOCUMENT = Column(
    "documento", values.identity_number, ("cedula", "numero_documento", "numero_de_documento", "identificacion")
)
_START = Column("desde", values.day, ("fecha_inicio", "fecha_inicial"))
_END = Column("hasta", values.day, ("fecha_fin", "fecha_final"))
_RAISES = {
    "ingreso": "hire",
    "contratacion": "hire",
    "aumento": "raise",
    "salario_minimo": "minimum_wage",
    "ascenso": "promotion",
}
_ABSENCES = {
    "incapacidad": "sick_leave",
    "incapacidad_comun": "sick_leave",
    "accidente_de_trabajo": "work_accident",
    "incapacidad_laboral": "work_accident",
    "licencia_de_maternidad": "maternity",
    "licencia_de_paternidad": "paternity",
    "licencia_por_luto": "bereavement",
    "licencia_de_luto": "bereavement",
    "licencia_no_remunerada": "unpaid",
}
_VACATIONS = {
    "solicitadas": "requested",
    "aprobadas": "approved",
    "rechazadas": "rejected",
    "canceladas": "cancelled",
    "disfrutadas": "taken",
    "compensadas": "compensated",
    "pagadas_en_dinero": "compensated",
}
_STATES = {"pagado": "paid", "pagada": "paid", "programado": "scheduled", "programada": "scheduled"}
_FORTNIGHTS = {"1": "1", "2": "2", "primera": "1", "segunda": "2", "mes": "0", "0": "0"}

SALARY_COLUMNS = (
    DOCUMENT,
    _START,
    Column("salario", "amount"),
    Column("motivo", values.one_of(_RAISES, "ingreso, aumento, salario mínimo o ascenso")),
)
ABSENCE_COLUMNS = (
    DOCUMENT,
    Column(
        "tipo",
        values.one_of(
            _ABSENCES,
            "incapacidad, accidente de trabajo, licencia de maternidad, licencia de paternidad, licencia por luto o "
            "licencia no remunerada",
        ),
    ),
    _START,
    _END,
    Column("pagador", values.text(80)),
    Column("certificado", values.text(80), required=False),
)
VACATION_COLUMNS = (
    DOCUMENT,
    _START,
    _END,
    Column("dias_habiles", "quantity"),
    Column(
        "estado",
        values.one_of(_VACATIONS, "solicitadas, aprobadas, rechazadas, canceladas, disfrutadas o compensadas"),
    ),
    Column("regreso", values.day, ("fecha_regreso",), required=False),
    Column("fecha_solicitud", values.day, required=False),
)
DEPOSIT_COLUMNS = (
    DOCUMENT,
    Column("periodo", values.month, ("mes",)),
    Column("valor", "amount"),
    Column("fecha_pago", values.day),
    Column("estado", values.one_of(_STATES, "pagado o programado")),
    Column("quincena", values.one_of(_FORTNIGHTS, "1, 2 o mes"), required=False),
)


def write_salaries(
    session: Session, records: Sequence[Record], people: Mapping[str, UUID], problems: ProblemList, _progress: Progress
) -> Written:
    """Salaries by the day from which they hold."""
    _refuse_repeated(records, ("documento", "desde"), "desde", problems)
    for record in records:
        if not record["salario"]:
            problems.add(record.line, "salario", "debe ser mayor que cero.")
    problems.raise_any()
    rows = [
        {
            "user_id": people[record["documento"]],
            "starts_on": record["desde"],
            "amount": record["salario"],
            "reason": record["motivo"],
        }
        for record in records
    ]
    return merge_rows(session, SalaryRecord, ("user_id", "starts_on"), rows)


def write_absences(
    session: Session, records: Sequence[Record], people: Mapping[str, UUID], problems: ProblemList, _progress: Progress
) -> Written:
    """Absences by kind and first day; two of one person's cannot share a day."""
    _check_ranges(records, problems)
    problems.raise_any()
    rows = [
        {
            "user_id": people[record["documento"]],
            "kind": record["tipo"],
            "starts_on": record["desde"],
            "ends_on": record["hasta"],
            "paid_by": record["pagador"],
            "certificate": record["certificado"],
        }
        for record in records
    ]
    return merge_rows(session, AbsenceRecord, ("user_id", "kind", "starts_on"), rows)


def write_vacations(
    session: Session, records: Sequence[Record], people: Mapping[str, UUID], problems: ProblemList, _progress: Progress
) -> Written:
    """Vacations by first day; without a day of return, it is the first business day after the last one off."""
    enjoyed = [record for record in records if record["estado"] in {"approved", "taken"}]
    _check_ranges(enjoyed, problems)
    _refuse_repeated(records, ("documento", "desde"), "desde", problems)
    for record in records:
        if record["hasta"] < record["desde"] and record not in enjoyed:
            problems.add(record.line, "hasta", "es anterior a «desde».")
        if not record["dias_habiles"]:
            problems.add(record.line, "dias_habiles", "debe ser mayor que cero.")
        if record["regreso"] is not None and record["regreso"] <= record["hasta"]:
            problems.add(record.line, "regreso", "debe ser posterior a «hasta».")
    problems.raise_any()
    rows = [
        {
            "user_id": people[record["documento"]],
            "starts_on": record["desde"],
            "ends_on": record["hasta"],
            "returns_on": record["regreso"] or _business_day_after(record["hasta"]),
            "business_days": record["dias_habiles"],
            "status": record["estado"],
            "requested_at": datetime.combine(
                record["fecha_solicitud"] or record["desde"], datetime.min.time(), timezone(timedelta(hours=-5))
            ),
        }
        for record in records
    ]
    return merge_rows(session, VacationRecord, ("user_id", "starts_on"), rows)


@dataclass(frozen=True)
class _Transfer:
    record: Record
    user_id: UUID
    payslip_id: UUID
    account_id: UUID


def write_deposits(
    session: Session, records: Sequence[Record], people: Mapping[str, UUID], problems: ProblemList, _progress: Progress
) -> Written:
    """Deposits by month and fortnight, of payslips already loaded, to the account in use on the day of payment."""
    _refuse_repeated(records, ("documento", "periodo", "quincena"), "quincena", problems)
    known = [record for record in records if record["documento"] in people]
    payslips = stored_nets(session, {(people[record["documento"]], record["periodo"]) for record in known})
    accounts = accounts_by_person(session, set(people.values()))
    transfers = []
    paid: dict[tuple[UUID, Any], Decimal] = defaultdict(Decimal)
    for record in known:
        user_id = people[record["documento"]]
        payslip = payslips.get((user_id, record["periodo"]))
        account = _account_on(accounts.get(user_id, []), record["fecha_pago"])
        if payslip is None:
            problems.add(record.line, "periodo", "la persona no tiene desprendible de ese mes; cárguelo primero.")
        elif account is None:
            problems.add(record.line, "documento", "la persona no tiene cuenta bancaria registrada.")
        else:
            paid[user_id, record["periodo"]] += record["valor"]
            if paid[user_id, record["periodo"]] > payslip[1]:
                problems.add(record.line, "valor", "las consignaciones del mes pasan del neto del desprendible.")
            transfers.append(_Transfer(record, user_id, payslip[0], account))
    problems.raise_any()
    return merge_rows(
        session, DepositRecord, ("user_id", "year", "month", "fortnight"), [_deposit_row(each) for each in transfers]
    )


def _deposit_row(transfer: _Transfer) -> dict[str, Any]:
    record, month = transfer.record, transfer.record["periodo"]
    fortnight = int(record["quincena"] or 0)
    return {
        "user_id": transfer.user_id,
        "payslip_id": transfer.payslip_id,
        "year": month.year,
        "month": month.month,
        "fortnight": fortnight,
        "due_date": month.first_day.replace(day=MIDDLE) if fortnight == 1 else month.last_day,
        "pay_date": record["fecha_pago"],
        "amount": record["valor"],
        "status": record["estado"],
        "bank_account_id": transfer.account_id,
    }


def _account_on(accounts: Sequence[tuple[date, UUID]], on: date) -> UUID | None:
    """The account in use on a day, or the first one for what was paid before it."""
    if not accounts:
        return None
    index = bisect_right([since for since, _ in accounts], on)
    return accounts[max(index - 1, 0)][1]


def _refuse_repeated(records: Sequence[Record], keys: Sequence[str], column: str, problems: ProblemList) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for record in records:
        key = tuple(record[name] for name in keys)
        if key in seen:
            problems.add(record.line, column, f"repite la línea {seen[key]}.")
        seen.setdefault(key, record.line)


def _check_ranges(records: Sequence[Record], problems: ProblemList) -> None:
    """Refuse ranges that end before they start, and two of one person's that share a day."""
    by_person: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record["hasta"] < record["desde"]:
            problems.add(record.line, "hasta", "es anterior a «desde».")
        else:
            by_person[record["documento"]].append(record)
    for ranges in by_person.values():
        ranges.sort(key=lambda record: (record["desde"], record.line))
        furthest = ranges[0]
        for record in ranges[1:]:
            if record["desde"] <= furthest["hasta"]:
                problems.add(record.line, "desde", f"se cruza con la línea {furthest.line}.")
            furthest = max(furthest, record, key=lambda each: each["hasta"])


def _business_day_after(day: date) -> date:
    following = day + timedelta(days=1)
    while not is_business_day(following, works_saturdays=False):
        following += timedelta(days=1)
    return following
