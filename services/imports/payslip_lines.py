"""Payslip lines: one row a concept, with its payslip's figures repeated; each payslip must add up to its net."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.imports import values
from services.imports.layouts import Column, ProblemList, Progress, Record
from services.imports.tabular import normalised
from services.payroll.concepts import CONCEPTS, LineKind
from services.payroll.repository.imported import ImportedPayslip, Written, write_payslips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.payroll.periods import Month

NOTHING = Decimal("0.00")
_CONCEPTS = {normalised(code): code for code in CONCEPTS} | {
    normalised(concept.name): code for code, concept in CONCEPTS.items()
}
_UNITS = {
    "dias": "days",
    "dia": "days",
    "horas": "hours",
    "hora": "hours",
    "cuota": "instalment",
    "cuotas": "instalment",
    "porcentaje": "percent",
}

COLUMNS = (
    Column(
        "documento", values.identity_number, ("cedula", "numero_documento", "numero_de_documento", "identificacion")
    ),
    Column("periodo", values.month, ("mes",)),
    Column("concepto", values.one_of(_CONCEPTS, "un concepto de nómina conocido, por su código o su nombre")),
    Column("valor", "amount"),
    Column("neto", "amount", ("neto_a_pagar", "neto_pagado")),
    Column("salario_basico", "amount", ("sueldo_basico",)),
    Column("cargo", values.text(120)),
    Column("dias_trabajados", "quantity"),
    Column("ibc", "amount", ("ingreso_base_de_cotizacion",)),
    Column("devengado", "amount", ("total_devengado",), required=False),
    Column("deducciones", "amount", ("total_deducciones",), required=False),
    Column("primera_quincena", "amount", required=False),
    Column("base", "amount", required=False),
    Column("cantidad", "quantity", required=False),
    Column("unidad", values.one_of(_UNITS, "días, horas, cuotas o porcentaje"), required=False),
    Column("tarifa", "ratio", required=False),
    Column("norma", values.text(240), required=False),
    Column("nota", values.text(240), ("observacion", "detalle"), required=False),
)
# What every row of a payslip must repeat alike.
_OF_THE_PAYSLIP = ("neto", "salario_basico", "cargo", "dias_trabajados", "ibc", "devengado", "deducciones")
_OF_THE_LINE = (
    "concepto",
    "base",
    "tarifa",
    "cantidad",
    "unidad",
    "valor",
    "primera_quincena",
    "norma",
    "nota",
)


@dataclass
class _Payslip:
    first: Record
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict)


def write(
    session: Session, records: Sequence[Record], people: Mapping[str, UUID], problems: ProblemList, progress: Progress
) -> Written:
    """Check that every payslip is consistent and write them all; ImportRefused when one is not."""
    payslips: dict[tuple[str, Month], _Payslip] = {}
    for record in records:
        payslip = payslips.setdefault((record["documento"], record["periodo"]), _Payslip(record))
        _check_alike(payslip.first, record, problems)
        line = tuple(record[name] for name in _OF_THE_LINE)
        if line in payslip.lines:
            problems.add(record.line, "concepto", f"repite la línea {payslip.lines[line]}.")
        payslip.lines.setdefault(line, record.line)
        first_fortnight = record["primera_quincena"]
        if first_fortnight is not None and first_fortnight > record["valor"]:
            problems.add(record.line, "primera_quincena", "es mayor que el valor de la línea.")
    ready = [
        _checked(people[document], month, payslip, problems)
        for (document, month), payslip in payslips.items()
        if document in people
    ]
    problems.raise_any()
    progress(0, 1, "Escribiendo desprendibles")
    written = write_payslips(session, ready)
    progress(1, 1, "Escribiendo desprendibles")
    return written


def _check_alike(first: Record, record: Record, problems: ProblemList) -> None:
    for name in _OF_THE_PAYSLIP:
        if record[name] != first[name]:
            problems.add(record.line, name, f"no coincide con la línea {first.line}, del mismo desprendible.")


def _checked(user_id: UUID, month: Month, payslip: _Payslip, problems: ProblemList) -> ImportedPayslip:
    gross = deductions = NOTHING
    for line in payslip.lines:
        if CONCEPTS[line[0]].kind is LineKind.EARNING:
            gross += line[5]
        else:
            deductions += line[5]
    first = payslip.first
    for name, total in (("devengado", gross), ("deducciones", deductions), ("neto", gross - deductions)):
        if not problems.rows_left_out and first[name] is not None and first[name] != total:
            problems.add(first.line, name, "no es la suma de las líneas del desprendible.")
    return ImportedPayslip(
        user_id=user_id,
        month=month,
        base_salary=first["salario_basico"],
        position=first["cargo"],
        worked_days=first["dias_trabajados"],
        contribution_base=first["ibc"],
        gross=gross,
        deductions=deductions,
        lines=tuple(payslip.lines),
        digest=_digest(first, payslip.lines),
    )


def _digest(first: Record, lines: Mapping[tuple[Any, ...], int]) -> str:
    content = (tuple(first[name] for name in _OF_THE_PAYSLIP[:5]), tuple(lines))
    return hashlib.sha256(repr(content).encode()).hexdigest()
