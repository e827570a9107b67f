"""Lines of a payslip in words: what it is, how much, and the calculation that gives it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import in_figures
from actions.reply import table
from services.payroll.concepts import concept
from services.payroll.rules.codes import WITHHOLDING
from services.payroll.views import LineKind, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from actions.wording import Wording
    from services.payroll.views import Payslip, PayslipLine, PayslipPart

_UNITS = {
    (Unit.DAYS, True): "utter_cantidad_un_dia",
    (Unit.DAYS, False): "utter_cantidad_dias",
    (Unit.HOURS, True): "utter_cantidad_una_hora",
    (Unit.HOURS, False): "utter_cantidad_horas",
}


class PayslipLines:
    """Writes payslip lines with the phrases of the domain."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def listed(self, lines: Sequence[PayslipLine]) -> str:
        """One line each: name, quantity when it counts days or hours, amount."""
        return "\n".join(self._listed(line) for line in lines)

    def calculated(self, lines: Sequence[PayslipLine]) -> str:
        """One line each, with base × rate where that is how the amount comes about."""
        return "\n".join(
            self._wording.render(
                "utter_linea_calculada",
                nombre=self.named(line),
                valor=formatting.money(line.amount),
                calculo=self.calculation(line),
            )
            if self.calculation(line)
            else self._listed(line)
            for line in lines
        )

    def explained(self, lines: Sequence[PayslipLine]) -> str:
        """One line each: the calculation with its result, what the concept is in plain words, and its norm."""
        return "\n".join(self._explained(line) for line in lines)

    @staticmethod
    def named(line: PayslipLine) -> str:
        """The line's name; a withholding of the prima or of an indemnity says so, because it stands beside another."""
        return f"{line.name} ({line.note.lower()})" if line.concept == WITHHOLDING and line.note else line.name

    def what_it_is(self, code: str) -> str:
        """The concept in plain words."""
        return self._wording.render(f"utter_que_es_{code}")

    def _explained(self, line: PayslipLine) -> str:
        tree = next((step for step in line.steps if step.amount == line.amount), None)
        calculation = "" if tree is None else in_figures(tree)
        if not calculation and self.calculation(line):
            calculation = f"{self.calculation(line)} = {formatting.money(line.amount)}"
        return self._wording.render(
            "utter_renglon_explicado",
            nombre=self.named(line),
            calculo=calculation or formatting.money(line.amount),
            que_es=self.what_it_is(line.concept),
            norma=line.norm or concept(line.concept).norm,
        )

    def calculation(self, line: PayslipLine) -> str:
        """`4 % de $ 1.750.905`, `8 horas a $ 9.947`; empty when the amount is not the product of anything."""
        if line.base is None or line.rate is None:
            return ""
        if line.unit is Unit.HOURS and line.quantity is not None:
            return self._wording.render(
                "utter_calculo_horas",
                cantidad=self.quantity(line),
                base=formatting.money(line.base),
                tasa=formatting.percent(line.rate),
            )
        if line.unit is Unit.DAYS:
            return ""
        return self._wording.render(
            "utter_calculo_tasa", base=formatting.money(line.base), tasa=formatting.percent(line.rate)
        )

    def quantity(self, line: PayslipLine) -> str:
        """`30 días`, `1 hora`; empty when the line counts neither."""
        if line.quantity is None or line.unit not in (Unit.DAYS, Unit.HOURS):
            return ""
        phrase = _UNITS[line.unit, line.quantity == 1]
        return self._wording.render(phrase, cantidad=formatting.number(line.quantity))

    def _listed(self, line: PayslipLine) -> str:
        quantity = self.quantity(line)
        return self._wording.render(
            "utter_linea_con_cantidad" if quantity else "utter_linea",
            nombre=self.named(line),
            cantidad=quantity,
            valor=formatting.money(line.amount),
        )

    def row(self, line: PayslipLine) -> list[str]:
        """Name, what it earns and what it takes, as a table's row."""
        amount = formatting.money(line.amount)
        return [self.named(line), amount, ""] if line.kind is LineKind.EARNING else [self.named(line), "", amount]

    def table(self, title: str, payslip: Payslip | PayslipPart) -> dict[str, Any]:
        """The payslip as a table: earnings and deductions in columns, the net as its total."""
        columns = [self._wording.render(f"utter_columna_{name}") for name in ("concepto", "devengo", "deduccion")]
        rows = [self.row(line) for line in payslip.lines]
        total = [
            self._wording.render("utter_columna_neto", neto=formatting.money(payslip.net)),
            formatting.money(payslip.gross),
            formatting.money(payslip.deductions),
        ]
        return table(title, columns, rows, total)


def total(lines: Sequence[PayslipLine]) -> Decimal:
    """The sum of the lines' amounts."""
    return sum((line.amount for line in lines), Decimal("0.00"))
