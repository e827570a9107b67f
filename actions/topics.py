"""The topics by intent, and the one way in which any of them is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.pay_period import FuturePeriod, MissingPay
from services.payroll.views import NoPayrollRecord, NoPayslip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actions.reply import Reply
    from actions.topic import Ask, Topic
    from actions.what_if import WhatIf


class Topics:
    """Finds the topic of an intent; direct questions, continuations, accepted offers and compound clauses share it.

    A supposition («si trabajo 10 horas extras…») is heard under whichever intent it comes, before its topic.
    """

    def __init__(self, missing: MissingPay, what_if: WhatIf) -> None:
        self._missing = missing
        self._what_if = what_if
        self._topics: dict[str, Topic] = {}

    def add(self, topics: Iterable[Topic]) -> None:
        """Register topics; a second one for the same intent is a mistake."""
        for topic in topics:
            if topic.intent in self._topics:
                raise ValueError(f"two topics for {topic.intent}")
            self._topics[topic.intent] = topic

    def __contains__(self, intent: object) -> bool:
        return intent in self._topics

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())

    def answer(self, ask: Ask) -> Reply:
        """The answer of the topic that the question names, with missing data explained; KeyError for no topic."""
        topic = self._topics[ask.question.intent]
        try:
            return self._what_if.answer(ask) or topic.answer(ask)
        except NoPayslip as missing:
            return self._missing.no_payslip(ask, topic.intent, missing)
        except FuturePeriod as future:
            return self._missing.future(ask, topic.intent, future.period)
        except NoPayrollRecord:
            return self._missing.no_record(ask, topic.intent)
