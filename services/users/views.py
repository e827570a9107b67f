"""What is shown of a person: frozen views that round-trip through JSON."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Seniority:
    """Time since hiring in whole years, months and days."""

    years: int
    months: int
    days: int


@dataclass(frozen=True)
class AffiliationView:
    """Current membership in an institution; ``kind`` is eps, pension_fund, severance_fund, arl or compensation_fund."""

    kind: str
    institution: str
    since: date


@dataclass(frozen=True)
class PersonSummary:
    """The least that names a person."""

    user_id: UUID
    full_name: str
    email: str
    position: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class LegalIdentity:
    """A person as a signed document names them, with the whole national ID; never cached, logged or sent to a chat."""

    user_id: UUID
    first_names: str
    last_names: str
    document_type: str
    document_number: str = field(repr=False)

    @property
    def full_name(self) -> str:
        """First and last names."""
        return f"{self.first_names} {self.last_names}"


@dataclass(frozen=True)
class Profile:
    """A person's work and personal data.

    ``contract_kind``: indefinite, fixed_term, project, apprenticeship or occasional. ``hired_on`` is the start of the
    present contract (of the last one, for whoever has left: then ``left_on`` is set), ``agreed_end`` the last day of
    its term or the expected end of its piece of work, where that is known. The personal fields
    (``document_type``, ``document_number`` — masked —, ``affiliations``) are empty when the reader may not see them,
    and then ``personal_data`` is false.
    """

    user_id: UUID
    first_names: str
    last_names: str
    email: str
    status: str
    position: str | None
    area: str | None
    manager_name: str | None
    contract_kind: str | None
    hired_on: date | None
    left_on: date | None
    agreed_end: date | None = None
    document_type: str | None = None
    document_number: str | None = None
    affiliations: tuple[AffiliationView, ...] = ()
    personal_data: bool = True

    @property
    def full_name(self) -> str:
        """First and last names."""
        return f"{self.first_names} {self.last_names}"

    def affiliation(self, kind: str) -> AffiliationView | None:
        """The current affiliation of a kind, if any."""
        return next((item for item in self.affiliations if item.kind == kind), None)

    def seniority(self, on: date) -> Seniority | None:
        """Time worked up to ``on`` (or to the day of leaving, if earlier); ``None`` before hiring."""
        if self.hired_on is None or on < self.hired_on:
            return None
        return seniority_between(self.hired_on, min(on, self.left_on) if self.left_on else on)

    def to_json(self) -> dict[str, Any]:
        """A JSON object; dates are ISO 8601."""
        return {
            "user_id": str(self.user_id),
            "first_names": self.first_names,
            "last_names": self.last_names,
            "email": self.email,
            "status": self.status,
            "position": self.position,
            "area": self.area,
            "manager_name": self.manager_name,
            "contract_kind": self.contract_kind,
            "hired_on": _iso(self.hired_on),
            "left_on": _iso(self.left_on),
            "agreed_end": _iso(self.agreed_end),
            "document_type": self.document_type,
            "document_number": self.document_number,
            "affiliations": [
                {"kind": item.kind, "institution": item.institution, "since": item.since.isoformat()}
                for item in self.affiliations
            ],
            "personal_data": self.personal_data,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Profile:
        """The inverse of ``to_json``."""
        return cls(
            **{
                **document,
                "user_id": UUID(document["user_id"]),
                "hired_on": _date(document["hired_on"]),
                "left_on": _date(document["left_on"]),
                # Absent from what was cached before there was such a date.
                "agreed_end": _date(document.get("agreed_end")),
                "affiliations": tuple(
                    AffiliationView(item["kind"], item["institution"], date.fromisoformat(item["since"]))
                    for item in document["affiliations"]
                ),
            }
        )

    def dump(self) -> str:
        """JSON text for the cache."""
        return json.dumps(self.to_json(), ensure_ascii=False)

    @classmethod
    def parse(cls, raw: bytes) -> Profile:
        """The inverse of ``dump``."""
        return cls.from_json(json.loads(raw))


def seniority_between(start: date, end: date) -> Seniority:
    """Whole calendar years, months and days from ``start`` to ``end`` (``end`` not before ``start``)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    anniversary = _plus_months(start, months)
    if anniversary > end:
        months -= 1
        anniversary = _plus_months(start, months)
    return Seniority(months // 12, months % 12, (end - anniversary).days)


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
