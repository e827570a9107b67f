"""The register of documents handed out, against which anyone who receives one checks it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, LargeBinary, String, Text, func
from sqlalchemy.dialects.postgresql import UUID

from services.database import Base

KINDS = ("payslip", "work_certificate", "income_certificate")


class IssuedDocument(Base):
    """A document as it was handed out.

    `holder` and `holder_document` are already masked: they are what the public page shows, and nothing more is kept
    about the person. `content_sha256` is the digest of the PDF's bytes; the PDF itself is not stored.
    """

    __tablename__ = "issued_documents"

    code = Column(String(20), primary_key=True)
    kind = Column(String(20), nullable=False)
    user_id = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    issued_by = Column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="RESTRICT"), nullable=False)
    holder = Column(Text, nullable=False)
    holder_document = Column(Text, nullable=False)
    employer = Column(Text, nullable=False)
    period_start = Column(Date, nullable=False)
    period_end = Column(Date, nullable=False)
    content_sha256 = Column(LargeBinary, nullable=False)
    issued_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    valid_until = Column(Date)

    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
        CheckConstraint("period_end >= period_start", name="period"),
        CheckConstraint("octet_length(content_sha256) = 32", name="digest"),
        Index("ix_issued_documents_user_id_issued_at", "user_id", "issued_at"),
    )
