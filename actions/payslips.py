"""The payslip of a month, a fortnight or a range: line by line, explained, or as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from actions import formatting
from actions.concept_lines import in_sentence
from actions.downloads import asks_for_file
from actions.future_pay import merged
from actions.pay_period import asked_pay_period
from actions.periods import AskedPeriod
from actions.reply import documents, donut_chart, payload
from actions.topic import Ask, Topic
from services.payroll.views import DepositStatus, LineKind, NoPayslip, PayslipStatus

if TYPE_CHECKING:
    from actions.bases import Bases
    from actions.downloads import Downloads
    from actions.payslip_lines import PayslipLines
    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.payroll.views import Payslip, PayslipPart


_EXPLAIN = re.compile(
    r"\b(?:expli\w+|entiend\w*|entender\w*|entendi|ensen\w+|que significa\w*|que es cada|linea por linea"
    r"|renglon por renglon|uno por uno|de donde sale\w*|como se calcul\w+|como (?:lo |me lo )?calcul\w+)\b"
)
_HUNDRED = Decimal(100)


class PayslipTopic(Topic):
    """`consultar_desprendible`: what was paid in a period and how the net comes about."""

    intent = "consultar_desprendible"
    action = "action_consultar_desprendible"

    def __init__(
        self, payroll: PayrollService, lines: PayslipLines, bases: Bases, downloads: Downloads, wording: Wording
    ) -> None:
        self._payroll = payroll
        self._lines = lines
        self._bases = bases
        self._downloads = downloads
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The payslip of the period asked about; the latest one when none was said."""
        period = asked_pay_period(ask, self._payroll)
        wants_file = asks_for_file(ask.question.plain_text)
        if not period.single_month:
            return self._range(ask, period, wants_file=wants_file)
        payslip = self._payroll.payslip(ask.principal, period.first)
        if wants_file:
            return self._file(ask, period, payslip)
        if period.fortnight is not None and payslip.fortnightly:
            part = payslip.part(period.fortnight)
            if part is not None:
                return self._fortnight(ask, period, payslip, part)
        month = AskedPeriod.of_month(period.first)
        reply = self._month(ask, month, payslip)
        if period.fortnight is not None:
            reply.say("utter_pago_mensual_no_quincenal", fecha=formatting.day(payslip.deposits[-1].pay_date))
        return reply

    def _file(self, ask: Ask, period: AskedPeriod, payslip: Payslip) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        self._downloads.say_payslips(reply, payslip.month, payslip.month)
        return reply

    def _month(self, ask: Ask, period: AskedPeriod, payslip: Payslip) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        self._say_detail(reply, period, payslip, explain=_explains(ask))
        if _explains(ask):
            self._bases.say_of_contributions(reply, payslip)
        self._say_composition(reply, payslip)
        self._say_deposits(reply, payslip)
        return reply

    def _fortnight(self, ask: Ask, period: AskedPeriod, payslip: Payslip, part: PayslipPart) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        self._say_detail(reply, period, part, explain=_explains(ask))
        self._say_composition(reply, part)
        document = self._downloads.payslips(payslip.month, payslip.month)
        paid = part.deposit.status is DepositStatus.PAID
        reply.say(
            "utter_quincena_consignada" if paid else "utter_quincena_por_consignar",
            custom=documents([document]),
            archivo=document.filename,
            fecha=formatting.day(part.deposit.pay_date),
            banco=part.deposit.bank,
            cuenta=part.deposit.masked_account,
            mes=formatting.month(payslip.month),
            neto_mes=formatting.money(payslip.net),
        )
        return reply

    def _say_detail(self, reply: Reply, period: AskedPeriod, payslip: Payslip | PayslipPart, *, explain: bool) -> None:
        earnings = [line for line in payslip.lines if line.kind is LineKind.EARNING]
        deductions = [line for line in payslip.lines if line.kind is LineKind.DEDUCTION]
        listed = self._lines.explained if explain else self._lines.listed
        plain = "utter_desprendible" if deductions else "utter_desprendible_sin_deducciones"
        reply.say(
            "utter_desprendible_explicado" if explain and deductions else plain,
            formatting.when(period),
            custom=self._lines.table(
                self._wording.render("utter_titulo_desprendible", periodo=formatting.period(period)), payslip
            ),
            periodo=formatting.period(period),
            neto=formatting.money(payslip.net),
            devengado=formatting.money(payslip.gross),
            deducido=formatting.money(payslip.deductions),
            devengos=listed(earnings),
            deducciones=listed(deductions),
        )

    def _say_composition(self, reply: Reply, payslip: Payslip | PayslipPart) -> None:
        """How each hundred earned is shared out; nothing to tell when nothing is deducted, or more than was earned."""
        deductions = [line for line in payslip.lines if line.kind is LineKind.DEDUCTION and line.amount]
        taken = merged([(self._lines.named(line), line.amount) for line in deductions])
        if not taken or payslip.net <= 0:
            return
        net = self._wording.render("utter_parte_neto")
        parts = [(net, payslip.net), *taken]
        reply.say(
            "utter_composicion",
            custom=donut_chart(self._wording.render("utter_titulo_composicion"), parts),
            quedan=formatting.money((payslip.net * _HUNDRED / payslip.gross).quantize(Decimal("0.01"))),
            descuentos=formatting.money((payslip.deductions * _HUNDRED / payslip.gross).quantize(Decimal("0.01"))),
            mayor=in_sentence(max(taken, key=lambda part: part[1])[0]),
        )

    def _say_deposits(self, reply: Reply, payslip: Payslip) -> None:
        document = self._downloads.payslips(payslip.month, payslip.month)
        file = documents([document])
        paid = [deposit for deposit in payslip.deposits if deposit.status is DepositStatus.PAID]
        pending = [deposit for deposit in payslip.deposits if deposit.status is DepositStatus.SCHEDULED]
        if payslip.status is PayslipStatus.PAID or not pending:
            reply.say(
                "utter_desprendible_consignado",
                custom=file,
                archivo=document.filename,
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
            custom=file,
            archivo=document.filename,
            pagado=formatting.money(sum((deposit.amount for deposit in paid), following.amount * 0)),
            pendiente=formatting.money(sum((deposit.amount for deposit in pending), following.amount * 0)),
            fecha=formatting.day(following.pay_date),
        )

    def _range(self, ask: Ask, period: AskedPeriod, *, wants_file: bool) -> Reply:
        payslips = self._payroll.payslips(ask.principal, period.first, period.last)
        if not payslips:
            raise NoPayslip(period.last, self._payroll.nearest_payslip_month(ask.principal, period.last))
        totals = self._payroll.totals(ask.principal, period.first, period.last)
        period = replace(period, start=totals.start.first_day, end=totals.end.last_day)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, period)
        if wants_file:
            self._downloads.say_payslips(reply, totals.start, totals.end)
            return reply
        document = self._downloads.payslips(totals.start, totals.end)
        reply.say(
            "utter_desprendibles",
            formatting.when(period),
            custom=documents([document]),
            archivo=document.filename,
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


def _explains(ask: Ask) -> bool:
    return bool(_EXPLAIN.search(ask.question.plain_text))
