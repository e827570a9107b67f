"""Actions over real services: PostgreSQL and Redis with the demo company, at a fixed moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.conversation import Conversation
from actions.registry import build_actions, build_conversation
from actions.wording import Wording
from services.auth.principal import Principal
from services.bootstrap import Services
from services.demo.company import person_id
from tests.actions.conversing import Person, executor_of
from tests.demo_company import NOW, DemoCompanies, sender_id

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"


@pytest.fixture(scope="session")
def services(demo_companies: DemoCompanies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services over the demo company, shared by every test that only reads."""
    with demo_companies.open(tmp_path_factory.mktemp("actions"), "actions") as running:
        running.normativa.prepare()  # as the action server does before it serves: else the first question is late
        yield running


@pytest.fixture(scope="session")
def wording() -> Wording:
    """The phrases of the domain."""
    return Wording.from_domain(DOMAIN)


@pytest.fixture(scope="session")
def conversation(services: Services, wording: Wording) -> Iterator[Conversation]:
    """The conversation at a fixed moment."""
    running = build_conversation(services, wording, clock=lambda: NOW)
    yield running
    running.close()


@pytest.fixture(scope="session")
def executor(conversation: Conversation, services: Services, wording: Wording) -> ActionExecutor:
    """Every action of the domain."""
    return executor_of(build_actions(conversation, services, wording))


@pytest.fixture
def person(executor: ActionExecutor) -> Callable[[str], Person]:
    """A conversation that has just begun, by employee: `person("laura.gomez")`."""
    return lambda key: Person(executor, sender_id(key))


@pytest.fixture(scope="session")
def principal(services: Services) -> Callable[[str], Principal]:
    """Who an employee is for the services, to recompute what an action should say."""
    return lambda key: services.users.principal(person_id(key))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the company of `own_services` keeps its keys and its outbox."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own_services(demo_companies: DemoCompanies, home: Path, request: pytest.FixtureRequest) -> Iterator[Services]:
    """The services over a company of the module's own, for tests that write."""
    with demo_companies.open(home, request.module.__name__.rpartition(".")[2]) as running:
        yield running


@pytest.fixture
def own_person(own_services: Services, wording: Wording) -> Iterator[Callable[[str], Person]]:
    """A conversation that has just begun with somebody of that company."""
    running = build_conversation(own_services, wording, clock=lambda: NOW)
    own_executor = executor_of(build_actions(running, own_services, wording))
    yield lambda key: Person(own_executor, sender_id(key))
    running.close()
