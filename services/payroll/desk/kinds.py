"""What a case is about: the word that the rows keep, and the few kinds that people of the company work with."""

from __future__ import annotations

from enum import Enum

from services.payroll.concepts import FAMILY_NAMES
from services.payroll.views import AbsenceKind

PAY_CASE = "pago"
HANDOVER_CASE = "atencion_humana"
LEAVE_CASE = "ausencia"
VACATION_CASE = "vacaciones"
ACCOUNT_CASE = "cambio_cuenta"
REQUEST_KINDS = frozenset(
    {
        "actualizar_datos",
        HANDOVER_CASE,
        LEAVE_CASE,
        ACCOUNT_CASE,
        "certificado_ingresos_retenciones",
        "certificado_laboral",
        "consulta_normativa",
    }
)
"""What people ask payroll to do or to answer, besides reviewing their pay."""

CASE_KINDS = frozenset({PAY_CASE, *FAMILY_NAMES, *REQUEST_KINDS})
"""What a person can open a case about: the pay as a whole, one family of concepts, or a request."""


class DeskKind(str, Enum):
    """The sort of work that a case is."""

    HANDOVER = "handover"
    WRONG_PAY = "wrong_pay"
    LEAVE = "leave"
    VACATION = "vacation"
    BANK_ACCOUNT = "bank_account"
    CORRECTION = "correction"
    QUESTION = "question"
    PERSONAL_DATA = "personal_data"
    CERTIFICATE = "certificate"

    @property
    def decided(self) -> bool:
        """Whether it ends with a yes or a no, not with an answer."""
        return self in {DeskKind.LEAVE, DeskKind.VACATION, DeskKind.BANK_ACCOUNT, DeskKind.CORRECTION}


_OTHER = {
    HANDOVER_CASE: DeskKind.HANDOVER,
    LEAVE_CASE: DeskKind.LEAVE,
    VACATION_CASE: DeskKind.VACATION,
    ACCOUNT_CASE: DeskKind.BANK_ACCOUNT,
    "consulta_normativa": DeskKind.QUESTION,
    "actualizar_datos": DeskKind.PERSONAL_DATA,
    "certificado_laboral": DeskKind.CERTIFICATE,
    "certificado_ingresos_retenciones": DeskKind.CERTIFICATE,
}


def desk_kind(kind: str) -> DeskKind:
    """The sort of work of a stored kind; every concept of the pay is a wrong pay."""
    return _OTHER.get(kind, DeskKind.WRONG_PAY)


def stored_kinds(kind: DeskKind) -> frozenset[str]:
    """The stored kinds of a sort of work."""
    return frozenset(each for each in (*CASE_KINDS, VACATION_CASE) if desk_kind(each) is kind)


TIME_OFF = frozenset({DeskKind.LEAVE, DeskKind.VACATION})
# A manager answers for time away that the company grants; what the law grants is verified by HR with its certificate.
MANAGER_LEAVES = frozenset({AbsenceKind.UNPAID})
