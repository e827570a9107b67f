"""Requests made from the OpenAPI document, well and badly formed: every answer is one that the document describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from services.api import application
from services.auth.principal import Role
from services.auth.sessions import Client, TokenPair
from services.rate_limits import RateLimit
from services.users.directory import NewEmployee
from tests.services.api.conftest import RunningApi

# Besides the boundaries of every parameter and body, which are all tried.
EXAMPLES = 1
# What a schema cannot say (a range that ends before it begins, a spent token, a cursor of one's own making) is refused
# with a problem, although the document allows its form.
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "422", "429"]}
        },
        # One method that a path does not have stands for the seven: they take the same way.
        "phases": {"coverage": {"unexpected-methods": ["PATCH"]}},
    }
)


@pytest.fixture(scope="module")
def person(api: RunningApi) -> NewEmployee:
    return api.hire(Role.HR, Role.MANAGER, Role.AUDITOR)


@pytest.fixture(scope="module")
def api_schema(api: RunningApi) -> Iterator[Any]:
    """The served document; calls are not limited, so that no example is answered 429 instead of being read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "CALLS_PER_PERSON", RateLimit(1_000_000, 60))
        yield schemathesis.openapi.from_url(f"{api.url}/openapi.json", config=CONFIG)


schema = schemathesis.pytest.from_fixture("api_schema")
seeded = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


@pytest.fixture(scope="module")
def pair(api: RunningApi, person: NewEmployee) -> TokenPair:
    return api.services.auth.open_session(person.user_id, Client("203.0.113.9", "schemathesis"), "test")


@schema.include(path_regex="^/auth/").parametrize()
@seeded
def test_every_answer_about_identity_is_one_that_the_document_describes(
    case: Case, api: RunningApi, person: NewEmployee
) -> None:
    # A session of its own for every request: some of them end it.
    own = api.services.auth.open_session(person.user_id, Client("203.0.113.9", "schemathesis"), "test")
    case.call_and_validate(headers={"Authorization": f"Bearer {own.access_token}"})


@schema.include(path_regex="^/(me|team|people)").parametrize()
@seeded
def test_every_answer_about_people_is_one_that_the_document_describes(case: Case, pair: TokenPair) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {pair.access_token}"})


@schema.exclude(path_regex="^/(auth/|me|team|people)").parametrize()
@seeded
def test_every_other_answer_is_one_that_the_document_describes(case: Case, pair: TokenPair) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {pair.access_token}"})
