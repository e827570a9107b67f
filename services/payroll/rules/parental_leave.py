"""Maternity, paternity and shared parental leave: how long, and which weeks can be shared (CST art. 236)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.payroll.rules.parameters import LegalParameters

_WEEK = 7


@dataclass(frozen=True)
class LeaveDays:
    """Calendar days of a leave, both included."""

    start: date
    end: date
    days: int
    norm: str


def maternity_leave(start: date, parameters: LegalParameters, preterm_days: int = 0) -> LeaveDays:
    """Eighteen weeks at full pay from `start`; a preterm birth adds the days it came early (Ley 1822 de 2017)."""
    if preterm_days < 0:
        raise ValueError("los días de anticipo del parto no pueden ser negativos")
    return _leave("licencia_maternidad_semanas", start, parameters, preterm_days)


def paternity_leave(start: date, parameters: LegalParameters) -> LeaveDays:
    """Two weeks at full pay from `start` (Ley 2114 de 2021; Ley 2466 de 2025 left them as they were)."""
    return _leave("licencia_paternidad_semanas", start, parameters, 0)


def shared_parental_leave(
    mother_start: date, weeks_for_the_other: int, parameters: LegalParameters
) -> tuple[LeaveDays, LeaveDays]:
    """The mother's leave shortened by the weeks she shares, and the other parent's weeks that follow it.

    Only her last six weeks can be shared; `ValueError` for more, or for fewer than one.
    """
    shareable = int(parameters.value("licencia_compartida_semanas", mother_start))
    if not 1 <= weeks_for_the_other <= shareable:
        raise ValueError(f"se pueden compartir entre 1 y {shareable} semanas")
    whole = maternity_leave(mother_start, parameters)
    shared = weeks_for_the_other * _WEEK
    norm = parameters.at("licencia_compartida_semanas", mother_start).norm
    handover = whole.end - timedelta(days=shared)
    return (
        LeaveDays(mother_start, handover, whole.days - shared, whole.norm),
        LeaveDays(handover + timedelta(days=1), whole.end, shared, norm),
    )


def _leave(name: str, start: date, parameters: LegalParameters, extra_days: int) -> LeaveDays:
    weeks = parameters.at(name, start)
    days = int(weeks.amount()) * _WEEK + extra_days
    return LeaveDays(start, start + timedelta(days=days - 1), days, weeks.norm)
