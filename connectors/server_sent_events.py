"""The REST channel's answer as a stream of server-sent events (WHATWG HTML, «Server-sent events»)."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import structlog
from sanic.response import ResponseStream

from connectors.identified_replies import IdentifiedReplies
from connectors.problem import INTERNAL, Problem, problem_document

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from rasa.core.channels.channel import CollectingOutputChannel

log = structlog.get_logger(__name__)

CONTENT_TYPE = "text/event-stream; charset=utf-8"


class StreamedReplies(IdentifiedReplies):
    """Collects the replies of a turn and hands each one on as it is said."""

    def __init__(self, turn_id: str) -> None:
        super().__init__(turn_id)
        self._said: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def _persist_message(self, message: dict[str, Any]) -> None:
        await super()._persist_message(message)
        self._said.put_nowait(self.messages[-1])

    async def until(self, turn: asyncio.Future[Any]) -> AsyncIterator[dict[str, Any]]:
        """The replies one by one, until the turn has ended."""
        turn.add_done_callback(lambda _: self._said.put_nowait(None))
        while (reply := await self._said.get()) is not None:
            yield reply


def streamed_answer(
    turn: Callable[[CollectingOutputChannel], Awaitable[list[dict[str, Any]]]], correlation_id: str
) -> ResponseStream:
    """The response that runs a turn and sends: ``typing``, a ``message`` per reply, and ``done`` or ``problem``.

    Replies go out as they are said. ``done`` says that the turn is stored; ``problem`` (RFC 9457 details) that nothing
    of it is: what came before does not count, and sending the message again is safe.
    """

    async def send(response: Any) -> None:
        output = StreamedReplies(correlation_id)
        running = asyncio.ensure_future(turn(output))
        try:
            await response.write(_event("typing", {"active": True}))
            async for reply in output.until(running):
                await response.write(_event("message", reply))
            # The replies to a message sent again were said before, so the output has not heard them.
            for reply in (await running)[len(output.messages) :]:
                await response.write(_event("message", reply))
            await response.write(_event("done", {"correlation_id": correlation_id}))
        except Problem as problem:
            await response.write(_event("problem", problem_document(problem, correlation_id)))
        except Exception as error:  # whatever failed, the person gets a code to give to support
            log.exception("connectors.message_failed", error=type(error).__name__, correlation_id=correlation_id)
            await response.write(_event("problem", problem_document(Problem(INTERNAL), correlation_id)))
        finally:
            running.cancel()

    return ResponseStream(
        send, headers={"X-Correlation-ID": correlation_id, "X-Accel-Buffering": "no"}, content_type=CONTENT_TYPE
    )


def _event(name: str, data: dict[str, Any]) -> str:
    # JSON escapes line breaks, so the data is one line.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
