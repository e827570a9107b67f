"""The paper of the income certificate, box by box, read back from the PDF."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from uuid import UUID

import pdfplumber
import pytest

from services.documents.employer import DEMO_EMPLOYER
from services.documents.holder import Holder
from services.documents.income_certificate import income_certificate_file
from services.documents.income_figures import CONTRIBUTION_BOXES, INCOME_BOXES, IncomeFigures
from services.documents.sheet import Seal
from services.users.views import LegalIdentity, Profile
from tests.services.documents.conftest import NOW, VERIFICATION_URL

_FIGURES = IncomeFigures(
    2025,
    date(2025, 1, 1),
    date(2025, 12, 31),
    {box: Decimal(0) for box in (*(box for box, _ in INCOME_BOXES), 52, *(box for box, _ in CONTRIBUTION_BOXES))},
)


def _holder(first_names: str, last_names: str) -> Holder:
    someone = UUID(int=1)
    profile = Profile(someone, first_names, last_names, "a@b.example", "active", None, None, None, None, None, None)
    return Holder(LegalIdentity(someone, first_names, last_names, "CC", "1020304050"), profile)


@pytest.mark.parametrize(
    ("first_names", "last_names"),
    [
        ("Ana", "Gil"),
        ("María Fernanda Alejandra de los Ángeles", "Echeverri-Buenaventura de la Espriella Rodríguez"),
    ],
)
def test_every_name_stays_within_its_box(first_names: str, last_names: str) -> None:
    seal = Seal("ABCD-EFGH-JKLM-NPQR", f"{VERIFICATION_URL}/ABCD", NOW)
    content = income_certificate_file(_FIGURES, _holder(first_names, last_names), DEMO_EMPLOYER, seal)
    with pdfplumber.open(io.BytesIO(content)) as file:
        (page,) = file.pages
        label = next(word for word in page.extract_words() if word["text"] == "26.")
        boxes = [each for each in page.rects if each["top"] < label["top"] < each["bottom"]]
        bottom = max(box["bottom"] for box in boxes)
        words = [word for word in page.extract_words() if label["top"] + 4 < word["top"] < bottom]
    names = [word for word in words if not any(character.isdigit() for character in word["text"])]
    assert sorted(word["text"] for word in names) == sorted(f"{first_names} {last_names}".split())
    for word in names:
        assert any(
            box["x0"] <= word["x0"] and word["x1"] <= box["x1"] and word["bottom"] <= box["bottom"] for box in boxes
        ), word["text"]
