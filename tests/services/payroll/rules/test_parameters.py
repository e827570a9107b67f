"""Tables of legal parameters: lookup by day, gaps, overlaps and suspended rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.payroll.rules.parameters import (
    InvalidParameters,
    LegalParameters,
    Parameter,
    ParameterNotFound,
    ParameterState,
)


def _row(
    value: str, start: date, end: date | None = None, state: ParameterState = ParameterState.IN_FORCE
) -> Parameter:
    return Parameter("smmlv", "Mínimo", "COP", Decimal(value), (), start, end, state, "Norma", "https://x.example")


def test_a_gap_is_refused_with_its_days() -> None:
    rows = [_row("1", date(2024, 1, 1), date(2024, 12, 30)), _row("2", date(2025, 1, 1))]
    with pytest.raises(InvalidParameters, match="entre 2024-12-30 y 2025-01-01 no rige ninguna fila"):
        LegalParameters(rows)


@pytest.mark.parametrize("end", [date(2025, 1, 1), None])
def test_an_overlap_is_refused(end: date | None) -> None:
    with pytest.raises(InvalidParameters, match="se cruza"):
        LegalParameters([_row("1", date(2024, 1, 1), end), _row("2", date(2025, 1, 1))])


def test_a_row_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidParameters, match="termina antes de empezar"):
        LegalParameters([_row("1", date(2024, 1, 1), date(2023, 1, 1))])


def test_a_suspended_row_is_told_and_never_applied() -> None:
    suspended = _row("9", date(2025, 1, 1), None, ParameterState.SUSPENDED)
    table = LegalParameters([_row("1", date(2024, 1, 1)), suspended])
    assert table.value("smmlv", date(2026, 1, 1)) == 1
    assert table.suspended("smmlv", date(2026, 1, 1)) == (suspended,)
    assert table.suspended("smmlv", date(2024, 12, 31)) == ()


def test_a_transitory_row_applies() -> None:
    rows = [
        _row("1", date(2024, 1, 1), date(2024, 12, 31)),
        _row("2", date(2025, 1, 1), None, ParameterState.TRANSITORY),
    ]
    assert LegalParameters(rows).value("smmlv", date(2025, 1, 1)) == 2


def test_a_hole_made_by_a_suspension_is_refused() -> None:
    rows = [
        _row("1", date(2024, 1, 1), date(2024, 12, 31)),
        _row("2", date(2025, 1, 1), date(2025, 6, 30), ParameterState.SUSPENDED),
        _row("3", date(2025, 7, 1)),
    ]
    with pytest.raises(InvalidParameters, match="no rige ninguna fila"):
        LegalParameters(rows)


def test_an_unknown_parameter_or_day_is_named() -> None:
    table = LegalParameters([_row("1", date(2024, 1, 1))])
    with pytest.raises(ParameterNotFound, match=r"«smmlv» el 2023-12-31"):
        table.value("smmlv", date(2023, 12, 31))
    with pytest.raises(ParameterNotFound, match="«otro»"):
        table.value("otro", date(2024, 1, 1))


def test_a_table_has_no_single_value(parameters: LegalParameters) -> None:
    with pytest.raises(ValueError, match="tabla por tramos"):
        parameters.value("fondo_solidaridad", date(2026, 1, 1))


@given(st.dates(date(2023, 1, 1), date(2027, 12, 31)), st.integers(0, 800))
def test_segments_cover_every_day_once_with_the_row_of_that_day(
    parameters: LegalParameters, start: date, length: int
) -> None:
    end = date.fromordinal(start.toordinal() + length)
    for name in ("smmlv", "divisor_hora", "recargo_dominical", "hora_inicio_noche"):
        segments = parameters.segments(name, start, end)
        assert segments[0].start == start
        assert segments[-1].end == end
        for earlier, later in pairwise(segments):
            assert earlier.end.toordinal() + 1 == later.start.toordinal()
            assert earlier.parameter != later.parameter
        for segment in segments:
            assert parameters.at(name, segment.start) == parameters.at(name, segment.end) == segment.parameter


@pytest.mark.parametrize(
    ("wages", "rate"),
    [
        ("3.99", None),
        ("4", "0.01"),
        ("15.99", "0.01"),
        ("16", "0.012"),
        ("17", "0.014"),
        ("18", "0.016"),
        ("19", "0.018"),
        ("20", "0.018"),
        ("20.01", "0.02"),
        ("25", "0.02"),
    ],
)
def test_brackets_of_the_solidarity_fund(parameters: LegalParameters, wages: str, rate: str | None) -> None:
    bracket = parameters.at("fondo_solidaridad", date(2026, 8, 1)).bracket(Decimal(wages))
    assert (bracket.rate if bracket else None) == (Decimal(rate) if rate else None)


def test_the_suspended_pension_reform_is_known_and_not_applied(parameters: LegalParameters) -> None:
    (reform,) = parameters.suspended("fondo_solidaridad", date(2026, 8, 1))
    assert reform.norm == "Ley 2381 de 2024"
    assert [bracket.rate for bracket in reform.brackets] == [
        Decimal(rate) for rate in ("0.015", "0.018", "0.025", "0.028", "0.03")
    ]
