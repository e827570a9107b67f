"""Whom a document is about, as its pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.colombian_formats import day
from services.documents.formatting import document_number

if TYPE_CHECKING:
    from datetime import date

    from services.users.views import LegalIdentity, Profile

DOCUMENT_TYPES = {
    "CC": "cédula de ciudadanía",
    "CE": "cédula de extranjería",
    "TI": "tarjeta de identidad",
    "PA": "pasaporte",
    "PPT": "permiso por protección temporal",
    "PEP": "permiso especial de permanencia",
}
CONTRACTS = {
    "indefinite": "a término indefinido",
    "fixed_term": "a término fijo",
    "project": "por obra o labor",
    "apprenticeship": "de aprendizaje",
    "occasional": "ocasional o transitorio",
}


@dataclass(frozen=True)
class Holder:
    """The person: legal identity, and the work data that are known."""

    identity: LegalIdentity
    profile: Profile

    @property
    def name(self) -> str:
        """First and last names."""
        return self.identity.full_name

    @property
    def document(self) -> str:
        """`CC 1.020.304.050`."""
        return f"{self.identity.document_type} {document_number(self.identity.document_number)}"

    @property
    def contract(self) -> str | None:
        """The kind of contract, with the end of a fixed term that runs, to follow «contrato»."""
        kind, until = self.profile.contract_kind, self.profile.agreed_end
        if kind is None:
            return None
        if kind != "fixed_term" or until is None or self.profile.left_on is not None:
            return CONTRACTS[kind]
        return f"{CONTRACTS[kind]} que va hasta el {day(until)}"

    @property
    def hired_on(self) -> date | None:
        """First day of the present contract, or of the last one."""
        return self.profile.hired_on

    def institution(self, kind: str) -> str | None:
        """Where the person is affiliated, when the reader may see it."""
        found = self.profile.affiliation(kind)
        return found.institution if found is not None else None
