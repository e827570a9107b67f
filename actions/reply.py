"""What is going to be said: collected while an answer is worked out and sent only once it is whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import FollowupAction, SlotSet

from services.payroll.desk.kinds import desk_kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from rasa_sdk.executor import CollectingDispatcher

    from actions.memory import Memory
    from actions.periods import AskedPeriod
    from services.payroll.views import Case


@dataclass(frozen=True)
class Button:
    """A choice: its title and the payload that choosing it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Document:
    """A file that the services issue to whoever asks with their token: a title to read, where, and the file's name."""

    title: str
    path: str
    filename: str
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Utterance:
    """One response of the domain with the values that fill it, its buttons and a structured equivalent."""

    response: str
    values: dict[str, str]
    buttons: tuple[Button, ...] = ()
    custom: dict[str, Any] | None = None


@dataclass
class Reply:
    """The utterances of one answer, the memory it leaves, and the form it opens, if any."""

    memory: Memory
    utterances: list[Utterance] = field(default_factory=list)
    form: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)

    def say(
        self,
        response: str,
        values: Mapping[str, str] | None = None,
        *,
        buttons: tuple[Button, ...] = (),
        custom: dict[str, Any] | None = None,
        **more: str,
    ) -> None:
        """Add a response of the domain, filled with these values."""
        self.utterances.append(Utterance(response, {**(values or {}), **more}, buttons, custom))

    def events(self) -> list[dict[str, Any]]:
        """The slots that the answer sets besides the memory, and the form that it opens."""
        events = [SlotSet(name, value) for name, value in self.slots.items()]
        return events if self.form is None else [*events, FollowupAction(self.form)]

    def send(self, dispatcher: CollectingDispatcher) -> None:
        """Hand everything to Rasa, in order."""
        for utterance in self.utterances:
            dispatcher.utter_message(
                response=utterance.response,
                buttons=[{"title": button.title, "payload": button.payload} for button in utterance.buttons],
                json_message=utterance.custom,
                **utterance.values,
            )


def payload(
    intent: str,
    period: AskedPeriod | str | None = None,
    concept: str | None = None,
    supposition: str | None = None,
) -> str:
    """What a button sends to ask for an intent: `/consultar_desprendible{"periodo": "2026-03"}`.

    `period` may be a code that `AskedPeriod.parse_code` reads, `supposition` one of `Supposition.code`.
    """
    entities = {}
    if period is not None:
        entities["periodo"] = period if isinstance(period, str) else period.code
    if concept is not None:
        entities["concepto"] = concept
    if supposition is not None:
        entities["suposicion"] = supposition
    return f"/{intent}{json.dumps(entities) if entities else ''}"


def table(title: str, columns: list[str], rows: list[list[str]], total: list[str] | None = None) -> dict[str, Any]:
    """A table for clients that can draw one: formatted cells in rows, and a last row that adds them up."""
    return {"type": "table", "title": title, "columns": columns, "rows": rows, "total": total}


def bar_chart(title: str, points: list[tuple[str, Decimal]], unit: str = "COP") -> dict[str, Any]:
    """A bar chart: (label, amount) pairs in order."""
    return _chart("bar", title, unit, [_point(label, value) for label, value in points])


def donut_chart(title: str, parts: list[tuple[str, Decimal]], unit: str = "COP") -> dict[str, Any]:
    """A whole and its parts: (label, amount) pairs of positive amounts that add up to it."""
    return _chart("donut", title, unit, [_point(label, value) for label, value in parts])


def waterfall_chart(
    title: str, start: tuple[str, Decimal], steps: list[tuple[str, Decimal]], end: tuple[str, Decimal]
) -> dict[str, Any]:
    """How one amount becomes another, in COP: signed steps between two totals; start + steps = end."""
    points = [_point(*start, total=True), *(_point(*step) for step in steps), _point(*end, total=True)]
    return _chart("waterfall", title, "COP", points)


def documents(items: list[Document]) -> dict[str, Any]:
    """Files to download: `path` is relative to the services API, where the client's own token opens it."""
    return {"type": "documents", "items": [asdict(item) for item in items]}


def case_card(case: Case) -> dict[str, Any]:
    """A card for a case or a request that was opened."""
    return {
        "type": "case",
        "number": case.number,
        "state": case.state.value,
        "kind": desk_kind(case.kind).value,
    }


def _chart(kind: str, title: str, unit: str, points: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "chart", "kind": kind, "title": title, "unit": unit, "points": points}


def _point(label: str, value: Decimal, *, total: bool = False) -> dict[str, Any]:
    point: dict[str, Any] = {"label": label, "value": str(value)}
    return {**point, "total": True} if total else point
