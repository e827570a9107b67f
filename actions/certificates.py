"""Certificates, issued at once for their owner to download; what they cannot say is asked of a person."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from actions import formatting
from actions.memory import Offer
from actions.reply import Button, payload
from actions.topic import Ask, Topic
from services.payroll.views import Month, NoPayrollRecord

if TYPE_CHECKING:
    from actions.downloads import Downloads
    from actions.reply import Reply
    from actions.topics import Topics
    from actions.wording import Wording
    from services.payroll.service import PayrollService
    from services.users.service import UserService

_MOST_YEARS = 5
WORK_CASE = "certificado_laboral"
_INCOME = re.compile(r"\b(ingresos|retenciones|220|renta|dian|declarar|declaracion)\b")
_WITHOUT_SALARY = re.compile(
    r"\b(?:sin|no) (?:el |mi |que |diga |decir |lleve |aparezca |salga |incluya |muestre |mostrar |pongan? |poner )*"
    r"(?:salario|sueldo|cuanto gano|lo que gano)\b"
)
_MADE_TO_MEASURE = re.compile(
    r"\b(?:dirigid\w+|a nombre de|funciones|ingles|firma original|sello|apostill\w+|vacaciones aprobadas|horario)\b"
)


class CertificateCondition:
    """«Que no diga el sueldo», said of the certificate that was just handed over: a new one, whatever the intent."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def reply(self, ask: Ask) -> Reply | None:
        """The certificate without the salary; None when the conversation is not about it."""
        about_it = ask.memory.topic == CertificateTopic.intent
        if not about_it or not _WITHOUT_SALARY.search(ask.question.plain_text):
            return None
        return self._topics.answer(replace(ask, question=replace(ask.question, intent=CertificateTopic.intent)))


class CertificateTopic(Topic):
    """`solicitar_certificado`: the certificado laboral of today, or the certificado de ingresos of a past year."""

    intent = "solicitar_certificado"
    action = "action_solicitar_certificado"

    def __init__(self, payroll: PayrollService, users: UserService, downloads: Downloads, wording: Wording) -> None:
        self._payroll = payroll
        self._users = users
        self._downloads = downloads
        self._wording = wording

    def answer(self, ask: Ask) -> Reply:
        """The file of the certificate that the words name."""
        # Only the certificate of income is of a year: «¿y el de 2024?» goes on with it, and so does the year's button.
        of_a_year = ask.question.period is not None and (ask.inherits or ask.question.payload)
        if of_a_year or _INCOME.search(ask.question.plain_text):
            return self._income(ask)
        return self._work(ask)

    def _work(self, ask: Ask) -> Reply:
        if self._users.profile(ask.principal).hired_on is None:
            raise NoPayrollRecord("employment")
        with_salary = not _WITHOUT_SALARY.search(ask.question.plain_text)
        document = self._downloads.work_certificate(ask.today, with_salary=with_salary)
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent)
        self._downloads.say(
            reply, "utter_certificado_laboral" if with_salary else "utter_certificado_laboral_sin_salario", document
        )
        if _MADE_TO_MEASURE.search(ask.question.plain_text):
            reply.memory = reply.memory.offering(Offer(self.intent, case_kind=WORK_CASE, message_id=ask.message_id))
            reply.say("utter_certificado_a_medida")
        return reply

    def _income(self, ask: Ask) -> Reply:
        reply = ask.reply()
        reply.memory = reply.memory.about(self.intent, ask.period)
        years = self._certifiable_years(ask)
        asked = None if ask.period is None else ask.period.last.year
        if not years:
            reply.say("utter_certificado_ingresos_ninguno", anio=str(ask.today.year))
        elif asked is None or asked in years:
            year = asked or years[0]
            self._downloads.say(
                reply, "utter_certificado_ingresos", self._downloads.income_certificate(year), anio=str(year)
            )
        else:
            reply.say(
                "utter_certificado_ingresos_en_curso" if asked >= ask.today.year else "utter_certificado_ingresos_sin",
                anio=str(asked),
                anios=formatting.listing([str(year) for year in reversed(years)]),
                buttons=tuple(
                    Button(
                        self._wording.render("utter_boton_certificado_ingresos", anio=str(year)),
                        payload(self.intent, str(year)),
                    )
                    for year in years[:_MOST_YEARS]
                ),
            )
        return reply

    def _certifiable_years(self, ask: Ask) -> list[int]:
        """The years that are over in which something was paid, the latest first, as far as five back."""
        last = ask.today.year - 1
        payslips = self._payroll.payslips(ask.principal, Month(last - _MOST_YEARS + 1, 1), Month(last, 12))
        return sorted({payslip.month.year for payslip in payslips}, reverse=True)
