"""The really trained assistant, once for the whole run, over the demo company."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.registry import build_actions, build_conversation
from actions.wording import Wording
from deploy.local import assistant as trained_assistant
from deploy.local.ports import free_port
from deploy.local.progress import Progress
from services.bootstrap import Services
from services.demo.company import person_id
from services.privacy.policy import CURRENT_POLICY
from tests.conversations.assistant import Assistant
from tests.conversations.script import scripts
from tests.demo_company import NOW, SECRET, DemoCompanies

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NEWCOMERS = {"edwin.cuesta", "sandra.bedoya"}
"""Who is still to be asked about the data policy."""
MODEL_VARIABLE = "CHATNOMINA_TEST_MODEL"
"""A model to use in place of the one that fits the sources, while wording is being tried out."""


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the present sources: the one already trained, or a new one."""
    if given := os.environ.get(MODEL_VARIABLE):
        return Path(given)
    path = trained_assistant.model_path()
    if not path.exists():
        log = tmp_path_factory.mktemp("training") / "train.log"
        trained_assistant.train(os.environ, log, Progress(sys.stderr))
    return path


@pytest.fixture(scope="session")
def company(demo_companies: DemoCompanies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The demo company of the conversations, whose people have all answered the data policy, but the newcomers."""
    with demo_companies.open(tmp_path_factory.mktemp("conversations"), "talks") as running:
        for key in {script.person for script in scripts(HERE)} - NEWCOMERS:
            who = running.users.principal(person_id(key))
            running.privacy.record_consent(who, CURRENT_POLICY.version, accepted=False)
        running.normativa.prepare()
        yield running


@pytest.fixture(scope="session")
def assistant(model: Path, company: Services, redis_url: str) -> Iterator[Assistant]:
    """The assistant as the product's own endpoints.yml describes it."""
    port = free_port()
    variables = {
        "ACTION_SERVER_URL": f"http://127.0.0.1:{port}/webhook",
        "ACTION_SERVER_SECRET": SECRET,
        "REDIS_URL": redis_url,
        "CHATNOMINA_TENANT": "talks",
    }
    wording = Wording.from_domain(ROOT / "domain.yml")
    conversation = build_conversation(company, wording, clock=lambda: NOW, time_limit_s=30)
    actions = build_actions(conversation, company, wording)
    with pytest.MonkeyPatch.context() as environment:  # endpoints.yml is filled in as it is read
        for name, value in variables.items():
            environment.setenv(name, value)
        running = Assistant(model, ROOT / "endpoints.yml", actions, port, NOW)
    yield running
    running.close()
    conversation.close()
