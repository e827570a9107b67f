"""Which web pages may reach a channel: those of the same origin, those listed, and local pages on a local machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import engineio
import socketio
import structlog
from engineio.packet import NOOP, Packet
from sanic.exceptions import InvalidUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanic.request import Request

log = structlog.get_logger(__name__)

# A connection on which nobody has been identified by then is closed.
NAMED_WITHIN_S = 20.0
# Socket.IO protocol 5: BINARY_EVENT and BINARY_ACK.
_BINARY_PACKETS = ("5", "6")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_local_page(origin: str, address: str) -> bool:
    """Whether a page of this machine talks to a server addressed as this machine.

    Such a page is a developer's: elsewhere the server has a public name, and a page of the visitor's own machine is
    then as foreign as any.
    """
    return _host_of(origin) in _LOOPBACK and _host_of(address) in _LOOPBACK


class OriginCheckingEngine(engineio.AsyncServer):
    """Engine.IO server that also lets in local pages (:func:`is_local_page`), and lets polling clients go at once."""

    async def handle_request(self, request: Request) -> Any:
        """Answer one HTTP request or WebSocket; Sanic is told that the latter ends without an HTTP response."""
        # The base class fails, instead of refusing, when a connection is closed already or not named at all.
        sid = request.args.get("sid", "")
        if sid in self.sockets and self.sockets[sid].closed:
            del self.sockets[sid]
        if request.method == "POST" and sid not in self.sockets:
            raise InvalidUsage("no such connection")
        return await super().handle_request(request)

    handle_request.is_websocket = True  # type: ignore[attr-defined]

    async def _trigger_event(self, event: str, *arguments: Any, **options: Any) -> Any:
        socket = self.sockets.get(arguments[0]) if event == "disconnect" else None
        try:
            return await super()._trigger_event(event, *arguments, **options)
        finally:
            if socket is not None and not socket.upgraded:
                # A long poll under way would wait for its next packet, which never comes, and its client for the poll.
                socket.queue.put_nowait(Packet(NOOP))

    def _cors_allowed_origins(self, environ: Mapping[str, Any]) -> list[str]:
        origin = str(environ.get("HTTP_ORIGIN", ""))
        scheme, host = environ.get("wsgi.url_scheme", "http"), str(environ.get("HTTP_HOST", ""))
        allowed = [f"{scheme}://{host}", *self.cors_allowed_origins]
        if is_local_page(origin, f"{scheme}://{host}"):
            allowed.append(origin)
        return allowed


class OriginCheckingServer(socketio.AsyncServer):
    """Socket.IO server on an ``OriginCheckingEngine``, which hears from clients only what is theirs to say.

    The base class runs the handlers of «connect» and «disconnect» also when a client sends events of these names: one
    would leave the watch over its session that way, or name another connection's credential, and go on receiving. It
    also collects the attachments of a binary packet, as many as the packet announces and before anybody has said who
    they are: nothing here is binary, so the first such packet ends the connection. So does saying nothing for a while.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._unnamed: dict[str, asyncio.TimerHandle] = {}

    async def _handle_eio_connect(self, eio_sid: str, environ: Any) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        loop = asyncio.get_running_loop()
        self._unnamed[eio_sid] = loop.call_later(NAMED_WITHIN_S, lambda: loop.create_task(self._end_unnamed(eio_sid)))

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if isinstance(data, str) and not data.startswith(_BINARY_PACKETS):
            await super()._handle_eio_message(eio_sid, data)
        else:
            log.warning("connectors.packet_refused", reason="binary")
            await self.eio.disconnect(eio_sid)

    async def _handle_eio_disconnect(self, eio_sid: str) -> None:
        timer = self._unnamed.pop(eio_sid, None)
        if timer is not None:
            timer.cancel()
        await super()._handle_eio_disconnect(eio_sid)

    async def _end_unnamed(self, eio_sid: str) -> None:
        if self._unnamed.pop(eio_sid, None) is None or self.manager.sid_from_eio_sid(eio_sid, "/") is not None:
            return
        log.info("connectors.connection_refused", reason="unnamed")
        await self.eio.disconnect(eio_sid)

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:  # noqa: A002
        if not isinstance(data, list) or not data or not isinstance(data[0], str):
            log.info("connectors.event_refused", reason="malformed")
        elif data[0] in self.reserved_events:
            log.warning("connectors.event_refused", reason="reserved")
        else:
            await super()._handle_event(eio_sid, namespace, id, data)

    def _engineio_server_class(self) -> type[OriginCheckingEngine]:
        return OriginCheckingEngine


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None
