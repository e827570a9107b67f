"""Applies the revisions, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Engine

# Any fixed number: replicas that start together wait for each other on it instead of migrating twice.
ADVISORY_LOCK = 7_203_991


def migrations_config() -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migration_engine(url: str) -> Engine:
    """An engine for schema changes: no statement time limit, at most 30 s waiting for a table lock."""
    return create_engine(
        url,
        future=True,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": "-c lock_timeout=30000 -c timezone=UTC"},
    )


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to ``revision``."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to ``revision`` (``base`` for an empty one)."""
    _run(url, lambda config: command.downgrade(config, revision))


def current_revision(url: str) -> str | None:
    """The revision the database is at, or ``None`` before the first."""
    engine = migration_engine(url)
    with engine.connect() as connection:
        revision: str | None = MigrationContext.configure(connection).get_current_revision()
        return revision


def head_revision() -> str:
    """The newest revision of the code."""
    head = ScriptDirectory.from_config(migrations_config()).get_current_head()
    if head is None:
        raise RuntimeError("the migrations hold no revision")
    return str(head)


def _run(url: str, apply: Callable[[Config], None]) -> None:
    engine = migration_engine(url)
    with engine.connect() as guard, engine.connect() as connection:
        guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        try:
            config = migrations_config()
            config.attributes["connection"] = connection
            apply(config)
            connection.commit()
        finally:
            guard.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
