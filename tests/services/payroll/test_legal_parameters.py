"""The reviewed file of legal parameters: its figures, its checks and the preview of a new row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from services.payroll.legal_parameters import (
    COLUMNS,
    LEGAL_PARAMETERS_FILE,
    default_legal_parameters,
    load_legal_parameters,
    merged,
    preview,
    read_parameters,
)
from services.payroll.rules.changes import CauseKind
from services.payroll.rules.estimates import estimate_under_law
from services.payroll.rules.parameters import InvalidParameters, LegalParameters, Parameter, ParameterState
from services.payroll.rules.payslip import PayslipInputs, SalarySpan

_FIRST = date(2023, 7, 1)
_LAST = date(2026, 12, 31)


@pytest.fixture(scope="module")
def parameters() -> LegalParameters:
    return load_legal_parameters()


@pytest.fixture
def file_with(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of one good row with some cells changed, once per set of changes."""

    def write(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
        good = {
            "parametro": "smmlv",
            "nombre": "Mínimo",
            "unidad": "COP",
            "tramo": "",
            "valor": "1",
            "suma": "",
            "vigente_desde": "2024-01-01",
            "vigente_hasta": "",
            "estado": "vigente",
            "norma": "N",
            "fuente": "https://x.example",
            "nota": "",
        }
        path = tmp_path / "parametros.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows({**good, **changes} for changes in rows)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("smmlv", date(2023, 12, 31), "1160000"),
        ("smmlv", date(2024, 1, 1), "1300000"),
        ("smmlv", date(2025, 6, 1), "1423500"),
        ("smmlv", date(2026, 2, 15), "1750905"),
        ("smmlv", date(2026, 11, 23), "1750905"),
        ("auxilio_transporte", date(2023, 8, 1), "140606"),
        ("auxilio_transporte", date(2024, 8, 1), "162000"),
        ("auxilio_transporte", date(2025, 8, 1), "200000"),
        ("auxilio_transporte", date(2026, 8, 1), "249095"),
        ("uvt", date(2023, 8, 1), "42412"),
        ("uvt", date(2024, 8, 1), "47065"),
        ("uvt", date(2025, 8, 1), "49799"),
        ("uvt", date(2026, 8, 1), "52374"),
        ("jornada_semanal", date(2026, 8, 1), "42"),
        ("recargo_dominical", date(2026, 8, 1), "0.90"),
        ("hora_inicio_noche", date(2025, 12, 24), "21"),
        ("hora_inicio_noche", date(2025, 12, 25), "19"),
    ],
)
def test_figures_by_day(parameters: LegalParameters, name: str, day: date, value: str) -> None:
    assert parameters.value(name, day) == Decimal(value)


def test_every_parameter_applies_on_every_day_that_the_product_covers(parameters: LegalParameters) -> None:
    for name in parameters.names:
        segments = parameters.segments(name, _FIRST, _LAST)
        assert segments[0].start == _FIRST
        assert segments[-1].end == _LAST


def test_every_row_says_its_norm_and_source(parameters: LegalParameters) -> None:
    rows = [row for name in parameters.names for row in parameters.versions(name)]
    assert all(row.norm and row.source.startswith("https://") for row in rows)


def test_the_wage_decree_of_2026_is_in_force_then_suspended_and_replaced(parameters: LegalParameters) -> None:
    assert parameters.at("smmlv", date(2026, 2, 18)).norm == "Decreto 1469 de 2025"
    after = parameters.at("smmlv", date(2026, 2, 19))
    assert (after.norm, after.state) == ("Decreto 0159 de 2026", ParameterState.TRANSITORY)
    (suspended,) = parameters.suspended("smmlv", date(2026, 2, 19))
    assert suspended.norm == "Decreto 1469 de 2025"


def test_the_shipped_parameters_are_read_once() -> None:
    assert default_legal_parameters() is default_legal_parameters()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valor": "mil"}, "línea 2: valor «mil» no es un número"),
        ({"valor": "1/0"}, "línea 2: valor «1/0» no es un número"),
        ({"valor": "-1"}, "no negativo"),
        ({"valor": "NaN"}, "finito"),
        ({"estado": "derogada"}, "estado «derogada» desconocido; use vigente, suspendida, transitoria"),
        ({"vigente_desde": "01/01/2024"}, "vigente_desde «01/01/2024» no es una fecha"),
        ({"vigente_hasta": "2023-01-01"}, "vigente_hasta es anterior"),
        ({"norma": " "}, "línea 2: faltan norma"),
        ({"tramo": "95"}, "tramo «95» no empieza por > o >="),
        ({"tramo": ">x"}, "tramo «x» no es un número"),
        ({"tramo": ">95", "suma": "x"}, "suma «x» no es un número"),
    ],
)
def test_a_bad_cell_is_told_with_its_line(
    file_with: Callable[..., Path], changes: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidParameters) as refused:
        load_legal_parameters(file_with(changes))
    assert message in str(refused.value)


def test_every_bad_line_is_told_at_once(file_with: Callable[..., Path]) -> None:
    with pytest.raises(InvalidParameters) as refused:
        load_legal_parameters(file_with({"valor": "a"}, {}, {"valor": "b"}))
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "parametros.csv, línea 2",
        "parametros.csv, línea 4",
    ]


def test_a_missing_column_is_named(file_with: Callable[..., Path]) -> None:
    with pytest.raises(InvalidParameters, match="faltan las columnas fuente, nota"):
        load_legal_parameters(file_with({}, columns=COLUMNS[:-2]))


def test_a_row_with_too_many_cells_is_told(file_with: Callable[..., Path]) -> None:
    path = file_with({})
    path.write_text(path.read_text(encoding="utf-8").rstrip() + ",sobra\n", encoding="utf-8")
    with pytest.raises(InvalidParameters, match="línea 2: el número de celdas"):
        load_legal_parameters(path)


@pytest.mark.parametrize(
    ("damage", "message"), [("é".encode("latin-1"), "no está en UTF-8"), (b'"abierta', "comillas mal cerradas")]
)
def test_a_damaged_file_is_told_in_spanish(file_with: Callable[..., Path], damage: bytes, message: str) -> None:
    path = file_with({})
    path.write_bytes(path.read_bytes() + damage)
    with pytest.raises(InvalidParameters, match=message):
        load_legal_parameters(path)


def test_a_repeated_row_is_refused(file_with: Callable[..., Path]) -> None:
    with pytest.raises(InvalidParameters, match="líneas 2, 3: «smmlv» se repite"):
        load_legal_parameters(file_with({}, {}))


def test_brackets_of_one_table_must_share_their_dates(file_with: Callable[..., Path]) -> None:
    with pytest.raises(InvalidParameters, match="tramos no coinciden"):
        load_legal_parameters(file_with({"tramo": ">1"}, {"tramo": ">2", "vigente_hasta": "2025-01-01"}))


def test_reading_the_file_gives_the_rows_of_the_tables(parameters: LegalParameters) -> None:
    rows = read_parameters(LEGAL_PARAMETERS_FILE)
    assert {row.name for row in rows} == set(parameters.names)


def _new_wage(parameters: LegalParameters, value: int, start: date) -> Parameter:
    current = parameters.at("smmlv", date(2026, 11, 23))
    return replace(
        current, value=Decimal(value), valid_from=start, state=ParameterState.IN_FORCE, norm="Decreto de prueba"
    )


def test_a_new_year_closes_the_row_before_and_is_previewed(parameters: LegalParameters) -> None:
    addition = _new_wage(parameters, 1_900_000, date(2027, 1, 1))
    (change,) = preview(parameters, [addition])
    assert (change.start, change.end) == (date(2027, 1, 1), None)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.amount(), change.after.amount()) == (1_750_905, 1_900_000)
    table = merged(parameters, [addition])
    assert table.value("smmlv", date(2026, 12, 31)) == 1_750_905
    assert table.value("smmlv", date(2027, 1, 1)) == 1_900_000
    assert parameters.value("smmlv", date(2027, 1, 1)) == 1_750_905


def test_a_new_row_can_be_tried_on_a_persons_month(parameters: LegalParameters) -> None:
    allowance = replace(
        parameters.at("auxilio_transporte", date(2026, 8, 1)), value=Decimal(260_000), valid_from=date(2026, 8, 1)
    )
    inputs = PayslipInputs(2026, 8, (SalarySpan(Decimal(2_000_000), date(2026, 1, 1)),))
    tried = estimate_under_law(inputs, parameters, merged(parameters, [allowance]))
    assert tried.difference == 260_000 - 249_095
    assert [(cause.kind, cause.concept) for cause in tried.causes] == [(CauseKind.LAW, "auxilio_transporte")]


def test_a_row_inside_a_closed_year_is_refused(parameters: LegalParameters) -> None:
    with pytest.raises(InvalidParameters, match="se cruza"):
        preview(parameters, [_new_wage(parameters, 1, date(2025, 6, 1))])


def test_a_suspended_row_changes_nothing(parameters: LegalParameters) -> None:
    suspended = replace(_new_wage(parameters, 1, date(2027, 1, 1)), state=ParameterState.SUSPENDED)
    assert preview(parameters, [suspended]) == ()


def test_a_new_parameter_is_previewed_from_nothing(parameters: LegalParameters) -> None:
    addition = replace(_new_wage(parameters, 5, date(2027, 1, 1)), name="nuevo")
    (change,) = preview(parameters, [addition])
    assert (change.name, change.before) == ("nuevo", None)


def test_a_row_for_some_months_is_refused_when_it_leaves_a_hole(parameters: LegalParameters) -> None:
    bounded = replace(_new_wage(parameters, 5, date(2027, 1, 1)), valid_to=date(2027, 6, 30))
    later = replace(_new_wage(parameters, 6, date(2027, 6, 30) + timedelta(days=2)))
    with pytest.raises(InvalidParameters, match="entre 2027-06-30 y 2027-07-02"):
        preview(parameters, [bounded, later])
