"""An action server whose action takes a while; run by the fault tests as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.server import create_app

TAKES_S = 0.3
SECRET = "secreto-de-prueba"


class Register(Action):
    """Answers with the number in the message, after a moment."""

    def name(self) -> str:
        return "action_registrar"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        await asyncio.sleep(TAKES_S)
        number = str(tracker.latest_message["text"]).split()[-1]
        dispatcher.utter_message(response="utter_registrado", numero=number)
        return []


if __name__ == "__main__":
    create_app([Register()], SECRET).run("127.0.0.1", int(sys.argv[1]), access_log=False, motd=False)
