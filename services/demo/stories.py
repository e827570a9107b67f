"""What happened to particular people of the demo company, by date: leaves, loans, promotions, orders of a judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.payroll.periods import Month
from services.payroll.views import AbsenceKind


@dataclass(frozen=True)
class AbsenceStory:
    """Days away, both included."""

    person: str
    kind: AbsenceKind
    start: date
    end: date


@dataclass(frozen=True)
class LoanStory:
    """A loan repaid in monthly instalments from a month on."""

    person: str
    concept: str
    lender: str
    principal: Decimal
    instalment: Decimal
    instalments: int
    first: Month

    @property
    def last(self) -> Month:
        """The month of the last instalment."""
        return self.first.plus(self.instalments - 1)


@dataclass(frozen=True)
class GarnishmentStory:
    """A judge's order on a salary: up to `limit` a month and never above what the law lets be taken."""

    person: str
    court: str
    limit: Decimal
    for_support: bool
    first: Month


@dataclass(frozen=True)
class RaiseStory:
    """A salary outside the yearly review; `title` and `area` come with a promotion."""

    person: str
    since: date
    salary: Decimal
    reason: str
    title: str | None = None
    area: str | None = None
    manager: str | None = None


@dataclass(frozen=True)
class CashVacationStory:
    """Days of vacation paid in cash by agreement."""

    person: str
    month: Month
    days: int


SICK, ACCIDENT = AbsenceKind.SICK_LEAVE, AbsenceKind.WORK_ACCIDENT

ABSENCES = (
    AbsenceStory("diana.perez", SICK, date(2024, 2, 12), date(2024, 2, 14)),
    AbsenceStory("sandra.bedoya", SICK, date(2024, 5, 6), date(2024, 8, 20)),
    AbsenceStory("laura.gomez", SICK, date(2024, 10, 21), date(2024, 10, 23)),
    AbsenceStory("yesid.lozano", AbsenceKind.UNPAID, date(2025, 2, 10), date(2025, 2, 21)),
    AbsenceStory("luz.marin", AbsenceKind.BEREAVEMENT, date(2025, 6, 3), date(2025, 6, 9)),
    AbsenceStory("julian.toro", ACCIDENT, date(2025, 8, 12), date(2025, 9, 5)),
    AbsenceStory("yuliana.palacios", AbsenceKind.MATERNITY, date(2025, 10, 6), date(2026, 2, 8)),
    AbsenceStory("paola.giraldo", SICK, date(2025, 11, 18), date(2025, 11, 21)),
    AbsenceStory("rosa.mosquera", SICK, date(2026, 1, 26), date(2026, 2, 4)),
    AbsenceStory("laura.gomez", SICK, date(2026, 3, 9), date(2026, 3, 13)),
    AbsenceStory("daniel.ramirez", AbsenceKind.PATERNITY, date(2026, 5, 11), date(2026, 5, 24)),
    AbsenceStory("jairo.agudelo", ACCIDENT, date(2026, 7, 14), date(2026, 7, 22)),
    AbsenceStory("edwin.cuesta", AbsenceKind.UNPAID, date(2026, 9, 7), date(2026, 9, 11)),
    AbsenceStory("carlos.asprilla", SICK, date(2026, 11, 3), date(2026, 11, 6)),
)

COOPERATIVE, FUND = "Cooperativa Avanzar del Valle", "Fondo de Empleados Fondetejer"
LOANS = (
    LoanStory("laura.gomez", "libranza", COOPERATIVE, Decimal(5400000), Decimal(185000), 36, Month(2025, 2)),
    LoanStory("laura.gomez", "credito_fondo_empleados", FUND, Decimal(1200000), Decimal(110000), 12, Month(2026, 6)),
    LoanStory("jairo.agudelo", "libranza", COOPERATIVE, Decimal(8000000), Decimal(262000), 40, Month(2023, 9)),
    LoanStory("marta.hincapie", "libranza", "Banco Popular", Decimal(12000000), Decimal(410000), 36, Month(2024, 3)),
    LoanStory("diego.benitez", "credito_fondo_empleados", FUND, Decimal(2400000), Decimal(120000), 22, Month(2025, 1)),
    LoanStory("gloria.zapata", "libranza", "Banco Caja Social", Decimal(9000000), Decimal(298000), 36, Month(2025, 8)),
    LoanStory("andres.mejia", "credito_fondo_empleados", FUND, Decimal(10000000), Decimal(480000), 24, Month(2025, 5)),
    LoanStory("adriana.lopera", "libranza", "Davivienda", Decimal(20000000), Decimal(640000), 36, Month(2024, 7)),
)

GARNISHMENTS = (
    GarnishmentStory("fabio.restrepo", "Juzgado 4 de Familia de Cali", Decimal(280000), True, Month(2025, 4)),
    GarnishmentStory("wilson.murillo", "Juzgado 11 Civil Municipal de Cali", Decimal(350000), False, Month(2025, 10)),
)

RAISES = (
    RaiseStory(
        "laura.gomez",
        date(2025, 7, 1),
        Decimal(2950000),
        "promotion",
        title="Inspectora de calidad",
        area="Calidad",
        manager="luz.marin",
    ),
    RaiseStory("camilo.serna", date(2025, 11, 16), Decimal(2050000), "raise"),
)

RETROACTIVE_AREAS = {"Tecnología": 3}
"""Areas whose yearly review is decided later in the year, in that month, and paid back from January."""

LATE_REVIEW_AREAS = {"Comercial": 4}
"""Areas whose yearly review takes effect in that month instead of January."""

CASH_VACATIONS = (
    CashVacationStory("wilson.murillo", Month(2025, 12), 5),
    CashVacationStory("ricardo.salazar", Month(2026, 6), 7),
)

ACCOUNT_CHANGES = {"catalina.uribe": (date(2025, 3, 10), "Banco de Bogotá")}
"""Who moved to another bank: from which day on, and to which bank."""
