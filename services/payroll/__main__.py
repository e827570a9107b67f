"""`chatnomina preview FILE`: what new rows of legal parameters would change, before adding them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from services.colombian_formats import CENTS, money, number
from services.payroll.legal_parameters import (
    LEGAL_PARAMETERS_FILE,
    load_legal_parameters,
    merged,
    preview,
    read_parameters,
)
from services.payroll.rules.calendar_days import month_bounds
from services.payroll.rules.estimates import estimate_under_law
from services.payroll.rules.parameters import InvalidParameters, LegalParameters, ParameterNotFound
from services.payroll.rules.payslip import PayslipInputs, SalarySpan

if TYPE_CHECKING:
    from datetime import date

    from services.payroll.legal_parameters import ParameterChange
    from services.payroll.rules.estimates import Estimate
    from services.payroll.rules.parameters import Parameter

REFUSED = 1
_MINIMUM_WAGES = (1, 2, 4, 10, 25)
FILE = typer.Argument(
    ...,
    exists=True,
    dir_okay=False,
    readable=True,
    help="CSV con las filas nuevas y las columnas de legal_parameters.csv.",
    show_default=False,
)
SALARIES = typer.Option(
    [], "--salario", help="Un salario mensual en pesos para el ejemplo; por defecto, 1, 2, 4, 10 y 25 mínimos."
)

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Revisa parámetros legales de la nómina.")


@dataclass(frozen=True)
class SalaryEffect:
    """A whole month of a salary under the law as it is and as it would be."""

    monthly: Decimal
    month: date
    estimate: Estimate


@app.callback()
def main() -> None:
    """Keeps `preview` a command of its own when it is the only one."""


@app.command("preview")
def show(file: Path = FILE, salaries: list[int] = SALARIES) -> None:
    """Muestra qué cambiarían las filas y cuánto le cambiaría el neto a un mes de ejemplo; no guarda nada."""
    console, errors = Console(), Console(stderr=True)
    try:
        current = load_legal_parameters(LEGAL_PARAMETERS_FILE)
        additions = read_parameters(file)
        changes, proposed = preview(current, additions), merged(current, additions)
    except InvalidParameters as refusal:
        for problem in refusal.problems:
            errors.print(problem, markup=False, style="red")
        raise typer.Exit(REFUSED) from None
    if not changes:
        console.print("Las filas no cambian nada de lo que ya rige.")
        return
    console.print(_changes_table(changes))
    effects = salary_effects(current, proposed, changes, [Decimal(each) for each in salaries])
    console.print(_effects_table(effects) if effects else "Ningún neto de los ejemplos cambia.")


def salary_effects(
    current: LegalParameters,
    proposed: LegalParameters,
    changes: tuple[ParameterChange, ...],
    salaries: list[Decimal],
) -> list[SalaryEffect]:
    """The months of example, one for each run of days that changes and salary, whose net would be another."""
    effects = []
    for start in sorted({change.start for change in changes}):
        _, last = month_bounds(start.year, start.month)
        try:
            minimum_wage = current.value("smmlv", last)
            for monthly in salaries or [minimum_wage * wages for wages in _MINIMUM_WAGES]:
                inputs = PayslipInputs(start.year, start.month, (SalarySpan(monthly, start.replace(day=1)),))
                found = estimate_under_law(inputs, current, proposed)
                if found.difference:
                    effects.append(SalaryEffect(monthly, last, found))
        except ParameterNotFound:
            continue  # the other parameters of that day are not known: there is no whole month to compare
    return effects


def _changes_table(changes: tuple[ParameterChange, ...]) -> Table:
    table = Table("Parámetro", "Desde", "Hasta", "Antes", "Después", "Norma", title="Qué cambiaría")
    for change in changes:
        row = change.after or change.before
        table.add_row(
            row.label if row else change.name,
            f"{change.start}",
            f"{change.end or 'en adelante'}",
            _value(change.before),
            _value(change.after),
            row.norm if row else "",
        )
    return table


def _effects_table(effects: list[SalaryEffect]) -> Table:
    table = Table("Mes", "Salario", "Neto antes", "Neto después", "Diferencia", "Por qué", title="Un mes de ejemplo")
    for effect in effects:
        found = effect.estimate
        table.add_row(
            f"{effect.month:%Y-%m}",
            money(effect.monthly, CENTS),
            money(found.actual.net, CENTS),
            money(found.supposed.net, CENTS),
            money(found.difference, CENTS),
            "; ".join(f"{cause.concept} {money(cause.amount, CENTS)}" for cause in found.causes),
        )
    return table


def _value(row: Parameter | None) -> str:
    if row is None:
        return "nada"
    shown = f"tabla de {len(row.brackets)} tramos" if row.value is None else f"{number(row.value, 6)} {row.unit}"
    return f"{shown} ({row.state.value})"


if __name__ == "__main__":
    app()
