"""In which precision the matrix products of the pre-training run."""

from __future__ import annotations

import torch

_NATIVE_ON_CPU = ("avx512_bf16", "amx_bf16")


def bfloat16_is_native(device: str) -> bool:
    """Whether the device multiplies bfloat16 itself: a GPU, or a CPU with AVX512-BF16 or AMX.

    Elsewhere PyTorch emulates it: one step of the student took ten times as long as in float32 on a CPU with AVX2.
    """
    if device != "cpu":
        return True
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in _NATIVE_ON_CPU)
