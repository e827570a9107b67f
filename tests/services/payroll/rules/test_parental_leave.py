"""Maternity, paternity and shared parental leave."""

from __future__ import annotations

from datetime import date

import pytest

from services.payroll.rules.parameters import LegalParameters
from services.payroll.rules.parental_leave import maternity_leave, paternity_leave, shared_parental_leave

_START = date(2026, 8, 3)


def test_maternity_lasts_eighteen_weeks(parameters: LegalParameters) -> None:
    leave = maternity_leave(_START, parameters)
    assert (leave.days, leave.end) == (126, date(2026, 12, 6))


def test_a_preterm_birth_adds_its_days(parameters: LegalParameters) -> None:
    assert maternity_leave(_START, parameters, preterm_days=20).days == 146
    with pytest.raises(ValueError, match="negativos"):
        maternity_leave(_START, parameters, preterm_days=-1)


def test_paternity_lasts_two_weeks(parameters: LegalParameters) -> None:
    leave = paternity_leave(_START, parameters)
    assert (leave.days, leave.end) == (14, date(2026, 8, 16))


def test_the_mothers_last_weeks_can_be_shared(parameters: LegalParameters) -> None:
    mother, other = shared_parental_leave(_START, 6, parameters)
    assert (mother.days, other.days) == (84, 42)
    assert (other.start - mother.end).days == 1
    assert other.end == date(2026, 12, 6)


@pytest.mark.parametrize("weeks", [0, 7])
def test_more_than_six_weeks_cannot_be_shared(parameters: LegalParameters, weeks: int) -> None:
    with pytest.raises(ValueError, match="entre 1 y 6"):
        shared_parental_leave(_START, weeks, parameters)
