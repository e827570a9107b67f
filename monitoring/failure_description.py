"""An exception as a log may have it: types, reason codes and places, never the values that its text may quote."""

from __future__ import annotations

import re
import traceback
from typing import Any

KEPT_FRAMES = 15
KEPT_CAUSES = 4
_INSTALLED = re.compile(r".*/(?:site-packages|lib/python[\d.]+)/")
_REASON = re.compile(r"[\w.:-]{1,64}")


def describe(error: BaseException) -> dict[str, Any]:
    """Type, ``reason_code`` or missing module when there is one, innermost frames, and the same of what caused it."""
    chain = [_one(error)]
    seen = {id(error)}
    cause = _cause(error)
    while cause is not None and id(cause) not in seen and len(chain) < KEPT_CAUSES:
        seen.add(id(cause))
        chain.append(_one(cause))
        cause = _cause(cause)
    described, *causes = chain
    return {**described, "caused_by": causes} if causes else described


def _one(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    described: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
    reason = error.name if isinstance(error, ImportError) else getattr(error, "reason_code", None)
    if isinstance(reason, str) and _REASON.fullmatch(reason):
        described["reason"] = reason
    frames = traceback.extract_tb(error.__traceback__)[-KEPT_FRAMES:]
    described["frames"] = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return described


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _place(path: str) -> str:
    return _INSTALLED.sub("", path) if _INSTALLED.match(path) else "/".join(path.rsplit("/", 3)[-3:])
