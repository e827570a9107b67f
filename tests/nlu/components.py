"""Building, training and loading one graph component in a temporary model storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from rasa.shared.nlu.training_data.training_data import TrainingData

# What any component must bear: nothing, one token, very much, and scripts nobody expects.
AWKWARD_TEXTS = (
    "",
    " ",
    "hola",
    "?",
    "cuánto me pagaron " * 334,
    "💸💸 ¿y mi prima? 😡",
    "cuanto me descontaron de salud en dicimbre",
    "зарплата за март 給料はいくら مرتبي",
    "a\u0301n\u0303o pasado",
    "\u200b\u0000",
)


class Workshop:
    """A model storage and an execution context for components of a test."""

    def __init__(self, folder: Path) -> None:
        self.storage = LocalModelStorage(folder)
        self.context = ExecutionContext(GraphSchema({}), model_id="test")

    def create(self, component: type[GraphComponent], name: str = "component", **config: Any) -> Any:
        """Creates an untrained component with its defaults and `config`."""
        settings = {**component.get_default_config(), **config}
        return component.create(settings, self.storage, Resource(name), self.context)

    def load(self, component: type[GraphComponent], name: str = "component", **config: Any) -> Any:
        """Loads what was trained under the same name."""
        settings = {**component.get_default_config(), **config}
        return component.load(settings, self.storage, Resource(name), self.context)


def read(component: Any, text: str | None, **data: Any) -> Message:
    """Returns the message that a component makes of a text."""
    message = Message(data={"text": text, **data})
    return component.process([message])[0]  # type: ignore[no-any-return]


def featurize(featurizers: list[Any], data: TrainingData) -> None:
    """Runs trained or stateless featurizers over training data."""
    for featurizer in featurizers:
        if hasattr(featurizer, "train"):
            featurizer.train(data)
        featurizer.process_training_data(data)
