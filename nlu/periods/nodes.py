"""Time expressions as read, and their resolution against the day they were said on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlu.periods import calendar
from nlu.periods.model import Direction, Grain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from nlu.periods.calendar import Bounds


@dataclass(frozen=True)
class Mark:
    """An entity found in canonical text, with positions there; an empty value means the words themselves."""

    entity: str
    start: int
    end: int
    value: str = ""


@dataclass
class Node:
    """One time expression: what was said of it, and either fixed bounds or the parts to infer them from."""

    start: int
    end: int
    grain: Grain
    marks: list[Mark] = field(default_factory=list)
    bounds: Bounds | None = None
    day: int | None = None
    month: int | None = None
    number: int | None = None
    year: int | None = None
    unit: str | None = None
    open_end: bool = False
    silent: bool = False

    @property
    def year_given(self) -> bool:
        """Whether the words themselves fix the year."""
        return self.bounds is not None or self.year is not None

    def resolve(self, on: date, direction: Direction) -> Bounds:
        """Returns the bounds nearest to `on` in the direction: the latest begun, or the next not yet over."""
        if self.bounds is not None:
            return self.bounds
        if self.grain is Grain.DAY and self.month is None:
            return self._day_of_any_month(on, direction)
        if self.grain is Grain.FORTNIGHT and self.month is None and self.year is None:
            return self._fortnight_of_any_month(on, direction)
        make = self._bounds_in
        return make(self.year) if self.year is not None else nearest(make, on, direction)

    def _bounds_in(self, year: int) -> Bounds:
        if self.grain is Grain.DAY:
            day = calendar.day_of(year, self.month or 1, self.day or 1)
            return day, day
        if self.grain is Grain.FORTNIGHT:
            return calendar.fortnight_bounds(year, self.month or 1, self.number or 1)
        if self.grain is Grain.MONTH:
            return calendar.month_bounds(year, self.month or 1)
        return calendar.block_bounds(year, self.number or 1, self.grain)

    def _day_of_any_month(self, on: date, direction: Direction) -> Bounds:
        """«el 15»: held to the last day of shorter months."""
        for shift in (0, 1) if direction is Direction.FUTURE else (0, -1):
            day = calendar.day_of(*calendar.shift_month(on.year, on.month, shift), self.day or 1)
            if (day >= on) if direction is Direction.FUTURE else (day <= on):
                break
        return day, day

    def _fortnight_of_any_month(self, on: date, direction: Direction) -> Bounds:
        for shift in (0, 1) if direction is Direction.FUTURE else (0, -1):
            bounds = calendar.fortnight_bounds(*calendar.shift_month(on.year, on.month, shift), self.number or 1)
            if (bounds[1] >= on) if direction is Direction.FUTURE else (bounds[0] <= on):
                break
        return bounds


def nearest(make: Callable[[int], Bounds], on: date, direction: Direction) -> Bounds:
    """Returns the yearly recurrence nearest to `on`: the latest begun, or for the future the next not yet over."""
    if direction is Direction.FUTURE:
        return next(bounds for bounds in map(make, range(on.year - 1, on.year + 3)) if bounds[1] >= on)
    return next(bounds for bounds in map(make, range(on.year + 1, on.year - 3, -1)) if bounds[0] <= on)
