"""A file that was attached in the chat: the client uploads it, and says its reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.guided_form import Unacceptable
from services.payroll.desk.errors import NoSuchFile

if TYPE_CHECKING:
    from actions.guided_form import Answering
    from services.payroll.desk.files import CaseFiles

_REFERENCE = re.compile(r"\bsoporte\s+([a-z2-9]{6})\b")


def read_attachment(files: CaseFiles, answering: Answering) -> str | None:
    """The reference of the person's own file that the message names; Unacceptable when there is no such file."""
    found = _REFERENCE.search(answering.question.plain_text)
    if found is None:
        return None
    try:
        return files.unsent(answering.principal, found[1]).reference
    except NoSuchFile:
        raise Unacceptable("utter_soporte_desconocido") from None
