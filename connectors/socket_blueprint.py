"""A blueprint that brings the Socket.IO server along to the application it is registered with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanic import Blueprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from sanic import Sanic


class SocketBlueprint(Blueprint):
    """Routes of a channel, and a server that is not made of routes; `attach` serves it from the application."""

    def __init__(self, name: str, attach: Callable[[Sanic], None]) -> None:
        super().__init__(name, url_prefix=None)
        self.ctx.attach = attach

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Attach the server and what runs beside it."""
        self.ctx.attach(app)
        super().register(app, options)  # type: ignore[no-untyped-call]
