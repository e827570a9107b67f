"""Rows about a person, as they are given back to that person (Ley 1581, art. 8): as plain JSON, never a secret."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import LargeBinary, select

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def held_rows(
    session: Session, model: Any, user_id: UUID, order: str, *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """A person's rows of a table by the column ``order``, each column but the owner's and those of ``without``.

    A column added to the table is given from then on. Bytes are left out: they are encrypted or digests, and whoever
    keeps them shows what may be shown.
    """
    table = model.__table__
    shown = [
        column
        for column in table.columns
        if column.name not in {"user_id", *without} and not isinstance(column.type, LargeBinary)
    ]
    query = select(*shown).where(table.c.user_id == user_id).order_by(table.c[order])
    return [{name: plain(value) for name, value in row._mapping.items()} for row in session.execute(query)]


def plain(value: Any) -> Any:
    """A column's value as JSON has it: moments in ISO 8601, money and identifiers as strings."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, UUID)) else value
