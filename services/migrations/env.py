"""Alembic's entry point: runs the revisions on the connection that the runner hands over."""

from __future__ import annotations

from typing import Any

from alembic import context

from services.migrations.metadata import declared_metadata


def _include_object(_object: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave out of comparisons the partitions, which exist in the database and never in the models."""
    return not (kind == "table" and reflected and compare_to is None and name is not None and "_p" in name)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=declared_metadata(),
    compare_type=True,
    include_object=_include_object,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
