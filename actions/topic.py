"""A topic of conversation: one intent, answered from the services for the person who asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from actions.message_identity import request_id
from actions.reply import Reply

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from actions.memory import Memory
    from actions.periods import AskedPeriod
    from actions.question import Question
    from services.auth.principal import Principal


@dataclass(frozen=True)
class Ask:
    """One question of a person, with what the conversation remembers and the day on which it is asked.

    `inherits`: the words continue what was said before, so a period or a concept that they lack is the remembered one.
    """

    principal: Principal
    question: Question
    memory: Memory
    today: date
    message_id: str | None = None
    message_key: str | None = None
    inherits: bool = False

    @property
    def period(self) -> AskedPeriod | None:
        """The period said or, in a continuation, the remembered one."""
        return self.question.period or (self.memory.period if self.inherits else None)

    @property
    def concept(self) -> str | None:
        """The concept said or, in a continuation, the remembered one."""
        return self.question.concept or (self.memory.concept if self.inherits else None)

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept said; the remembered ones in a continuation that says none."""
        if self.question.concept is not None:
            return (self.question.concept, *self.question.other_concepts)
        if self.inherits and self.memory.concept is not None:
            return (self.memory.concept, *self.memory.other_concepts)
        return ()

    def request_id(self, what: str) -> UUID | None:
        """The id under which `what` this message asks for is written, the same when the message is handled again."""
        return request_id(self.principal.user_id, self.message_key, what)

    def reply(self) -> Reply:
        """An empty reply that remembers what the conversation does, with nothing on offer."""
        return Reply(self.memory.offering(None))

    def about(self, intent: str, period: AskedPeriod | None = None, concept: str | None = None) -> Ask:
        """The same ask turned to an intent, a period and a concept, as a button or an accepted offer would."""
        question = replace(
            self.question,
            intent=intent,
            periods=() if period is None else (period,),
            concept=concept,
            other_concepts=(),
            persons=(),
        )
        return replace(self, question=question, inherits=False)


class Topic(ABC):
    """Answers one intent. `answer` runs in a worker thread: it may block on a service, and it must not keep state."""

    intent: ClassVar[str]
    action: ClassVar[str]

    @abstractmethod
    def answer(self, ask: Ask) -> Reply:
        """What to say to this ask; service errors propagate to whoever called."""
