"""The periods that people ask about: read from a message or from memory, and turned into months of payroll."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from services.payroll.views import Month, Period

GRAINS = frozenset({"day", "fortnight", "month", "bimester", "quarter", "semester", "year", "range"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4}-\d{2})(?:-Q([12]))?")
_MONTHS = re.compile(r"(\d{4}-\d{2})\.\.(\d{4}-\d{2})")
_YEAR = re.compile(r"(20\d{2}|19\d{2})")


@dataclass(frozen=True)
class AskedPeriod:
    """Days from `start` to `end` (both included) at the grain in which they were said.

    `year_given` is False when the year was supplied by the reader of the message and may be moved; `direction` is what
    the words themselves say about time: past, future or neutral.
    """

    start: date
    end: date
    grain: str
    year_given: bool = True
    direction: str = "neutral"

    @classmethod
    def of_month(cls, month: Month) -> AskedPeriod:
        """A whole month."""
        return cls(month.first_day, month.last_day, "month")

    @classmethod
    def of_months(cls, first: Month, last: Month) -> AskedPeriod:
        """Whole months from first to last."""
        return cls(first.first_day, last.last_day, "month" if first == last else "range")

    @classmethod
    def parse(cls, content: Any) -> AskedPeriod | None:
        """Read a period of a message or of a slot; None for anything that is not a well-formed one."""
        if not isinstance(content, dict):
            return None
        try:
            start, end = date.fromisoformat(content["start"]), date.fromisoformat(content["end"])
        except (KeyError, TypeError, ValueError):
            return None
        grain = content.get("grain")
        if (
            not isinstance(grain, str)
            or grain not in GRAINS
            or end < start
            or not (start.year >= 1990 and end.year <= 2100)
        ):
            return None
        direction = content.get("direction")
        return cls(
            start,
            end,
            grain,
            year_given=bool(content.get("year_given", True)),
            direction=direction if direction in ("past", "future") else "neutral",
        )

    @classmethod
    def parse_code(cls, code: Any) -> AskedPeriod | None:
        """Read what our buttons carry; None for anything else.

        `2026-03`, `2026-03-Q1`, `2026-01..2026-03`, `2026`, `2026-03-15`.
        """
        if not isinstance(code, str):
            return None
        try:
            if month := _MONTH.fullmatch(code):
                whole = Month.parse(month[1])
                if month[2] is None:
                    return cls.of_month(whole)
                half = Period.of_month(whole, int(month[2]))
                return cls(half.start, half.end, "fortnight")
            if months := _MONTHS.fullmatch(code):
                first, last = Month.parse(months[1]), Month.parse(months[2])
                return cls.of_months(first, last) if first <= last else None
            if _DAY.fullmatch(code):
                day = date.fromisoformat(code)
                return cls(day, day, "day")
            if year := _YEAR.fullmatch(code):
                return cls(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31), "year")
        except ValueError:
            return None
        return None

    @property
    def code(self) -> str:
        """The period as a button carries it, in whole months (or one fortnight)."""
        if self.grain == "year":
            return str(self.start.year)
        if self.grain == "fortnight":
            return f"{self.first}-Q{self.fortnight}"
        return str(self.first) if self.single_month else f"{self.first}..{self.last}"

    @property
    def first(self) -> Month:
        """The month in which the period starts."""
        return Month.of(self.start)

    @property
    def last(self) -> Month:
        """The month in which the period ends."""
        return Month.of(self.end)

    @property
    def single_month(self) -> bool:
        """Whether the period lies inside one month."""
        return self.first == self.last

    @property
    def fortnight(self) -> int | None:
        """1 or 2 when the period is half a month."""
        if self.grain != "fortnight":
            return None
        return 1 if self.start.day <= 15 else 2

    @property
    def single_day(self) -> bool:
        """Whether the period is one day."""
        return self.start == self.end

    def to_payroll(self) -> Period:
        """The months (or the fortnight) of payroll that the period touches."""
        return Period(self.first, self.last, self.fortnight)

    def to_slot(self) -> dict[str, Any]:
        """The period as the conversation remembers it."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "grain": self.grain}

    def until(self, day: date) -> AskedPeriod:
        """The part of the period that is not after a day."""
        return self if self.end <= day else replace(self, end=day)

    def shifted(self, steps: int) -> AskedPeriod:
        """The period of the same length that many lengths later (earlier when negative), in whole months or halves."""
        if self.fortnight is not None:
            halves = self.first.index * 2 + self.fortnight - 1 + steps
            month = Month(halves // 24, halves // 2 % 12 + 1)
            half = Period.of_month(month, halves % 2 + 1)
            return AskedPeriod(half.start, half.end, "fortnight")
        months = (self.last.index - self.first.index + 1) * steps
        moved = AskedPeriod.of_months(self.first.plus(months), self.last.plus(months))
        return replace(moved, grain=self.grain if self.grain != "day" else moved.grain)

    def next_after(self, day: date) -> AskedPeriod:
        """The same days in the first year in which they are not before `day`; unchanged when the year was said."""
        if self.year_given or self.start >= day or not self.single_day:
            return self
        years = 1 if _in_year(self.start, day.year) < day else 0
        moved = _in_year(self.start, day.year + years)
        return replace(self, start=moved, end=moved)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February in a year that has none
        return date(year, 2, 28) + timedelta(days=1)
