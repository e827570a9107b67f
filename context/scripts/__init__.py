"""Lua scripts that change a conversation in Redis atomically."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from redis.exceptions import NoScriptError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from context.redis_clients import AsyncClient

_USES = re.compile(r"^-- Uses: (.+)$", re.MULTILINE)


class Script:
    """A Lua script beside this module, run by its digest.

    A line `-- Uses: a, b` lets it call the scripts `a` and `b` as functions of their KEYS and ARGV. Redis forgets
    scripts when it restarts; the script is then sent again, which is safe because a script that was not found did not
    run.
    """

    def __init__(self, name: str) -> None:
        source = _read(name)
        uses = _USES.search(source)
        used = uses.group(1).split(", ") if uses else []
        functions = (f"local function {other}(KEYS, ARGV)\n{_read(other)}end\n" for other in used)
        self.source = "".join([*functions, source])
        self._digest = _digest(self.source)

    async def run(self, client: AsyncClient, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:
        """Run the script on `keys`, which must share a hash slot, and return what it returns."""
        try:
            return await client.execute_command("EVALSHA", self._digest, len(keys), *keys, *arguments)  # type: ignore[no-untyped-call]
        except NoScriptError:
            return await client.execute_command("EVAL", self.source, len(keys), *keys, *arguments)  # type: ignore[no-untyped-call]


@cache
def script(name: str) -> Script:
    """The script in `<name>.lua`."""
    return Script(name)


def _read(name: str) -> str:
    return files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")


def _digest(source: str) -> str:
    # Redis names scripts by SHA-1 (EVALSHA); nothing here relies on it for security.
    return hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
