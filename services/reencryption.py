"""Columns whose values are encrypted, and how they move to a new key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select, update

from services.encryption import KEY_ID_BYTES

if TYPE_CHECKING:
    from services.database import Database
    from services.encryption import FieldCipher

# Attached files weigh up to 5 MB each.
ROWS_AT_ONCE = 10


@dataclass(frozen=True)
class EncryptedColumn:
    """An encrypted column of a table with a UUID `id`; ``context`` is what a row's value is bound to."""

    column: Any
    context: Callable[[UUID], str]

    @property
    def name(self) -> str:
        """`table.column`."""
        return f"{self.column.class_.__tablename__}.{self.column.key}"


def reencrypt(database: Database, cipher: FieldCipher, encrypted: EncryptedColumn) -> int:
    """Encrypt again with the current key what older ones protect, a few rows at a time; how many there were.

    Whoever writes meanwhile is not overwritten: each row is held while it is renewed.
    """
    column, model, renewed = encrypted.column, encrypted.column.class_, 0
    stale = func.substring(column, 2, KEY_ID_BYTES) != cipher.current_key_id
    query = select(model.id, column).where(column.isnot(None), stale).limit(ROWS_AT_ONCE).with_for_update()
    while True:
        with database.session() as session:
            rows = session.execute(query).all()
            for row_id, stored in rows:
                context = encrypted.context(row_id)
                fresh = cipher.encrypt_bytes(cipher.decrypt_bytes(stored, context), context)
                session.execute(update(model).where(model.id == row_id).values({column.key: fresh}))
            session.commit()
        renewed += len(rows)
        if not rows:
            return renewed
