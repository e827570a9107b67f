"""Documents that a person downloads with their own token: where each one is, and its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from actions import formatting
from actions.periods import AskedPeriod
from actions.reply import Document, documents

if TYPE_CHECKING:
    from datetime import date

    from actions.reply import Reply
    from actions.wording import Wording
    from services.payroll.views import Month

_WANTED = re.compile(
    r"\b(?:pdf|descarg\w+|bajar(?:l[oa]s?|me(?:l[oa]s?)?)?|imprim\w+|archivo|adjunt\w+|copia|en papel"
    r"|un solo documento)\b"
)


def asks_for_file(text: str) -> bool:
    """Whether a plain text wants the document itself and not only its figures."""
    return bool(_WANTED.search(text))


class Downloads:
    """Offers documents; the services issue them only to whoever may have them."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def payslips(self, first: Month, last: Month) -> Document:
        """The payslips of one month, or of several in one file."""
        span = str(first) if first == last else f"{first}-a-{last}"
        period = AskedPeriod.of_months(first, last)
        return Document(
            self._wording.render(
                "utter_titulo_desprendible" if first == last else "utter_titulo_desprendibles",
                periodo=formatting.period(period),
            ),
            f"/documents/payslips.pdf?{urlencode({'from': str(first), 'to': str(last)})}",
            f"desprendible-{span}.pdf",
        )

    def work_certificate(self, today: date, *, with_salary: bool) -> Document:
        """The certificado laboral of today."""
        query = "" if with_salary else "?salary=false"
        return Document(
            self._wording.render("utter_titulo_certificado_laboral"),
            f"/documents/certificado-laboral.pdf{query}",
            f"certificado-laboral-{today}.pdf",
        )

    def income_certificate(self, year: int) -> Document:
        """The certificado de ingresos y retenciones of a year that is over."""
        return Document(
            self._wording.render("utter_titulo_certificado_ingresos", anio=str(year)),
            f"/documents/certificado-220.pdf?year={year}",
            f"certificado-ingresos-retenciones-{year}.pdf",
        )

    def say_payslips(self, reply: Reply, first: Month, last: Month) -> None:
        """Only the file, as whoever asked for it wants."""
        self.say(
            reply,
            "utter_descarga_desprendible" if first == last else "utter_descarga_desprendibles",
            self.payslips(first, last),
            periodo=formatting.period(AskedPeriod.of_months(first, last)),
        )

    @staticmethod
    def say(reply: Reply, response: str, document: Document, **values: str) -> None:
        """A response about a document, with its card and, in words, its name and where it is."""
        reply.say(response, values, custom=documents([document]), archivo=document.filename, ruta=document.path)
