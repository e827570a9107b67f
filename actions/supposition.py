"""What a «what if» supposes, as a value: the conversation remembers it and a button carries it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from services.payroll.rules.payslip import AbsenceKind
from services.payroll.rules.settlement import LeavingCause
from services.payroll.rules.surcharges import HourKind


class Subject(str, Enum):
    """What is supposed."""

    HOURS = "horas"
    SALARY = "salario"
    BONUS = "prima"
    SETTLEMENT = "liquidacion"
    ABSENCE = "ausencia"


class SalaryMove(str, Enum):
    """How a supposed salary is said: «a 3 millones», «300 mil más», «el 10 %»; an amount alone may be either."""

    TO = "a"
    BY = "en"
    PERCENT = "porcentaje"
    AMOUNT = "valor"


@dataclass(frozen=True)
class Supposition:
    """A supposition. `figure`: hours, days away, a salary in COP or a ratio (0.1 = 10 %), as the subject has it.

    A salary that falls by an amount or a percentage has a negative figure.
    """

    subject: Subject
    figure: Decimal | None = None
    hour_kind: HourKind | None = None
    move: SalaryMove | None = None
    cause: LeavingCause | None = None
    absence: AbsenceKind | None = None

    def to_slot(self) -> dict[str, Any]:
        """The supposition as the conversation remembers it."""
        return {
            "subject": self.subject.value,
            "figure": None if self.figure is None else str(self.figure),
            "hour_kind": None if self.hour_kind is None else self.hour_kind.value,
            "move": None if self.move is None else self.move.value,
            "cause": None if self.cause is None else self.cause.value,
            "absence": None if self.absence is None else self.absence.value,
        }

    @classmethod
    def parse(cls, content: Any) -> Supposition | None:
        """Read a slot; None for anything that is not one of ours."""
        if not isinstance(content, dict):
            return None
        try:
            figure = content["figure"]
            return cls(
                Subject(content["subject"]),
                None if figure is None else Decimal(figure),
                None if content["hour_kind"] is None else HourKind(content["hour_kind"]),
                None if content["move"] is None else SalaryMove(content["move"]),
                None if content["cause"] is None else LeavingCause(content["cause"]),
                None if content["absence"] is None else AbsenceKind(content["absence"]),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation):
            return None

    @property
    def code(self) -> str:
        """The supposition as a button carries it: `horas:10:hora_extra_nocturna:::`."""
        return ":".join(value or "" for value in self.to_slot().values())

    @classmethod
    def parse_code(cls, code: str) -> Supposition | None:
        """Read what a button carries; None for anything that is not one of ours."""
        names = [each.name for each in fields(cls)]
        values = code.split(":")
        found = cls.parse({name: value or None for name, value in zip(names, values, strict=False)})
        if found is None or len(values) != len(names) or not (found.figure is None or found.figure.is_finite()):
            return None
        return found
