"""One turn of the conversation: who asks, what is asked, the answers within a time limit, and what is remembered."""

from __future__ import annotations

import asyncio
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from actions.follow_ups import asks_why
from actions.memory import Memory, Offer
from actions.message_identity import message_id, message_key
from actions.offers import ACCEPT, CONTINUE
from actions.question import Question, read_questions
from actions.reply import Reply, payload
from actions.topic import Ask
from services.auth.principal import AccessDenied, Principal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions.consent_notice import ConsentNotice
    from actions.data_rights import DataRights
    from actions.news import News
    from actions.other_people import OtherPeopleGuard
    from actions.topics import Topics
    from services.users.service import UserService

T = TypeVar("T")

BOGOTA = ZoneInfo("America/Bogota")
TURN_TIME_LIMIT_S = 7.0
"""Rasa's channels answer within ten seconds: a turn that is late says so while somebody still listens."""

log = structlog.get_logger(__name__)


class UnknownSender(Exception):
    """The conversation's id is not a person's: no connector of ours starts such a conversation."""


class Reader(Protocol):
    """Answers what it reads in the words themselves, under whichever intent they come."""

    def reply(self, ask: Ask) -> Reply | None:
        """The answer; None when the message is about something else."""


class Conversation:
    """Answers turns. Blocking services run in worker threads, so a slow one never stops the other conversations."""

    def __init__(
        self,
        topics: Topics,
        users: UserService,
        guard: OtherPeopleGuard,
        rights: DataRights,
        readers: Sequence[Reader],
        news: News,
        consent: ConsentNotice,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(BOGOTA),
        time_limit_s: float = TURN_TIME_LIMIT_S,
        workers: int = 16,
    ) -> None:
        self._topics = topics
        self._users = users
        self._guard = guard
        self._rights = rights
        self._readers = readers
        self._news = news
        self._consent = consent
        self._clock = clock
        self._time_limit_s = time_limit_s
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="answer")

    @property
    def topics(self) -> Topics:
        """Every topic, by intent."""
        return self._topics

    def close(self) -> None:
        """Let the running answers end and take no more."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def now(self) -> datetime:
        """The moment in Bogotá."""
        return self._clock().astimezone(BOGOTA)

    async def run(self, work: Callable[[], T], deadline: float | None = None) -> T:
        """Run blocking work in a thread; asyncio.TimeoutError when it is not done by the deadline (monotonic)."""
        limit = self._time_limit_s if deadline is None else max(deadline - time.monotonic(), 0.0)
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._executor, work), limit)

    def principal(self, sender_id: Any) -> Principal:
        """The person whose conversation this is; nothing else in a message says who asks."""
        try:
            user_id = UUID(sender_id)
        except (AttributeError, TypeError, ValueError):
            raise UnknownSender("the conversation's id is not a person's") from None
        return self._users.principal(user_id)

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[dict[str, Any]]:
        """Answer every question of the latest message, in order, and return what the conversation remembers now."""
        before = Memory.read(tracker.slots)
        memory = before
        deadline = time.monotonic() + self._time_limit_s
        events: list[dict[str, Any]] = []
        seen: set[tuple[Any, ...]] = set()
        for position, question in enumerate(read_questions(tracker.latest_message, intent)):
            key = (question.intent, question.periods, question.concept, question.persons)
            if key in seen or question.intent not in self._topics:
                continue
            seen.add(key)
            reply = await self._reply(tracker, question, memory, deadline, clause=position > 0)
            reply.send(dispatcher)
            memory = reply.memory
            events += reply.events()
        (await self._told(tracker, deadline)).send(dispatcher)
        # What was asked goes first: the notice waits while something is on offer or a form is open.
        if (
            memory.offer is None
            and not memory.consent_asked
            and not any(each["event"] == "followup" for each in events)
        ):
            notice = await self._asked_for_consent(tracker, memory, deadline)
            notice.send(dispatcher)
            memory = notice.memory
        return [*memory.events_since(before), *events]

    async def _asked_for_consent(self, tracker: Tracker, memory: Memory, deadline: float) -> Reply:
        """The notice about the person's data, if it is due; left for another turn when that cannot be read now."""
        try:
            return await self.run(lambda: self._consent.reply(self.principal(tracker.sender_id), memory), deadline)
        except Exception as error:
            log.warning("answer.consent_not_asked", error=type(error).__name__)
            return Reply(memory)

    async def _told(self, tracker: Tracker, deadline: float) -> Reply:
        """What the person should know besides the answer; left for another turn when it cannot be read now."""
        try:
            return await self.run(lambda: self._news.reply(self.principal(tracker.sender_id)), deadline)
        except Exception as error:
            log.warning("answer.news_not_told", error=type(error).__name__)
            return Reply(Memory())

    async def _reply(
        self, tracker: Tracker, question: Question, memory: Memory, deadline: float, *, clause: bool
    ) -> Reply:
        def work() -> Reply:
            ask = Ask(
                self.principal(tracker.sender_id),
                question,
                memory,
                self.now().date(),
                message_id=message_id(tracker),
                message_key=message_key(tracker),
                inherits=clause or question.continues,
            )
            if memory.topic is not None and asks_why(question.plain_text):
                ask = replace(ask, question=replace(question, intent=CONTINUE))
            return (
                next(filter(None, (reader.reply(ask) for reader in self._readers)), None)
                or self._guard.refusal(ask)
                or self._rights.answer(ask)
                or self._topics.answer(ask)
            )

        try:
            return await self.run(work, deadline)
        except Exception as error:
            return failure(error, question, memory, writes=_writes(question, memory))


def _writes(question: Question, memory: Memory) -> bool:
    """Whether the answer registers something: a manager's decision, or a «sí» to what is on offer."""
    if question.case_number is not None:
        return True
    return question.intent == ACCEPT and memory.offer is not None and memory.offer.writes


def failure(error: Exception, question: Question, memory: Memory, *, writes: bool = False) -> Reply:
    """What a person reads when an answer fails: never the error itself, always a way to go on.

    `writes`: something was being registered, and it is not known whether it was: repeating it is not offered.
    """
    reply = Reply(memory.offering(None))
    if isinstance(error, (AccessDenied, UnknownSender)):
        log.warning("answer.refused", intent=question.intent, reason=getattr(error, "reason_code", "unknown_sender"))
        reply.say("utter_acceso_negado")
        return reply
    late = isinstance(error, asyncio.TimeoutError)
    # The message of an exception may quote a query with its values: only its type and where it arose are logged.
    log.error(
        "answer.late" if late else "answer.failed",
        intent=question.intent,
        error=type(error).__name__,
        at=_origin(error),
    )
    if writes:
        reply.say("utter_envio_sin_confirmar")
        return reply
    # A «sí» that failed is repeated by another «sí» to the same offer.
    retry = memory.offer if question.intent == ACCEPT else Offer(question.intent, question.period, question.concept)
    reply.memory = reply.memory.offering(retry)
    reply.say(
        "utter_consulta_lenta" if late else "utter_servicio_no_disponible",
        boton_reintentar=payload(question.intent, question.period, question.concept),
    )
    return reply


def _origin(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
