"""The real assistant in one process: the trained model, our action server over HTTP, and the Redis stores.

It lives on an event loop of its own, so that tests are plain functions: `assistant.hears(person, "¿cuándo pagan?")`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from rasa.core.agent import Agent, load_agent
from rasa.core.channels import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from actions.server import create_app
from tests.demo_company import SECRET

T = TypeVar("T")

ANSWER_TIMEOUT_S = 60.0
_START_TIMEOUT_S = 240.0


@dataclass(frozen=True)
class Message:
    """One message as a person reads it: its text, its buttons, and the response of the domain that it came from."""

    text: str
    buttons: tuple[Mapping[str, str], ...]
    response: str | None
    custom: Mapping[str, Any] | None

    def payload_of(self, title: str) -> str:
        """What the button with that title sends."""
        return next(button["payload"] for button in self.buttons if button["title"] == title)


class _Output(CollectingOutputChannel):
    """Keeps each message whole, with the name of its response."""

    def __init__(self) -> None:
        super().__init__()
        self.collected: list[Message] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collect what a channel would send."""
        self.collected.append(
            Message(
                message.get("text") or "",
                tuple(message.get("buttons") or ()),
                message.get("utter_action"),
                message.get("custom"),
            )
        )


class Assistant:
    """Hears people and answers them."""

    def __init__(self, model: Path, endpoints: Path, actions: Any, port: int, now: datetime) -> None:
        """`endpoints` is the product's own file, whose variables the environment holds; `now` dates every message."""
        self._now = now
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="assistant", daemon=True)
        self._thread.start()
        Sanic.test_mode = True
        app = create_app(actions, SECRET, name=f"actions_{port}")
        self._server = self._wait(self._serve(app, port), _START_TIMEOUT_S)
        self._agent: Agent = self._wait(self._load(model, endpoints), _START_TIMEOUT_S)

    def hears(self, sender_id: str, text: str, metadata: Mapping[str, Any] | None = None) -> list[Message]:
        """The assistant's messages in answer to one of a person's."""
        output = _Output()
        message = UserMessage(
            text,
            output,
            sender_id,
            input_channel="rest",
            metadata={"sent_at": self._now.isoformat(), **(metadata or {})},
        )
        self._wait(self._agent.handle_message(message), ANSWER_TIMEOUT_S)
        return output.collected

    def slots(self, sender_id: str) -> dict[str, Any]:
        """What the conversation remembers."""
        tracker = self._wait(self._agent.tracker_store.get_or_create_tracker(sender_id), ANSWER_TIMEOUT_S)
        return dict(tracker.current_slot_values())

    def close(self) -> None:
        """Stop the server and the loop."""
        self._server.close()
        self._wait(self._server.wait_closed(), ANSWER_TIMEOUT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(ANSWER_TIMEOUT_S)

    async def _serve(self, app: Sanic, port: int) -> Any:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.start_serving()
        return server

    async def _load(self, model: Path, endpoints: Path) -> Agent:
        available = AvailableEndpoints.read_endpoints(str(endpoints))
        return await load_agent(str(model), endpoints=available, loop=self._loop)

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)
