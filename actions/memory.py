"""What a conversation remembers between messages, kept in slots that only the actions write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from rasa_sdk.events import SlotSet

from actions.periods import AskedPeriod
from actions.supposition import Supposition
from services.payroll.concepts import FAMILY_NAMES

_MAX_TEXT = 80
_MOST_CONCEPTS = 8


@dataclass(frozen=True)
class Offer:
    """Something the assistant offered and a «sí» accepts: to answer an intent, open a case, or cancel a vacation.

    `message_id` is the turn that the case is about, never its text; `vacation_id` the request to cancel;
    `data_decision` what is to be done about one's own data, under the `policy_version` that the person read. `sharing`:
    a case for which the person is still `to_ask`, or was `asked`, whether to share the conversation.
    """

    intent: str
    period: AskedPeriod | None = None
    concept: str | None = None
    case_kind: str | None = None
    message_id: str | None = None
    vacation_id: UUID | None = None
    data_decision: str | None = None
    policy_version: str | None = None
    sharing: str | None = None

    @property
    def writes(self) -> bool:
        """Whether accepting it registers something."""
        return any((self.case_kind, self.vacation_id, self.data_decision))

    @classmethod
    def parse(cls, content: Any) -> Offer | None:
        """Read an offer of a slot; None for anything else."""
        if not isinstance(content, dict) or not isinstance(content.get("intent"), str):
            return None
        return cls(
            content["intent"],
            AskedPeriod.parse(content.get("period")),
            _family(content.get("concept")),
            _short_text(content.get("case_kind")),
            _short_text(content.get("message_id")),
            _uuid(content.get("vacation_id")),
            _short_text(content.get("data_decision")),
            _short_text(content.get("policy_version")),
            _short_text(content.get("sharing")),
        )

    def to_slot(self) -> dict[str, Any]:
        """The offer as the conversation remembers it."""
        return {
            "intent": self.intent,
            "period": None if self.period is None else self.period.to_slot(),
            "concept": self.concept,
            "case_kind": self.case_kind,
            "message_id": self.message_id,
            "vacation_id": None if self.vacation_id is None else str(self.vacation_id),
            "data_decision": self.data_decision,
            "policy_version": self.policy_version,
            "sharing": self.sharing,
        }


@dataclass(frozen=True)
class Memory:
    """The last topic (an intent), its period and concepts, the period it was compared with, and what is on offer.

    `supposition` is the «what if» that the last answer was about; `consent_asked`: this session has had the notice
    about the person's data.
    """

    topic: str | None = None
    period: AskedPeriod | None = None
    concept: str | None = None
    base: AskedPeriod | None = None
    offer: Offer | None = None
    greeted: bool = False
    supposition: Supposition | None = None
    consent_asked: bool = False
    other_concepts: tuple[str, ...] = ()

    @classmethod
    def read(cls, slots: Any) -> Memory:
        """Read the slots; whatever is not as we write it counts as forgotten."""
        if not isinstance(slots, dict):
            return cls()
        return cls(
            _short_text(slots.get("tema")),
            AskedPeriod.parse(slots.get("periodo_consulta")),
            _family(slots.get("concepto_consulta")),
            AskedPeriod.parse(slots.get("comparacion_base")),
            Offer.parse(slots.get("ofrecimiento")),
            slots.get("ya_saludo") is True,
            Supposition.parse(slots.get("supuesto")),
            slots.get("ya_aviso_datos") is True,
            _families(slots.get("otros_conceptos")),
        )

    def about(
        self,
        topic: str,
        period: AskedPeriod | None = None,
        concept: str | None = None,
        base: AskedPeriod | None = None,
        supposition: Supposition | None = None,
        other_concepts: Sequence[str] = (),
    ) -> Memory:
        """The memory after answering about a topic."""
        return replace(
            self,
            topic=topic,
            period=period,
            concept=concept,
            base=base,
            supposition=supposition,
            other_concepts=tuple(other_concepts),
        )

    def offering(self, offer: Offer | None) -> Memory:
        """The memory after offering something (None: nothing is on offer any more)."""
        return replace(self, offer=offer)

    def to_slots(self) -> dict[str, Any]:
        """Every slot with its value."""
        return {
            "tema": self.topic,
            "periodo_consulta": None if self.period is None else self.period.to_slot(),
            "concepto_consulta": self.concept,
            "otros_conceptos": list(self.other_concepts) or None,
            "comparacion_base": None if self.base is None else self.base.to_slot(),
            "ofrecimiento": None if self.offer is None else self.offer.to_slot(),
            "ya_saludo": self.greeted or None,
            "supuesto": None if self.supposition is None else self.supposition.to_slot(),
            "ya_aviso_datos": self.consent_asked or None,
        }

    def events_since(self, before: Memory) -> list[dict[str, Any]]:
        """The slot events that turn one memory into this one: only what changed, so that the tracker stays small."""
        old = before.to_slots()
        return [SlotSet(name, value) for name, value in self.to_slots().items() if old[name] != value]


def _family(value: Any) -> str | None:
    return value if isinstance(value, str) and value in FAMILY_NAMES else None


def _families(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(family for family in value[:_MOST_CONCEPTS] if _family(family) is not None)


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError):
        return None


def _short_text(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_TEXT else None
