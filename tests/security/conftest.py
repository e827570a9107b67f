"""The services' API over real HTTP, as its own tests run it."""

from __future__ import annotations

from tests.services.api.conftest import api

__all__ = ["api"]
