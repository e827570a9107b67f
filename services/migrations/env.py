"""Alembic's entry point: runs the revisions on the connection that the runner hands over."""

from __future__ import annotations

import re
from typing import Any

from alembic import context

from services.migrations.metadata import declared_metadata

PARTITION = re.compile(r"_(p\d{4,6}|default)$")


def _include_object(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave out of comparisons the partitions with their indexes and keys: the models know only their parents."""
    if not reflected or compare_to is not None:
        return True
    if kind == "foreign_key_constraint":
        return not PARTITION.search(item.elements[0].target_fullname.rpartition(".")[0])
    if kind == "index":
        return not PARTITION.search(item.table.name)
    return not (kind == "table" and name is not None and PARTITION.search(name))


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
