from __future__ import annotations

from dataclasses import replace

import pytest

from services.documents.employer import DEMO_EMPLOYER


@pytest.mark.parametrize(
    ("nit", "digit"), [("800197268", 4), ("899999068", 1), ("890903938", 8), ("860034313", 7), ("800088702", 2)]
)
def test_the_check_digit_of_known_companies(nit: str, digit: int) -> None:
    assert replace(DEMO_EMPLOYER, nit=nit).check_digit == digit


def test_the_nit_is_written_with_points_and_check_digit() -> None:
    assert replace(DEMO_EMPLOYER, nit="800197268").full_nit == "800.197.268-4"
