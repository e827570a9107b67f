"""The schema's history: up, down, twice, at once, and equal to the models."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from services.migrations import runner
from services.migrations.metadata import declared_metadata


def tables(url: str) -> set[str]:
    engine = runner.migration_engine(url)
    return set(inspect(engine).get_table_names())


def test_goes_up_and_back_down_to_nothing(empty_database_url: str) -> None:
    runner.upgrade(empty_database_url)
    assert runner.current_revision(empty_database_url) == runner.head_revision()
    assert {"users", "login_sessions", "audit_log", "payslips", "messages"} <= tables(empty_database_url)
    runner.downgrade(empty_database_url, "base")
    assert tables(empty_database_url) == {"alembic_version"}
    runner.upgrade(empty_database_url)
    assert runner.current_revision(empty_database_url) == runner.head_revision()


def test_several_processes_at_once_migrate_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: runner.upgrade(empty_database_url), range(3)))
    assert runner.current_revision(empty_database_url) == runner.head_revision()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_tables_are_those_of_the_models(fresh_database_url: str) -> None:
    engine = runner.migration_engine(fresh_database_url)
    own = {"users", "user_roles", "employment_contracts", "positions", "affiliations"}
    own |= {"login_sessions", "refresh_tokens", "password_resets", "audit_log"}

    def include(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or name in own

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": include, "target_metadata": declared_metadata()}
        )
        assert compare_metadata(context, declared_metadata()) == []
