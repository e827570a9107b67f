"""How an identifier is shown to a person: only its last characters."""

from __future__ import annotations

MASK = "•"


def mask_identifier(value: str, visible: int = 4) -> str:
    """``"1020304050"`` → ``"••••••4050"``: the last ``visible`` characters, never more than half of the value."""
    shown = min(visible, len(value) // 2)
    return MASK * (len(value) - shown) + value[len(value) - shown :]
