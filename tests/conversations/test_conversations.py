"""Every conversation of the folders beside this file, with the trained assistant and real rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.bootstrap import Services
from services.demo.company import person_id
from tests.conversations.assistant import Assistant
from tests.conversations.script import Figures, Script, perform, scripts
from tests.demo_company import sender_id

# Loading the model: TensorFlow 2.12 draws with non-integer bounds under Python 3.10 and Keras imports a module that is
# going away; Rasa builds ragged arrays in numpy's old way.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Creating an ndarray from ragged:numpy.VisibleDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The initializer:UserWarning"),
    # What Rasa says of a payload that somebody made up.
    pytest.mark.filterwarnings("ignore:Failed to parse arguments:UserWarning"),
]

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("script", scripts(HERE), ids=lambda script: script.name)
def test_conversation(script: Script, assistant: Assistant, company: Services) -> None:
    principal = company.users.principal(person_id(script.person))
    perform(script, assistant, sender_id(script.person), Figures(company, principal))
