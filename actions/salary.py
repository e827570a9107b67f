"""The current salary, the value of its hour and the last raise."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply
    from services.payroll.service import PayrollService
    from services.payroll.views import Salary
    from services.users.service import UserService


_BY_DAY = re.compile(r"\b(?:por|un|cada|mi|el valor del|vale el|vale un|pagan el|gano al) dia\b|\b(?:diario|jornal)\b")


class SalaryTopic(Topic):
    """`consultar_salario`: what the contract pays today, or what it paid on a past day."""

    intent = "consultar_salario"
    action = "action_consultar_salario"

    def __init__(self, payroll: PayrollService, users: UserService) -> None:
        self._payroll = payroll
        self._users = users

    def answer(self, ask: Ask) -> Reply:
        """The salary in force, or the one in force at the end of a past period."""
        period = ask.question.period
        left = self._users.profile(ask.principal).left_on
        last = ask.today if left is None else min(left, ask.today)
        on = last if period is None else min(period.end, last)
        past = on < ask.today
        salary = self._payroll.current_salary(ask.principal, on)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        reply.say(
            "utter_salario_en_fecha" if past else "utter_salario_actual",
            fecha=formatting.day(on),
            salario=formatting.money(salary.amount),
            desde=formatting.day(salary.since),
            valor_hora=formatting.money(salary.hour_value),
            horas_mes=formatting.number(salary.month_hours),
            horas_semana=formatting.number(salary.weekly_hours),
        )
        if _BY_DAY.search(ask.question.plain_text):
            reply.say(
                "utter_salario_dia",
                valor_dia=formatting.money(salary.day_value),
                salario=formatting.money(salary.amount),
            )
        if salary.integral:
            reply.say("utter_salario_integral")
        if not past:
            self._say_raise(reply, salary)
        return reply

    @staticmethod
    def _say_raise(reply: Reply, salary: Salary) -> None:
        if salary.previous is None or salary.amount <= salary.previous.amount:
            return
        increase = salary.amount - salary.previous.amount
        reply.say(
            "utter_salario_aumento",
            anterior=formatting.money(salary.previous.amount),
            aumento=formatting.money(increase),
            porcentaje=formatting.percent((increase / salary.previous.amount).quantize(Decimal("0.0001"))),
            desde=formatting.day(salary.since),
        )
