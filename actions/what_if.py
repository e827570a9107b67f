"""Answers to «what if»: estimates from the person's own data, marked as such, with their steps and assumptions."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from actions import formatting
from actions.explanation import in_figures
from actions.periods import AskedPeriod
from actions.reply import Button, payload, waterfall_chart
from actions.supposed_hours import AT_NIGHT, at_other_time, says_hours
from actions.supposition import SalaryMove, Subject, Supposition
from actions.suppositions import read_supposition
from services.payroll.estimates import TooManyDays
from services.payroll.rules.codes import TRANSPORT_ALLOWANCE
from services.payroll.rules.payslip import AbsenceKind
from services.payroll.rules.steps import Rounding, round_amount
from services.payroll.rules.surcharges import HourKind
from services.payroll.supposed_hours import TooManyHours
from services.payroll.views import Month

if TYPE_CHECKING:
    from actions.future_pay import FuturePay
    from actions.reply import Reply
    from actions.topic import Ask
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import LineChange
    from services.payroll.views.estimates import MonthEstimate

ESTIMATED_INTENTS = frozenset(
    {
        "comparar_pagos",
        "consultar_bonificaciones",
        "consultar_cesantias",
        "consultar_consignacion",
        "consultar_deducciones",
        "consultar_desprendible",
        "consultar_incapacidades",
        "consultar_retencion",
        "consultar_salario",
        "dar_dato",
        "fuera_de_alcance",
        "historial_pagos",
        "preguntar_normativa",
        "afirmar",
        "negar",
    }
)
"""The intents under which a supposition about one's own pay may be heard; complaints and other people's pay are not."""

_PRIMA = "prima"
_WHEN = re.compile(r"\b(?:cuando|que dia|que fecha)\b")
_HOW_MUCH = re.compile(r"\bcuanto\w*|\bvalor\b")
_DAYTIME, _NIGHT_TIME = HourKind.EXTRA_DAY, HourKind.EXTRA_NIGHT
_ON_REST_DAYS = frozenset({HourKind.SUNDAY, HourKind.NIGHT_SUNDAY})
# An amount alone that is below this part of the salary is what it would change by, not what it would become.
_CHANGE_BELOW = Decimal("0.6")


class WhatIf:
    """Answers suppositions; anything else is left to the topics."""

    def __init__(self, payroll: PayrollService, future_pay: FuturePay, wording: Wording) -> None:
        self._payroll = payroll
        self._future_pay = future_pay
        self._wording = wording

    def answer(self, ask: Ask) -> Reply | None:
        """The estimate of what the message supposes; None when it supposes nothing."""
        question = ask.question
        if question.intent not in ESTIMATED_INTENTS:
            return None
        if question.concept is None and ask.concept == _PRIMA:
            question = replace(question, concept=_PRIMA)  # «¿y la de diciembre?», of the prima that was talked about
        supposition = read_supposition(question, ask.today, ask.memory.supposition)
        if supposition is None or _asks_when_alone(question.plain_text, supposition):
            return None
        if supposition.subject is Subject.HOURS:
            return self._hours(ask, supposition)
        if supposition.subject is Subject.SALARY:
            return self._salary(ask, supposition)
        if supposition.subject is Subject.ABSENCE:
            return self._absence(ask, supposition)
        if supposition.subject is Subject.BONUS:
            return self._future_pay.bonus(ask, supposition)
        return self._future_pay.settlement(ask, supposition)

    def _hours(self, ask: Ask, supposition: Supposition) -> Reply | None:
        hours, month = supposition.figure, _month(ask)
        if hours is None or hours <= 0:
            return None
        kind = supposition.hour_kind or _DAYTIME
        reply = _reply(ask, "consultar_bonificaciones", supposition, "horas_extras")
        if self._payroll.current_salary(ask.principal, ask.today).integral:
            reply.say("utter_estimacion_horas_integral")
            return reply
        try:
            estimate = self._payroll.estimates.hours(ask.principal, month, kind, hours, ask.today)
        except TooManyHours as refused:
            reply.say("utter_estimacion_demasiadas_horas", maximo=formatting.number(refused.most))
            return reply
        name = self._wording.render(f"utter_hora_{kind.value}")
        said = self._wording.render("utter_horas_supuestas", horas=formatting.number(hours), tipo=name)
        self._say_month(reply, estimate, said)
        assumptions = self._assumptions(estimate)
        if supposition.hour_kind is None:
            assumptions.append(self._wording.render("utter_supuesto_diurnas"))
        elif kind in _ON_REST_DAYS:
            assumptions.append(self._wording.render("utter_supuesto_solo_recargo_dominical"))
        elif not kind.value.startswith("hora_extra"):
            assumptions.append(self._wording.render("utter_supuesto_solo_recargo"))
        if kind is HourKind.SUNDAY and ask.question.plain_text and says_hours(ask.question.plain_text) is None:
            assumptions.append(self._wording.render("utter_supuesto_jornada", horas=formatting.number(hours)))
        other = at_other_time(kind)
        self._say_assumptions(
            reply,
            assumptions,
            buttons=(
                Button(
                    self._wording.render(f"utter_boton_{(_NIGHT_TIME if other in AT_NIGHT else _DAYTIME).value}"),
                    payload(
                        "consultar_bonificaciones",
                        AskedPeriod.of_month(month),
                        supposition=replace(supposition, hour_kind=other).code,
                    ),
                ),
            ),
        )
        return reply

    def _salary(self, ask: Ask, supposition: Supposition) -> Reply | None:
        figure, month = supposition.figure, _month(ask)
        if not figure:
            return None
        current = self._payroll.current_salary(ask.principal, ask.today).amount
        monthly = _supposed_salary(current, figure, supposition.move)
        if monthly <= 0:
            return None
        reply = _reply(ask, "consultar_salario", supposition)
        estimate = self._payroll.estimates.salary(ask.principal, month, monthly, ask.today)
        said = self._wording.render(
            "utter_salario_supuesto",
            salario=formatting.money(monthly),
            cambio=self._wording.render(
                "utter_salario_supuesto_mas" if monthly >= current else "utter_salario_supuesto_menos",
                porcentaje=formatting.percent((abs(monthly - current) / current).quantize(Decimal("0.0001"))),
            ),
        )
        self._say_month(reply, estimate, said)
        if monthly < estimate.minimum_wage:
            reply.say("utter_estimacion_bajo_minimo", minimo=formatting.money(estimate.minimum_wage))
        self._say_assumptions(reply, self._assumptions(estimate))
        return reply

    def _absence(self, ask: Ask, supposition: Supposition) -> Reply | None:
        days, kind, month = supposition.figure, supposition.absence, _month(ask)
        if kind is None or days is None or days <= 0 or days != int(days):
            return None
        reply = _reply(ask, "consultar_incapacidades", supposition)
        try:
            estimate = self._payroll.estimates.absence(ask.principal, month, kind, int(days), ask.today)
        except TooManyDays as refused:
            reply.say("utter_estimacion_demasiados_dias", maximo=formatting.number(refused.most))
            return reply
        name = "incapacidad" if kind is AbsenceKind.SICK_LEAVE else "licencia"
        counted = "utter_cantidad_un_dia" if days == 1 else "utter_cantidad_dias"
        said = self._wording.render(
            f"utter_ausencia_supuesta_{name}",
            dias=self._wording.render(counted, cantidad=formatting.number(days)),
        )
        self._say_month(reply, estimate, said)
        assumptions = self._assumptions(estimate)
        assumptions.append(self._wording.render(f"utter_supuesto_{name}"))
        self._say_assumptions(reply, assumptions)
        return reply

    def _say_month(self, reply: Reply, estimate: MonthEstimate, said: str) -> None:
        comparison = estimate.comparison
        more = comparison.difference >= 0
        reply.say(
            "utter_estimacion_mes" if more else "utter_estimacion_mes_menos",
            formatting.when(AskedPeriod.of_month(estimate.month)),
            custom=self._chart(estimate) if comparison.changes else None,
            supuesto=said,
            Supuesto=formatting.capitalized(said),
            neto=formatting.money(comparison.after_net),
            neto_antes=formatting.money(comparison.before_net),
            diferencia=formatting.money(abs(comparison.difference)),
        )
        if comparison.changes:
            reply.say(
                "utter_estimacion_pasos",
                lineas="\n".join(self._step(change, estimate) for change in comparison.changes),
                diferencia=formatting.signed(comparison.difference),
            )

    def _step(self, change: LineChange, estimate: MonthEstimate) -> str:
        lines = [line for line in estimate.lines if line.concept == change.concept]
        calculations = [text for line in lines for step in line.steps if (text := in_figures(step))]
        norms = list(dict.fromkeys(line.norm for line in lines if line.norm))
        values = {
            "nombre": change.name,
            "efecto": formatting.signed(change.effect),
            "antes": formatting.money(change.before),
            "despues": formatting.money(change.after),
            "calculo": formatting.listing(calculations),
            "norma": "; ".join(norms),
        }
        if not change.after:
            comparison = estimate.comparison
            lost = change.concept == TRANSPORT_ALLOWANCE and comparison.after_gross > comparison.before_gross
            phrase = "utter_linea_estimada_sin_auxilio" if lost else "utter_linea_estimada_sin"
            return self._wording.render(phrase, **values)
        if not calculations:
            return self._wording.render("utter_linea_estimada_de_a", **values)
        return self._wording.render(
            "utter_linea_estimada_nueva" if not change.before else "utter_linea_estimada", **values
        )

    def _chart(self, estimate: MonthEstimate) -> dict[str, Any]:
        comparison = estimate.comparison
        return waterfall_chart(
            self._wording.render("utter_titulo_estimacion"),
            (self._wording.render("utter_neto_sin_supuesto"), comparison.before_net),
            [(change.name, change.effect) for change in comparison.changes],
            (self._wording.render("utter_neto_estimado"), comparison.after_net),
        )

    def _assumptions(self, estimate: MonthEstimate) -> list[str]:
        found = [self._wording.render("utter_supuesto_mes_completo", salario=formatting.money(estimate.salary))]
        if estimate.fixed_from is not None:
            found.append(
                self._wording.render("utter_supuesto_descuentos_fijos", mes=formatting.month(estimate.fixed_from))
            )
        found.append(self._wording.render("utter_supuesto_ley", mes=formatting.month(estimate.month)))
        return found

    @staticmethod
    def _say_assumptions(reply: Reply, assumptions: list[str], buttons: tuple[Button, ...] = ()) -> None:
        reply.say("utter_estimacion_supuestos", buttons=buttons, supuestos="\n".join(assumptions))


def _asks_when_alone(text: str, supposition: Supposition) -> bool:
    """Whether the day is asked about and not the amount; the estimate of a prima tells both."""
    if not _WHEN.search(text):
        return False
    return supposition.subject is not Subject.BONUS or not _HOW_MUCH.search(text)


def _said_period(ask: Ask) -> AskedPeriod | None:
    """The period said, in this message or earlier in the same supposition."""
    return ask.question.period or (ask.memory.period if ask.memory.supposition is not None else None)


def _month(ask: Ask) -> Month:
    """The month supposed: the one said, or the running one; what is supposed never lies in the past."""
    current, period = Month.of(ask.today), _said_period(ask)
    return current if period is None else max(period.next_after(ask.today).first, current)


def _reply(ask: Ask, intent: str, supposition: Supposition, concept: str | None = None) -> Reply:
    reply = ask.reply()
    reply.memory = reply.memory.about(intent, _said_period(ask), concept, supposition=supposition)
    return reply


def _supposed_salary(current: Decimal, figure: Decimal, move: SalaryMove | None) -> Decimal:
    if move is SalaryMove.PERCENT:
        return round_amount(current * (1 + figure), Rounding.PESO)
    if move is SalaryMove.BY or (move is SalaryMove.AMOUNT and abs(figure) < current * _CHANGE_BELOW):
        return current + figure
    return abs(figure)
