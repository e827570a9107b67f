"""Payroll views to JSON and back, exactly: money and dates are strings, a damaged document is a ValueError."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")


def to_jsonable(value: Any) -> Any:
    """A view (or tuple of views) as dictionaries, lists and strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_jsonable(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_jsonable(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"not a payroll view: {type(value).__name__}")


def dump(value: Any) -> str:
    """A view (or tuple of views) as a JSON document."""
    return json.dumps(to_jsonable(value), ensure_ascii=False, separators=(",", ":"))


def parse(kind: type[T], document: str | bytes) -> T:
    """The view that a JSON document holds; ValueError when it is not exactly one of that type."""
    try:
        result: T = from_jsonable(kind, json.loads(document))
    except (TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"not a {getattr(kind, '__name__', kind)} document") from error
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def from_jsonable(kind: Any, data: Any) -> Any:
    """Rebuild a value of the annotated type from `to_jsonable`'s output."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if data is None and NoneType in get_args(kind):
            return None
        (inner,) = (option for option in get_args(kind) if option is not NoneType)
        return from_jsonable(inner, data)
    if origin is tuple:
        return _tuple(get_args(kind), data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        if not isinstance(data, dict) or set(data) != {field.name for field in fields(kind)}:
            raise ValueError(f"fields do not match {kind.__name__}")
        return kind(**{name: from_jsonable(hints[name], item) for name, item in data.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    if kind in (Decimal, UUID):
        if not isinstance(data, str):
            raise TypeError(f"{kind.__name__} must be a string")
        return kind(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind in (str, int, bool) and type(data) is kind:
        return data
    raise TypeError(f"expected {kind}, found {type(data).__name__}")


def _tuple(items: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise TypeError("expected a list")
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(from_jsonable(items[0], item) for item in data)
    if len(items) != len(data):
        raise ValueError("wrong number of items")
    return tuple(from_jsonable(item_kind, item) for item_kind, item in zip(items, data, strict=True))
