"""Published events that cannot become rows: kept beside their stream, with the reason, until somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DataError, DBAPIError, StatementError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from redis import Redis

KEPT = 10_000

# SQLSTATE classes of what is wrong with the row itself: data exception, integrity constraint, program limit.
_ROW_FAULTS = ("22", "23", "54")

# KEYS: stream, rejected; ARGV: group, most kept, n, n × (id, reason) to reject, every id that is done with.
_SETTLE = """
local last = 3 + 2 * tonumber(ARGV[3])
for place = 4, last, 2 do
  local found = redis.call('XRANGE', KEYS[1], ARGV[place], ARGV[place])
  if found[1] then
    local fields = found[1][2]
    fields[#fields + 1] = 'rejected_because'
    fields[#fields + 1] = ARGV[place + 1]
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', unpack(fields))
  end
end
for place = last + 1, #ARGV do
  redis.call('XACK', KEYS[1], ARGV[1], ARGV[place])
  redis.call('XDEL', KEYS[1], ARGV[place])
end
"""
# KEYS: rejected, stream; ARGV: id. Nothing happens when another process took the entry meanwhile.
_RETURN = """
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if not found[1] then return 0 end
local fields = {}
for place = 1, #found[1][2], 2 do
  if found[1][2][place] ~= 'rejected_because' then
    fields[#fields + 1] = found[1][2][place]
    fields[#fields + 1] = found[1][2][place + 1]
  end
end
redis.call('XADD', KEYS[2], '*', unpack(fields))
return redis.call('XDEL', KEYS[1], ARGV[1])
"""


def rejected_stream(stream: str) -> str:
    """Where the rejected entries of a stream are, in the same hash slot."""
    return f"{stream}:rejected"


def refusal(error: Exception) -> str | None:
    """Why PostgreSQL or its driver will never take a row, as a code; ``None`` when it may take it later."""
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "pgcode", None)
        if code is not None:
            return str(code) if code[:2] in _ROW_FAULTS else None
        return type(error).__name__ if isinstance(error, DataError) else None
    if isinstance(error, StatementError) and error.orig is not None:
        return type(error.orig).__name__
    # What the driver cannot write down at all: a NUL, half of a surrogate pair.
    return type(error).__name__ if isinstance(error, (ValueError, ArithmeticError)) else None


class RejectedEntries:
    """Settles the entries of a stream in one step: rejected ones are kept aside, and all of them leave the stream."""

    def __init__(self, redis: Redis[Any], group: str) -> None:
        self._redis = redis
        self._group = group
        self._settle = redis.register_script(_SETTLE)
        self._return = redis.register_script(_RETURN)

    def settle(self, stream: str, done: Iterable[str], rejected: Sequence[tuple[str, str]]) -> None:
        """Acknowledge and take off ``done`` entries, of which ``rejected`` (id, reason) are kept aside."""
        pairs = [word for pair in rejected for word in pair]
        self._settle(keys=[stream, rejected_stream(stream)], args=[self._group, KEPT, len(rejected), *pairs, *done])

    def take_up(self, streams: Iterable[str]) -> int:
        """Publish the rejected entries of the streams again, once what refused them is mended; returns how many."""
        count = 0
        for stream in streams:
            aside = rejected_stream(stream)
            for name, _ in self._redis.xrange(aside):
                count += int(self._return(keys=[aside, stream], args=[name]))
        return count


def forget_rejected(redis: Redis[bytes], stream: str, person: UUID) -> None:
    """Delete what a person said from the rejected entries of a stream."""
    aside, sender = rejected_stream(stream), str(person).encode()
    own = [name for name, fields in redis.xrange(aside) if fields.get(b"sender_id") == sender]
    if own:
        redis.xdel(aside, *own)
