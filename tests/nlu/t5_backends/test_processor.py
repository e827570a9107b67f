"""Whether 8-bit products are the fast ones is read from what the processor says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlu.t5_backends.processor import int8_is_fast

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("flags", "fast"), [("fpu avx avx2 fma", False), ("fpu avx2 avx512f avx512_vnni", True), ("", False)]
)
def test_int8_is_fast_where_the_processor_has_avx512(flags: str, fast: bool, tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(f"model name\t: any avx512f\nflags\t\t: {flags}\n", encoding="utf-8")
    assert int8_is_fast(info) is fast


def test_int8_is_not_taken_for_fast_where_nothing_is_told(tmp_path: Path) -> None:
    assert int8_is_fast(tmp_path / "absent") is False
