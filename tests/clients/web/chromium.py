"""How Debian's Chromium is started: without a window, and without asking anything of the network by itself."""

from __future__ import annotations

from typing import Final

ARGUMENTS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
