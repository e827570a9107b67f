"""The connection to PostgreSQL: one engine a process, short sessions with time limits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.orm import Session, declarative_base, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Engine

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Base = declarative_base(metadata=MetaData(naming_convention=NAMING_CONVENTION))


class Database:
    """Hands out SQLAlchemy sessions on a pooled PostgreSQL engine.

    ``statement_timeout_ms`` bounds every statement on the server, ``lock_timeout`` is the same, and a transaction left
    idle for 15 seconds is ended by the server, so that an abandoned thread can hold nothing for long. Getting a
    connection waits at most ``connect_timeout_s``. A dead pooled connection is replaced before use.
    """

    def __init__(
        self,
        url: str,
        statement_timeout_ms: int = 4_000,
        *,
        connect_timeout_s: int = 3,
        pool_size: int = 8,
        application_name: str = "chatnomina",
    ) -> None:
        options = (
            f"-c statement_timeout={statement_timeout_ms} -c lock_timeout={statement_timeout_ms} "
            "-c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
        )
        self._engine: Engine = create_engine(
            url,
            future=True,
            pool_pre_ping=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=connect_timeout_s,
            pool_recycle=1_800,
            hide_parameters=True,
            connect_args={
                "connect_timeout": connect_timeout_s,
                "options": options,
                "application_name": application_name,
                "keepalives_idle": 30,
                "tcp_user_timeout": statement_timeout_ms + 2_000,
            },
        )
        self._sessions = sessionmaker(self._engine, future=True, expire_on_commit=False)

    @property
    def engine(self) -> Engine:
        """The engine itself, for migrations and tests."""
        return self._engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session in a transaction that is rolled back at the end unless ``session.commit()`` was called."""
        session: Session = self._sessions()
        try:
            yield session
        finally:
            session.close()

    def ping(self) -> None:
        """Run the smallest query; raises SQLAlchemy's error when the database does not answer."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every pooled connection."""
        self._engine.dispose()
