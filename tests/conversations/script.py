"""Conversations written down: what a person says, and what they must (or must never) read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.estimates import PayEstimates
from services.payroll.rules.settlement import ContractKind, LeavingCause
from services.payroll.rules.surcharges import HourKind
from services.payroll.views import Month
from tests.conversations.assistant import Assistant, Message
from tests.demo_company import TODAY

_FIGURE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Script:
    """One conversation: its name, who talks, and its turns as the file has them."""

    name: str
    person: str
    turns: tuple[Mapping[str, Any], ...]


def scripts(directory: Path) -> Iterator[Script]:
    """Every conversation below a folder, named by behaviour and title."""
    for path in sorted(directory.glob("*/*.yml")):
        for content in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Script(
                f"{path.parent.name}/{path.stem}: {content['conversación']}",
                content["persona"],
                tuple(content["turnos"]),
            )


def _with_hours(estimates: PayEstimates, who: Principal, kind: str, hours: str) -> Decimal:
    return estimates.hours(who, Month.of(TODAY), HourKind(kind), Decimal(hours), TODAY).comparison.after_net


def _with_salary(estimates: PayEstimates, who: Principal, monthly: str) -> Decimal:
    return estimates.salary(who, Month.of(TODAY), Decimal(monthly), TODAY).comparison.after_net


def _next_bonus(estimates: PayEstimates, who: Principal) -> Decimal:
    bonus = estimates.service_bonus(who, TODAY)
    assert bonus is not None
    return bonus.amount


def _settlement(estimates: PayEstimates, who: Principal, last_day: str, cause: str) -> Decimal:
    day = date.fromisoformat(last_day)
    return estimates.settlement(who, day, LeavingCause(cause), ContractKind.INDEFINITE, TODAY).net


_ESTIMATES: Mapping[str, Callable[..., Decimal]] = {
    "con_horas": _with_hours,
    "con_salario": _with_salary,
    "proxima_prima": _next_bonus,
    "liquidacion": _settlement,
}


class Figures:
    """Fills `{neto 2026-03}`, `{descuento 2026-03 salud}`… with what the rows say, not with a figure written down."""

    def __init__(self, services: Services, principal: Principal) -> None:
        self._payroll = services.payroll
        self._principal = principal

    def fill(self, text: str) -> str:
        """The text with its figures."""
        return _FIGURE.sub(lambda match: self._figure(*match[1].split()), text)

    def _figure(self, name: str, *arguments: str) -> str:
        if name == "salario":
            return formatting.money(self._payroll.current_salary(self._principal, TODAY).amount)
        if name == "vacaciones":
            return formatting.number(self._payroll.vacation_balance(self._principal, TODAY).available)
        if name == "cesantias":
            return formatting.money(self._payroll.severance(self._principal, TODAY).accrued)
        if name == "cuenta":
            return self._payroll.bank_account(self._principal).masked_number
        if name == "ultimo_pago":
            return formatting.money(self._payroll.last_deposit(self._principal, TODAY).amount)
        if name in _ESTIMATES:
            return formatting.money(_ESTIMATES[name](self._payroll.estimates, self._principal, *arguments))
        if name == "diferencia":
            before, after = map(Month.parse, arguments)
            return formatting.money(abs(self._payroll.compare(self._principal, before, after).difference))
        payslip = self._payroll.payslip(self._principal, Month.parse(arguments[0]))
        if name == "neto":
            return formatting.money(payslip.net)
        if name == "descuentos":
            return formatting.money(payslip.deductions)
        if name == "quincena":
            part = payslip.part(int(arguments[1]))
            assert part is not None
            return formatting.money(part.net)
        assert name == "renglon", f"unknown figure: {name}"
        return formatting.money(sum((line.amount for line in payslip.family(arguments[1])), payslip.net * 0))


def perform(script: Script, assistant: Assistant, sender_id: str, figures: Figures) -> None:
    """Hold the conversation, checking each turn.

    A turn `dice` a message (`dice_repetido`: [words, times]), with `metadatos` of the client's own making, or `toca` a
    button of the last answer. Every message is answered but those `callado: true`, which only begin a session anew.
    """
    answer: list[Message] = []
    assistant.hears(sender_id, "/restart")
    for number, turn in enumerate(script.turns, start=1):
        said = _said(turn, answer)
        answer = assistant.hears(sender_id, said, turn.get("metadatos"))
        read = "\n".join(message.text for message in answer)
        titles = [button["title"] for message in answer for button in message.buttons]
        shown = f"turn {number}, after «{said}»:\n{read}\n{titles}"
        assert bool(answer) is not turn.get("callado", False), f"silent or not as it should not be in {shown}"
        for wanted in turn.get("lee", ()):
            assert figures.fill(wanted) in read, f"«{figures.fill(wanted)}» not read in {shown}"
        for unwanted in turn.get("no_lee", ()):
            assert figures.fill(unwanted) not in read, f"«{unwanted}» read in {shown}"
        for title in turn.get("botones", ()):
            assert title in titles, f"no button «{title}» in {shown}"
        offered = [item["filename"] for message in answer for item in (message.custom or {}).get("items", ())]
        for name in turn.get("archivos", ()):
            assert name in offered, f"no file «{name}» in {offered}, {shown}"
        drawn = [message.custom.get("kind") for message in answer if message.custom]
        for kind in turn.get("dibuja", ()):
            assert kind in drawn, f"no {kind} drawn in {shown}"
        for response in turn.get("respuestas", ()):
            assert response in [message.response for message in answer], f"{response} not said in {shown}"
        assert "{" not in read, f"an unfilled value in {shown}"


def _said(turn: Mapping[str, Any], answer: list[Message]) -> str:
    if "dice_repetido" in turn:
        words, times = turn["dice_repetido"]
        return str(words) * int(times)
    return str(turn["dice"]) if "dice" in turn else _payload(answer, turn["toca"])


def _payload(answer: list[Message], title: str) -> str:
    return next(button["payload"] for message in answer for button in message.buttons if button["title"] == title)
