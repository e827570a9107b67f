"""What payroll keeps encrypted, each value bound to its row."""

from __future__ import annotations

from services.payroll.desk.files import content_context
from services.payroll.desk.models import CaseEventRecord, CaseFileRecord
from services.payroll.desk.notices import step_text_context
from services.payroll.models import BankAccountRecord
from services.payroll.repository.accounts import number_context
from services.reencryption import EncryptedColumn

ENCRYPTED_COLUMNS = (
    EncryptedColumn(BankAccountRecord.number_encrypted, number_context),
    EncryptedColumn(CaseEventRecord.text_encrypted, step_text_context),
    EncryptedColumn(CaseFileRecord.content_encrypted, content_context),
)
