"""The register of issued documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.documents.models import IssuedDocument

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Verification:
    """What anyone who has the code learns: the kind, the masked holder, the dates and the file's SHA-256 (hex)."""

    code: str
    kind: str
    holder: str
    holder_document: str
    employer: str
    period_start: date
    period_end: date
    issued_at: datetime
    valid_until: date | None
    content_sha256: str

    def expired(self, on: date) -> bool:
        """Whether its validity ended before a day."""
        return self.valid_until is not None and self.valid_until < on


def find(session: Session, code: str) -> Verification | None:
    """The document of a code, as the register has it."""
    row = session.get(IssuedDocument, code)
    if row is None:
        return None
    return Verification(
        code=row.code,
        kind=row.kind,
        holder=row.holder,
        holder_document=row.holder_document,
        employer=row.employer,
        period_start=row.period_start,
        period_end=row.period_end,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        content_sha256=bytes(row.content_sha256).hex(),
    )
