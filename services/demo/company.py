"""The people of «Tejidos del Valle S.A.S.», as they were hired; everything else about them is worked out from here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from services.auth.principal import Role

COMPANY = "Tejidos del Valle S.A.S."
DOMAIN = "tejidosdelvalle.example"
NAMESPACE = UUID("6f2b1a54-3c87-4f0e-9d6a-0c5e7b9a2d41")
PEOPLE_FILE = Path(__file__).with_name("people.csv")
ARL = "ARL Sura"
COMPENSATION_FUND = "Comfandi"


@dataclass(frozen=True)
class Employee:
    """One person of the demo company.

    `salary` is the monthly one on hiring, or of January 2023 for whoever was there before; None is the minimum wage.
    `shift`: none (no extra hours), day, rotating (nights and Sundays too). `perks`: fund, policy, prepaid, dependants,
    commission, mileage, incentive. `number` is the position in the file, from 1.
    """

    number: int
    key: str
    first_names: str
    last_names: str
    title: str
    area: str
    manager: str | None
    hired: date
    left: date | None
    leaving: str | None
    contract: str
    agreed_end: date | None
    salary: Decimal | None
    integral: bool
    fortnightly: bool
    shift: str
    perks: frozenset[str]
    roles: frozenset[Role]
    eps: str
    pension_fund: str
    severance_fund: str | None
    bank: str

    @property
    def id(self) -> UUID:
        """The same in every installation."""
        return person_id(self.key)

    @property
    def email(self) -> str:
        """`nombre.apellido@` the company's domain."""
        return f"{self.key}@{DOMAIN}"

    def employed(self, start: date, end: date) -> bool:
        """Whether some day from `start` to `end` falls within the employment."""
        return self.hired <= end and (self.left is None or self.left >= start)


def person_id(key: str) -> UUID:
    """The identifier of a person by their key."""
    return uuid5(NAMESPACE, f"person:{key}")


@cache
def employees() -> tuple[Employee, ...]:
    """Everybody, managers before their people."""
    with PEOPLE_FILE.open(encoding="utf-8", newline="") as file:
        people = [_employee(number, row) for number, row in enumerate(csv.DictReader(file), start=1)]
    placed: list[Employee] = []
    waiting = people
    while waiting:
        known = {person.key for person in placed}
        ready = [person for person in waiting if person.manager is None or person.manager in known]
        if not ready:
            raise ValueError("the managers of the demo company form a circle")
        placed += ready
        waiting = [person for person in waiting if person not in ready]
    return tuple(placed)


def _employee(number: int, row: dict[str, str]) -> Employee:
    return Employee(
        number=number,
        key=row["key"],
        first_names=row["first_names"],
        last_names=row["last_names"],
        title=row["title"],
        area=row["area"],
        manager=row["manager"] or None,
        hired=date.fromisoformat(row["hired"]),
        left=date.fromisoformat(row["left"]) if row["left"] else None,
        leaving=row["leaving"] or None,
        contract=row["contract"],
        agreed_end=date.fromisoformat(row["agreed_end"]) if row["agreed_end"] else None,
        salary=None if row["salary"] == "SMMLV" else Decimal(row["salary"]),
        integral=row["integral"] == "yes",
        fortnightly=row["fortnightly"] == "yes",
        shift=row["shift"],
        perks=frozenset(filter(None, row["perks"].split("|"))),
        roles=frozenset({Role.EMPLOYEE, *(Role(name) for name in row["roles"].split("|") if name)}),
        eps=row["eps"],
        pension_fund=row["pension_fund"],
        severance_fund=row["severance_fund"] or None,
        bank=row["bank"],
    )
