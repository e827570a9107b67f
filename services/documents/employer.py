"""Who signs the documents."""

from __future__ import annotations

from dataclasses import dataclass

_WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)


class EmployerUnknown(Exception):
    """The company's name and NIT are not configured, so nothing can be issued in its name."""


@dataclass(frozen=True)
class Employer:
    """The company as its documents name it; `nit` without its check digit, `municipality` a five-digit DANE code."""

    name: str
    nit: str
    city: str
    municipality: str
    address: str
    phone: str
    signatory: str
    signatory_title: str

    @property
    def check_digit(self) -> int:
        """The NIT's DV: weighted sum modulo 11 (DIAN, Orden Administrativa 4 de 1989)."""
        total = sum(int(digit) * weight for digit, weight in zip(reversed(self.nit), _WEIGHTS, strict=False))
        remainder = total % 11
        return remainder if remainder < 2 else 11 - remainder

    @property
    def full_nit(self) -> str:
        """`900.373.115-4`."""
        grouped = f"{int(self.nit):,}".replace(",", ".")
        return f"{grouped}-{self.check_digit}"


DEMO_EMPLOYER = Employer(
    name="Tejidos del Valle S.A.S.",
    nit="900999321",
    city="Cali",
    municipality="76001",
    address="Carrera 1 # 45-20",
    phone="602 555 0100",
    signatory="Claudia Patricia Osorio Vélez",
    signatory_title="Jefe de Gestión Humana",
)
"""The fictional company of the demonstration."""
