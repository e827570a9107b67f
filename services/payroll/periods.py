"""The payroll calendar's units: a month, and a range of months or one fortnight of a month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ordered in time and written `YYYY-MM`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1900 <= self.year <= 2999:
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; ValueError for anything else."""
        year, separator, month = text.partition("-")
        if not separator or len(year) != 4 or len(month) != 2:
            raise ValueError(f"not a YYYY-MM month: {text!r}")
        return cls(int(year), int(month))

    @classmethod
    def span(cls, first: Month, last: Month) -> Iterator[Month]:
        """Every month from first to last, both included; nothing when last comes before first."""
        month = first
        while month <= last:
            yield month
            month = month.plus(1)

    def plus(self, months: int) -> Month:
        """The month that many months later (earlier when negative)."""
        index = self.index + months
        return Month(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        """Months since year zero, so that distances are subtractions."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        """The 1st of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st, whichever ends the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True)
class Period:
    """One or more whole months or, when `fortnight` is 1 or 2, that half of a single month."""

    first: Month
    last: Month
    fortnight: int | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period cannot end before it starts")
        if self.fortnight is not None and (self.fortnight not in (1, 2) or self.first != self.last):
            raise ValueError("a fortnight is the first or second half of one month")

    @classmethod
    def of_month(cls, month: Month, fortnight: int | None = None) -> Period:
        """A whole month, or one of its fortnights."""
        return cls(month, month, fortnight)

    @property
    def start(self) -> date:
        """First day of the period."""
        return self.first.first_day.replace(day=16) if self.fortnight == 2 else self.first.first_day

    @property
    def end(self) -> date:
        """Last day of the period."""
        return self.last.last_day.replace(day=15) if self.fortnight == 1 else self.last.last_day

    @property
    def months(self) -> int:
        """How many calendar months the period touches."""
        return self.last.index - self.first.index + 1


def nearest_month(months: Sequence[Month], wanted: Month) -> Month | None:
    """The month closest to the wanted one, the earlier of two as close; None without months."""
    return min(months, key=lambda month: (abs(month.index - wanted.index), month.index), default=None)
