"""The pre-training takes bfloat16 where the device multiplies it, and float32 elsewhere."""

from __future__ import annotations

import pytest
import torch

from nlu.t5_encoder.precision import bfloat16_is_native


@pytest.mark.parametrize(
    ("capabilities", "native"),
    [
        ({"avx2": True, "avx512_bf16": False}, False),
        ({"avx512_bf16": True}, True),
        ({"amx_bf16": True}, True),
        ({}, False),
    ],
)
def test_a_processor_says_whether_it_multiplies_bfloat16(
    capabilities: dict[str, bool], native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert bfloat16_is_native("cpu") is native


def test_a_gpu_multiplies_bfloat16() -> None:
    assert bfloat16_is_native("cuda")
