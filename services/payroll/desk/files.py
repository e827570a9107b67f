"""Files that people attach: what they are is read from their first bytes, and they are kept encrypted."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from services.held_rows import held_rows
from services.payroll.desk.errors import FileRefused, NoSuchFile
from services.payroll.desk.models import CaseFileRecord
from services.payroll.desk.views import AttachedFile

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.database import Database
    from services.encryption import FieldCipher

LARGEST_FILE_BYTES = 5 * 1024 * 1024
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")
# PDF readers forgive bytes before the header; nobody's certificate needs that, and files of two types at once do.
_SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# Without letters and figures that are taken for one another when they are read out.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_REFERENCE_LENGTH = 6
MOST_UNSENT = 5
UNSENT_KEPT = timedelta(days=1)
_LONGEST_NAME = 80


class CaseFiles:
    """Takes files from their owner, and gives their content to whoever the desk has allowed."""

    def __init__(
        self,
        database: Database,
        cipher: FieldCipher,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def take(self, principal: Principal, file_name: str, content: bytes) -> AttachedFile:
        """Keep a file until the request it belongs to is sent (a day at most); FileRefused."""
        media_type = media_type_of(content)
        file_id = uuid4()
        with self._database.session() as session:
            self._drop_unsent(session, principal.user_id)
            row = CaseFileRecord(
                id=file_id,
                reference="".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH)),
                user_id=principal.user_id,
                file_name=safe_name(file_name, media_type),
                media_type=media_type,
                size=len(content),
                content_encrypted=self._cipher.encrypt_bytes(content, content_context(file_id)),
                uploaded_at=self._clock(),
            )
            session.add(row)
            session.commit()
            return attached(row)

    def unsent(self, principal: Principal, reference: str) -> AttachedFile:
        """The principal's own file that waits for its request; NoSuchFile."""
        with self._database.session() as session:
            return attached(self._unsent_row(session, principal.user_id, reference))

    def held(self, principal: Principal) -> list[dict[str, Any]]:
        """What is kept about the principal's own files, sent or not."""
        with self._database.session() as session:
            return held_rows(session, CaseFileRecord, principal.user_id, "uploaded_at")

    def attach(self, session: Session, user_id: UUID, reference: str, case_id: UUID) -> None:
        """Make a waiting file part of a case, in the transaction that opens it; NoSuchFile."""
        self._unsent_row(session, user_id, reference, lock=True).case_id = case_id

    def content(self, session: Session, case_id: UUID, file_id: UUID) -> tuple[AttachedFile, bytes]:
        """A file of a case with its content; NoSuchFile."""
        query = select(CaseFileRecord).where(CaseFileRecord.id == file_id, CaseFileRecord.case_id == case_id)
        row: Any = session.execute(query).scalar_one_or_none()
        if row is None:
            raise NoSuchFile
        return attached(row), self._cipher.decrypt_bytes(row.content_encrypted, content_context(row.id))

    def _unsent_row(self, session: Session, user_id: UUID, reference: str, *, lock: bool = False) -> Any:
        query = select(CaseFileRecord).where(
            CaseFileRecord.user_id == user_id,
            CaseFileRecord.reference == reference.upper(),
            CaseFileRecord.case_id.is_(None),
        )
        row = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
        if row is None:
            raise NoSuchFile
        return row

    def _drop_unsent(self, session: Session, user_id: UUID) -> None:
        waiting = (CaseFileRecord.user_id == user_id, CaseFileRecord.case_id.is_(None))
        session.execute(
            delete(CaseFileRecord).where(*waiting, CaseFileRecord.uploaded_at < self._clock() - UNSENT_KEPT)
        )
        unsent = session.execute(select(func.count()).select_from(CaseFileRecord).where(*waiting)).scalar_one()
        if unsent >= MOST_UNSENT:
            raise FileRefused("too_many")


def files_of(session: Session, case_id: UUID) -> tuple[AttachedFile, ...]:
    """The files of a case, in the order in which they came."""
    query = select(CaseFileRecord).where(CaseFileRecord.case_id == case_id).order_by(CaseFileRecord.uploaded_at)
    return tuple(attached(row) for row in session.execute(query).scalars())


def media_type_of(content: bytes) -> str:
    """What the first bytes say that a file is; FileRefused for anything that the desk does not take."""
    if not content:
        raise FileRefused("empty")
    if len(content) > LARGEST_FILE_BYTES:
        raise FileRefused("too_large")
    for signature, media_type in _SIGNATURES.items():
        if content.startswith(signature):
            return media_type
    raise FileRefused("unknown_type")


def safe_name(name: str, media_type: str) -> str:
    """A file name without folders, control characters or another type's ending."""
    stem = re.sub(r"[^\w .()-]", "", re.split(r"[\\/]", name)[-1]).strip(" .")
    stem = re.sub(r"\.\w{1,5}$", "", stem)[:_LONGEST_NAME].strip()
    return f"{stem or 'archivo'}.{_EXTENSIONS[media_type]}"


def attached(row: Any) -> AttachedFile:
    """A stored file without its content."""
    return AttachedFile(row.id, row.reference, row.file_name, row.media_type, row.size, row.uploaded_at)


def content_context(file_id: UUID) -> str:
    """What the encrypted content of a file is bound to."""
    return f"case_files.content:{file_id}"
