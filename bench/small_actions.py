"""The small assistant's action server, a process of its own: `python -m bench.small_actions PORT [SECONDS]`."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action, Tracker

from actions.server import create_app

if TYPE_CHECKING:
    from rasa_sdk.executor import CollectingDispatcher

SECRET = "secreto-de-medida"  # noqa: S105 (a process on this machine that lives for one measurement)


class Register(Action):
    """Answers with the number in the message, after `takes_s` seconds."""

    def __init__(self, takes_s: float) -> None:
        self._takes_s = takes_s

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_registrar"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Say the last word of the message."""
        await asyncio.sleep(self._takes_s)
        number = str(tracker.latest_message["text"]).split()[-1]
        dispatcher.utter_message(response="utter_registrado", numero=number)
        return []


if __name__ == "__main__":
    port, takes_s = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    create_app([Register(takes_s)], SECRET).run("127.0.0.1", port, access_log=False, motd=False)
