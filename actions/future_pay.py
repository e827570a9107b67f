"""Pay that has not come yet: the next prima, and the settlement if the contract ended on a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.explanation import in_figures
from actions.periods import AskedPeriod
from actions.reply import donut_chart, table
from services.payroll.estimates import AlreadyLeft
from services.payroll.rules.settlement import ContractKind, LeavingCause
from services.payroll.views import LineKind, Month
from services.payroll.views.estimates import Indemnity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.bases import Bases
    from actions.memory import Memory
    from actions.payslip_lines import PayslipLines
    from actions.question import Question
    from actions.reply import Reply
    from actions.supposition import Supposition
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import PayslipLine
    from services.payroll.views.estimates import BonusEstimate, SettlementEstimate
    from services.users.service import UserService
    from services.users.views import Profile

_END_OF_MONTH = re.compile(r"\b(?:fin|final|finales|finalizar|ultimo dia) (?:de |del |este )?mes\b")
_END_OF_YEAR = re.compile(r"\b(?:fin|final|finales) (?:de |del )ano\b")
_NAMED_MONTH = re.compile(
    r"\b(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|mes|ayer|hoy|manana)\b|/"
)
_CONTRACTS = {
    "fixed_term": ContractKind.FIXED_TERM,
    "project": ContractKind.PIECE_OF_WORK,
    "apprenticeship": ContractKind.FIXED_TERM,
    "occasional": ContractKind.FIXED_TERM,
}


class FuturePay:
    """Estimates of the prima and of the settlement, each with its steps and assumptions."""

    def __init__(
        self, payroll: PayrollService, users: UserService, lines: PayslipLines, bases: Bases, wording: Wording
    ) -> None:
        self._payroll = payroll
        self._users = users
        self._payslip_lines = lines
        self._bases = bases
        self._wording = wording

    def bonus(self, ask: Ask, supposition: Supposition) -> Reply:
        """The next prima: amount, day, base × days ÷ 360, what is earned so far."""
        estimate = self._payroll.estimates.service_bonus(ask.principal, ask.today)
        reply = ask.reply()
        reply.memory = reply.memory.about("consultar_bonificaciones", None, "prima", supposition=supposition)
        if estimate is None:
            reply.say("utter_estimacion_prima_integral")
            return reply
        reply.say(
            "utter_estimacion_prima" if not estimate.withheld else "utter_estimacion_prima_con_retencion",
            valor=formatting.money(estimate.amount),
            fecha=formatting.day(estimate.due),
            retencion=formatting.money(estimate.withheld),
            neto=formatting.money(estimate.amount - estimate.withheld),
            calculo=in_figures(estimate.steps[0]),
            norma=estimate.steps[0].norm,
        )
        self._bases.say_of_benefit(reply, estimate.steps[:1])
        if estimate.accrued and estimate.accrued != estimate.amount:
            reply.say(
                "utter_estimacion_prima_causada",
                valor=formatting.money(estimate.accrued),
                fecha=formatting.day(estimate.on),
            )
        reply.say("utter_estimacion_supuestos", supuestos="\n".join(self._bonus_assumptions(estimate)))
        return reply

    def _bonus_assumptions(self, estimate: BonusEstimate) -> list[str]:
        found = [
            self._wording.render(
                "utter_supuesto_semestre", desde=formatting.day(estimate.start), hasta=formatting.day(estimate.end)
            )
        ]
        if estimate.variable:
            found.append(self._wording.render("utter_supuesto_variable", variable=formatting.money(estimate.variable)))
        return found

    def settlement(self, ask: Ask, supposition: Supposition) -> Reply:
        """What would be paid on leaving on the day that was said (today without one), line by line."""
        cause = supposition.cause or LeavingCause.RESIGNATION
        profile = self._users.profile(ask.principal)
        last_day = leaving_day(
            ask.question, ask.today, ask.memory, profile.agreed_end if cause is LeavingCause.END_OF_TERM else None
        )
        reply = ask.reply()
        reply.memory = reply.memory.about(
            "consultar_cesantias",
            AskedPeriod(last_day, last_day, "day"),
            supposition=replace(supposition, cause=cause),
        )
        contract = _CONTRACTS.get(profile.contract_kind or "", ContractKind.INDEFINITE)
        try:
            estimate = self._payroll.estimates.settlement(
                ask.principal, last_day, cause, contract, ask.today, agreed_end=profile.agreed_end
            )
        except AlreadyLeft:
            reply.say("utter_estimacion_liquidacion_sin_contrato", fecha=formatting.day(last_day))
            return reply
        reply.say(
            "utter_estimacion_liquidacion",
            custom=table(
                self._wording.render("utter_titulo_liquidacion"),
                [self._wording.render(f"utter_columna_{name}") for name in ("concepto", "devengo", "deduccion")],
                [self._payslip_lines.row(line) for line in estimate.lines],
                [
                    self._wording.render("utter_columna_neto", neto=formatting.money(estimate.net)),
                    formatting.money(estimate.gross),
                    formatting.money(estimate.deductions),
                ],
            ),
            causa=self._wording.render(f"utter_retiro_{cause.value}"),
            fecha=formatting.day(last_day),
            neto=formatting.money(estimate.net),
            devengado=formatting.money(estimate.gross),
            deducido=formatting.money(estimate.deductions),
            devengos=self._lines(estimate, LineKind.EARNING),
            deducciones=self._lines(estimate, LineKind.DEDUCTION),
        )
        self._bases.say_of_settlement(reply, estimate.lines)
        if estimate.already_paid:
            self._say_already_paid(reply, estimate)
        if estimate.indemnity not in (None, Indemnity.KNOWN):
            reply.say(
                f"utter_estimacion_indemnizacion_{estimate.indemnity.value}",
                fecha="" if profile.agreed_end is None else formatting.day(profile.agreed_end),
            )
        reply.say(
            "utter_estimacion_supuestos",
            custom=self._composition(estimate),
            supuestos="\n".join(
                [*self._settlement_assumptions(estimate), *self._term_assumptions(estimate, contract, profile)]
            ),
        )
        return reply

    def _lines(self, estimate: SettlementEstimate, kind: LineKind) -> str:
        return "\n".join(self._line(line) for line in estimate.lines if line.kind is kind and line.amount)

    def _line(self, line: PayslipLine) -> str:
        calculation = next((text for text in map(in_figures, line.steps) if text), "")
        return self._wording.render(
            "utter_linea_calculada" if calculation else "utter_linea",
            nombre=self._payslip_lines.named(line),
            valor=formatting.money(line.amount),
            calculo=calculation,
        )

    @staticmethod
    def _say_already_paid(reply: Reply, estimate: SettlementEstimate) -> None:
        reply.say(
            "utter_estimacion_liquidacion_ya_pagado",
            mes=formatting.month(Month.of(estimate.last_day)),
            pagado=formatting.money(estimate.already_paid),
            pendiente=formatting.money(estimate.net - estimate.already_paid),
        )

    def _settlement_assumptions(self, estimate: SettlementEstimate) -> list[str]:
        found = [
            self._wording.render("utter_supuesto_salario_actual", salario=formatting.money(estimate.salary)),
            self._wording.render(
                "utter_supuesto_vacaciones_pendientes", dias=formatting.number(estimate.vacation_days)
            ),
        ]
        if estimate.fixed_from is not None:
            found.append(
                self._wording.render("utter_supuesto_descuentos_fijos", mes=formatting.month(estimate.fixed_from))
            )
        if estimate.bonus_already_paid:
            found.append(self._wording.render("utter_supuesto_prima_pagada"))
        if any(line.concept == "cesantias" for line in estimate.lines):
            found.append(self._wording.render("utter_supuesto_cesantias_anteriores"))
        return found

    def _term_assumptions(
        self, estimate: SettlementEstimate, contract: ContractKind, profile: Profile
    ) -> Sequence[str]:
        """What the end agreed in the contract makes of the estimate, when it has one."""
        if profile.agreed_end is None or estimate.indemnity is Indemnity.TERM_OVER:
            return ()
        until = formatting.day(profile.agreed_end)
        if contract is ContractKind.FIXED_TERM and estimate.last_day > profile.agreed_end:
            return (self._wording.render("utter_supuesto_contrato_prorrogado", fecha=until),)
        if estimate.indemnity is Indemnity.KNOWN:
            return (self._wording.render("utter_supuesto_contrato_hasta", fecha=until),)
        return ()

    def _composition(self, estimate: SettlementEstimate) -> dict[str, object]:
        parts = [(line.name, line.amount) for line in estimate.lines if line.kind is LineKind.EARNING and line.amount]
        return donut_chart(self._wording.render("utter_titulo_liquidacion"), merged(parts))


def merged(parts: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """The parts with those of the same name added up, in order of first appearance."""
    totals: dict[str, Decimal] = {}
    for name, amount in parts:
        totals[name] = totals.get(name, Decimal(0)) + amount
    return list(totals.items())


def leaving_day(question: Question, today: date, memory: Memory, agreed_end: date | None = None) -> date:
    """The day of leaving that the words give: a day to come, the end of a month or of a period.

    Without one, `agreed_end` if it is to come, else today.
    """
    text, current = question.plain_text, Month.of(today)
    if _END_OF_MONTH.search(text):
        return current.last_day
    if _END_OF_YEAR.search(text):
        return date(today.year, 12, 31)
    said = question.period
    if said is None:
        remembered = memory.period if memory.supposition is not None else None
        return max(remembered.end if remembered is not None else agreed_end or today, today)
    return _to_come(said, today, named=bool(_NAMED_MONTH.search(text)))


def _to_come(said: AskedPeriod, today: date, *, named: bool) -> date:
    """«el 15» is the next 15th; «el 30 de noviembre» the next one without a year; a month, its last day."""
    if said.single_day and not said.year_given and not named and said.start < today:
        month = Month.of(today)
        if said.start.day < today.day:
            month = month.plus(1)
        return month.first_day.replace(day=min(said.start.day, month.last_day.day))
    if said.single_day:
        return said.next_after(today).start
    if not said.year_given and said.end < today:
        return _a_year_later(said.end)
    return said.end


def _a_year_later(day: date) -> date:
    month = Month.of(day).plus(12)
    return month.last_day if Month.of(day).last_day == day else day.replace(year=day.year + 1)
