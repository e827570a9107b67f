"""Reads of one person's payroll through the cache: every key holds the person, every write drops them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from services.payroll.serialization import dump, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from services.cache import Cache
    from services.database import Database

T = TypeVar("T")
TIME_TO_LIVE_S = 300.0


class PersonCache:
    """Cache-aside reads of views, keyed `payroll:<person>:<what>`."""

    def __init__(self, database: Database, cache: Cache) -> None:
        self._database = database
        self._cache = cache

    def read(self, user_id: UUID, what: str, kind: Any, load: Callable[[Session], T]) -> T:
        """What `load` reads from the database, or its cached copy; `kind` is the type that it is parsed as."""

        def from_database() -> T:
            with self._database.session() as session:
                return load(session)

        value: T = self._cache.get_or_load(
            f"payroll:{user_id}:{what}",
            TIME_TO_LIVE_S,
            from_database,
            dump,
            lambda document: parse(kind, document),
        )
        return value

    def forget(self, user_id: UUID) -> None:
        """Drop everything cached about a person's payroll, after a write."""
        self._cache.delete_pattern(f"payroll:{user_id}:*")
