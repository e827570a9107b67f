"""The payslip of a month, a fortnight or a range, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions import formatting
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.reply import payload
from actions.topic import Ask, Topic
from services.payroll.views import DepositStatus, LineKind, NoPayslip, PayslipStatus

if TYPE_CHECKING:
    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Payslip, PayslipPart


class PayslipTopic(Topic):
    """`consultar_desprendible`: what was paid in a period and how the net comes about."""

    intent = "consultar_desprendible"
    action = "action_consultar_desprendible"

    def __init__(self, payroll: PayrollService, lines: PayslipLines, wording: Wording) -> None:
        self._payroll = payroll
        self._lines = lines
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The payslip of the period asked about; the latest one when none was said."""
        period = asked_pay_period(ask, self._payroll)
        if not period.single_month:
            return self._range(ask, period)
        payslip = self._payroll.payslip(ask.principal, period.first)
        if period.fortnight is not None and payslip.fortnightly:
            part = payslip.part(period.fortnight)
            if part is not None:
                return self._fortnight(ask, period, payslip, part)
        month = AskedPeriod.of_month(period.first)
        reply = self._month(ask, month, payslip)
        if period.fortnight is not None:
            reply.say("utter_pago_mensual_no_quincenal", fecha=formatting.day(payslip.deposits[-1].pay_date))
        return reply

    def _month(self, ask: Ask, period: AskedPeriod, payslip: Payslip) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        self._say_detail(reply, period, payslip)
        self._say_deposits(reply, payslip)
        return reply

    def _fortnight(self, ask: Ask, period: AskedPeriod, payslip: Payslip, part: PayslipPart) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        self._say_detail(reply, period, part)
        paid = part.deposit.status is DepositStatus.PAID
        reply.say(
            "utter_quincena_consignada" if paid else "utter_quincena_por_consignar",
            fecha=formatting.day(part.deposit.pay_date),
            banco=part.deposit.bank,
            cuenta=part.deposit.masked_account,
            mes=formatting.month(payslip.month),
            neto_mes=formatting.money(payslip.net),
        )
        return reply

    def _say_detail(self, reply: Reply, period: AskedPeriod, payslip: Payslip | PayslipPart) -> None:
        earnings = [line for line in payslip.lines if line.kind is LineKind.EARNING]
        deductions = [line for line in payslip.lines if line.kind is LineKind.DEDUCTION]
        reply.say(
            "utter_desprendible" if deductions else "utter_desprendible_sin_deducciones",
            formatting.when(period),
            custom=self._lines.table(
                self._wording.render("utter_titulo_desprendible", periodo=formatting.period(period)), payslip
            ),
            periodo=formatting.period(period),
            neto=formatting.money(payslip.net),
            devengado=formatting.money(payslip.gross),
            deducido=formatting.money(payslip.deductions),
            devengos=self._lines.listed(earnings),
            deducciones=self._lines.listed(deductions),
        )

    def _say_deposits(self, reply: Reply, payslip: Payslip) -> None:
        paid = [deposit for deposit in payslip.deposits if deposit.status is DepositStatus.PAID]
        pending = [deposit for deposit in payslip.deposits if deposit.status is DepositStatus.SCHEDULED]
        if payslip.status is PayslipStatus.PAID or not pending:
            reply.say(
                "utter_desprendible_consignado",
                consignaciones=formatting.listing(
                    [
                        self._wording.render(
                            "utter_consignacion_corta",
                            valor=formatting.money(deposit.amount),
                            fecha=formatting.day(deposit.pay_date),
                        )
                        for deposit in paid
                    ]
                ),
            )
            return
        following = pending[0]
        reply.say(
            "utter_desprendible_en_curso" if paid else "utter_desprendible_por_consignar",
            pagado=formatting.money(sum((deposit.amount for deposit in paid), following.amount * 0)),
            pendiente=formatting.money(sum((deposit.amount for deposit in pending), following.amount * 0)),
            fecha=formatting.day(following.pay_date),
        )

    def _range(self, ask: Ask, period: AskedPeriod) -> Reply:
        payslips = self._payroll.payslips(ask.principal, period.first, period.last)
        if not payslips:
            raise NoPayslip(period.last, self._payroll.nearest_payslip_month(ask.principal, period.last))
        totals = self._payroll.totals(ask.principal, period.first, period.last)
        period = replace(period, start=totals.start.first_day, end=totals.end.last_day)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        reply.say(
            "utter_desprendibles",
            formatting.when(period),
            lineas="\n".join(
                self._wording.render(
                    "utter_linea_mes",
                    mes=formatting.capitalized(formatting.month(each.month)),
                    neto=formatting.money(each.net),
                    devengado=formatting.money(each.gross),
                    deducido=formatting.money(each.deductions),
                )
                for each in payslips
            ),
            neto=formatting.money(totals.net),
            devengado=formatting.money(totals.gross),
            deducido=formatting.money(totals.deductions),
            ultimo=formatting.month(payslips[-1].month),
            boton_ultimo=payload(self.intent, AskedPeriod.of_month(payslips[-1].month)),
        )
        return reply
