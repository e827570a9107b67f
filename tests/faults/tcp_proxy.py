"""A TCP proxy that can be slow, silent or closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum


class Mode(Enum):
    """What the proxy does with what passes through it."""

    OPEN = "open"
    SLOW = "slow"
    SILENT = "silent"
    CLOSED = "closed"


class TcpProxy:
    """Forwards a port of 127.0.0.1 to another one, as its mode says.

    Slow: every answer is held for two seconds. Silent: connections stand and nothing passes (half-open). Closed:
    connections are cut, and new ones at once.
    """

    SLOW_S = 2.0

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._mode = Mode.OPEN
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.AbstractServer | None = None
        self._speaks = asyncio.Event()
        self._speaks.set()
        self.port = 0

    def start(self) -> None:
        """Listen on a free port."""
        started = threading.Event()

        async def listen() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = self._server.sockets[0].getsockname()[1]
            started.set()

        def run() -> None:
            self._loop.run_until_complete(listen())
            self._loop.run_forever()
            self._loop.close()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        assert started.wait(10)

    def stop(self) -> None:
        """Cut everything and stop listening."""
        self.set_mode(Mode.CLOSED)

        async def close() -> None:
            assert self._server is not None
            self._server.close()
            await self._server.wait_closed()
            pending = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def set_mode(self, mode: Mode) -> None:
        """Change what happens from now on, to standing connections as well."""
        self._mode = mode
        self._loop.call_soon_threadsafe(self._speaks.clear if mode is Mode.SILENT else self._speaks.set)
        if mode is Mode.CLOSED:
            self._loop.call_soon_threadsafe(self._cut)

    @contextmanager
    def behaving(self, mode: Mode) -> Iterator[None]:
        """Behave so for the length of the context."""
        self.set_mode(mode)
        try:
            yield
        finally:
            self.set_mode(Mode.OPEN)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._mode is Mode.CLOSED:
            writer.transport.abort()
            return
        try:
            target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, target_writer}
        try:
            await asyncio.gather(
                self._pump(reader, target_writer, answers=False), self._pump(target_reader, writer, answers=True)
            )
        finally:
            self._writers -= {writer, target_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        try:
            while data := await reader.read(65_536):
                await self._speaks.wait()
                if self._mode is Mode.SLOW and answers:
                    await asyncio.sleep(self.SLOW_S)
                writer.write(data)
                await writer.drain()
        except OSError:
            writer.transport.abort()
        finally:
            writer.close()
