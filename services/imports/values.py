"""Reads cells: amounts in either decimal style, dates, months, documents and closed lists."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.imports.problems import BadValue
from services.imports.tabular import Cell, normalised
from services.payroll.periods import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST_AMOUNT = Decimal("9999999999.99")
_NOISE = re.compile(r"[\s$]|COP", re.IGNORECASE)
_COMMA_DECIMALS = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_POINT_DECIMALS = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_LOCAL_DATE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})[-/]?([0-9]{2})|([0-9]{1,2})[/-]([0-9]{4})")
# Excel counts 29 February 1900, which never was: from March 1900 on its days are those since this one.
_EXCEL_ORIGIN = date(1899, 12, 30)
_EXCEL_DAYS = ((date(1950, 1, 1) - _EXCEL_ORIGIN).days, (date(2100, 12, 31) - _EXCEL_ORIGIN).days)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class FigureReader:
    """Reads one file's figures, which must all use the same decimal separator: comma or point.

    `1.234` is a thousand in an amount (pesos have two decimals at most); where three decimals make sense it is read in
    the style that the file has already shown.
    """

    def __init__(self) -> None:
        self._style: str | None = None
        self._shown_at = 0

    def amount(self, cell: Cell, line: int) -> Decimal:
        """Pesos, not negative, with two decimals at most."""
        value = cell if isinstance(cell, Decimal) else self._figure(cell, line, thousands_by_default=True)
        if value < 0:
            raise BadValue("no puede ser negativo.")
        if value > LARGEST_AMOUNT:
            raise BadValue("es demasiado grande.")
        return _two_decimals(value)

    def quantity(self, cell: Cell, line: int) -> Decimal:
        """Days, hours or instalments, not negative, with two decimals at most."""
        value = cell if isinstance(cell, Decimal) else self._figure(cell, line)
        if not 0 <= value <= 100_000:
            raise BadValue("no es una cantidad posible.")
        return _two_decimals(value)

    def ratio(self, cell: Cell, line: int) -> Decimal:
        """A ratio (`0,04`) or a percentage with its sign (`4 %`)."""
        if isinstance(cell, str) and cell.endswith("%"):
            value = self._figure(cell[:-1], line) / 100
        else:
            value = cell if isinstance(cell, Decimal) else self._figure(cell, line)
        if not 0 <= value <= 10:
            raise BadValue("no es una tarifa posible; escriba 0,04 o 4 %.")
        return value.quantize(Decimal("0.000001"))

    def _figure(self, cell: Cell, line: int, *, thousands_by_default: bool = False) -> Decimal:
        text = _NOISE.sub("", _text(cell))
        if text.isascii() and text.isdecimal():
            return Decimal(text)
        comma = Decimal(text.replace(".", "").replace(",", ".")) if _COMMA_DECIMALS.fullmatch(text) else None
        point = Decimal(text.replace(",", "")) if _POINT_DECIMALS.fullmatch(text) else None
        if comma is None and point is None:
            raise BadValue("no es un número.")
        if comma == point and comma is not None:
            return comma
        if comma is not None and point is not None:
            style = self._ambiguous(text, thousands_by_default=thousands_by_default)
        else:
            style = "comma" if comma is not None else "point"
        if self._style is None:
            self._style, self._shown_at = style, line
        elif self._style != style:
            raise BadValue(f"usa otro separador decimal que la línea {self._shown_at}.")
        chosen = comma if style == "comma" else point
        if chosen is None:
            raise BadValue("no es un número.")
        return chosen

    def _ambiguous(self, text: str, *, thousands_by_default: bool) -> str:
        """The style of a figure with one separator and three digits after it."""
        if text.lstrip("-").startswith("0"):
            return "comma" if "," in text else "point"
        if thousands_by_default:
            return "point" if "," in text else "comma"
        if self._style is None:
            raise BadValue("se puede leer de dos maneras; escriba los decimales sin separador de miles.")
        return self._style


def text(longest: int) -> Callable[[Cell], str]:
    """A reader of text of at most that many characters."""

    def read(cell: Cell) -> str:
        value = _text(cell)
        if len(value) > longest:
            raise BadValue(f"pasa de {longest} caracteres.")
        return value

    return read


def day(cell: Cell) -> date:
    """`2026-03-31`, `31/03/2026`, a date cell, or the bare number that Excel keeps of one (`46112`)."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal) and _EXCEL_DAYS[0] <= cell <= _EXCEL_DAYS[1] and cell == int(cell):
        return _EXCEL_ORIGIN + timedelta(days=int(cell))
    value = _text(cell)
    iso, local = _ISO_DATE.fullmatch(value), _LOCAL_DATE.fullmatch(value)
    try:
        if iso is not None:
            return _plausible(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if local is not None:
            return _plausible(date(int(local[3]), int(local[2]), int(local[1])))
    except ValueError:
        raise BadValue("esa fecha no existe; se escribe dd/mm/aaaa o aaaa-mm-dd.") from None
    raise BadValue("no es una fecha; se escribe dd/mm/aaaa o aaaa-mm-dd.")


def month(cell: Cell) -> Month:
    """`2026-03`, `202603`, `03/2026`, or any day of the month."""
    if isinstance(cell, date):
        return Month.of(cell)
    value = _text(cell)
    match = _MONTH.fullmatch(value)
    if match is None:
        try:
            return Month.of(day(cell))
        except BadValue:
            raise BadValue("no es un mes; se escribe aaaa-mm o mm/aaaa.") from None
    try:
        found = Month(int(match[1] or match[4]), int(match[2] or match[3]))
        _plausible(found.first_day)
    except ValueError:
        raise BadValue("ese mes no existe; se escribe aaaa-mm o mm/aaaa.") from None
    return found


def identity_number(cell: Cell) -> str:
    """A national ID without points or blanks: `1.020.304.050` → `1020304050`."""
    if isinstance(cell, Decimal) and cell != cell.to_integral_value():
        raise BadValue("no es un número de documento.")
    value = re.sub(r"[.\s]", "", str(int(cell)) if isinstance(cell, Decimal) else _text(cell)).upper()
    if not re.fullmatch(r"[0-9A-Z]{4,15}", value):
        raise BadValue("no es un número de documento.")
    return value


def account_number(cell: Cell) -> str:
    """A bank account's digits, without hyphens or blanks."""
    if isinstance(cell, Decimal):
        raise BadValue("debe venir como texto: Excel pierde los ceros y los últimos dígitos de las cuentas.")
    value = re.sub(r"[-\s]", "", _text(cell))
    if not re.fullmatch(r"[0-9]{6,20}", value):
        raise BadValue("no es un número de cuenta.")
    return value


def email(cell: Cell) -> str:
    """An e-mail address."""
    value = _text(cell)
    if len(value) > 254 or not _EMAIL.fullmatch(value):
        raise BadValue("no es un correo electrónico.")
    return value


def one_of(choices: Mapping[str, str], described: str) -> Callable[[Cell], str]:
    """A reader of a closed list: `choices` by normalised text; `described` lists them for people."""

    def read(cell: Cell) -> str:
        found = choices.get(normalised(_text(cell)))
        if found is None:
            raise BadValue(f"debe ser {described}.")
        return found

    return read


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else str(cell)
    return cell.isoformat()


def _two_decimals(value: Decimal) -> Decimal:
    rounded = value.quantize(Decimal("0.01"))
    if abs(rounded - value) > Decimal("0.000001"):
        raise BadValue("tiene más de dos decimales.")
    return rounded


def _plausible(value: date) -> date:
    if not 1950 <= value.year <= 2100:
        raise ValueError("implausible year")
    return value
