"""Calls the action server within the turn's time, and tells the turn when it could not be reached."""

from __future__ import annotations

import asyncio
import time
import weakref
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from context.turn_state import current_turn

DEFAULT_BUDGET_S = 7.0
RETRY_PAUSE_S = 0.3
REJECTED = 400


class _KeptSession:
    """Lends a session for the length of a context, and leaves it open."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *exception: object) -> None:
        return None


class PatientActionEndpoint(EndpointConfig):
    """An action endpoint that waits for a restarting action server and never fails in silence.

    Rasa waits five minutes for an action, and goes on without its answer when the call fails. Here the call has
    `budget_s` seconds, is repeated while the server cannot be reached, and its failure fails the turn: nothing is
    stored, and the client learns that it must send the message again. A rejection (HTTP 400) is part of a form's
    normal course.

    An action may thus run twice for one message; what it writes must carry the message's id.
    """

    budget_s = DEFAULT_BUDGET_S

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sessions: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = (
            weakref.WeakKeyDictionary()
        )

    def session(self) -> _KeptSession:
        """The event loop's session, kept open: an action costs no new connection."""
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            session = super().session()
            self._sessions[loop] = session
        return _KeptSession(session)

    async def close(self) -> None:
        """Close the running event loop's session."""
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> PatientActionEndpoint:
        """The same endpoint, patient."""
        return cls(
            endpoint.url,
            endpoint.params,
            endpoint.headers,
            endpoint.basic_auth,
            endpoint.token,
            endpoint.token_name,
            endpoint.cafile,
            **endpoint.kwargs,
        )

    async def request(self, *arguments: Any, **options: Any) -> Any:
        """Call the action server; raises what the last attempt raised."""
        try:
            return await self._request_within_budget(*arguments, **options)
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
            turn = current_turn.get()
            rejected = isinstance(error, ClientResponseError) and error.status == REJECTED
            if turn is not None and not rejected:
                turn.fail(error)
            raise

    async def _request_within_budget(self, *arguments: Any, **options: Any) -> Any:
        deadline = time.monotonic() + self.budget_s
        while True:
            left_s = deadline - time.monotonic()
            options["timeout"] = aiohttp.ClientTimeout(total=max(left_s, 0.1))
            try:
                return await super().request(*arguments, **options)
            except aiohttp.ClientConnectionError:
                if deadline - time.monotonic() < RETRY_PAUSE_S:
                    raise
            await asyncio.sleep(RETRY_PAUSE_S)
