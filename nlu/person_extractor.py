"""Graph component that finds third persons by name, from the name lists of the training data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.entity_merging import entity, merge_entities
from nlu.persons import NameBook, PersonSpan, find_persons, speaks_of_self

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc

PERSON = "persona"
_FILE = "names.json"
_NO_ENTITIES_OF_ITS_OWN: frozenset[str] = frozenset()
# Of this project's pipeline, and of the general ones that may stand in its place.
_PERSON_LABELS = frozenset({PERSON, "PER"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PersonExtractor(GraphComponent, EntityExtractorMixin):
    """Adds `persona` entities: names of the lists, and those that the spaCy pipeline recognises beside them.

    The lookup tables named by `first_names` and `surnames` in the configuration hold the known names. Where a list and
    the pipeline see one name, the list's span holds.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Names the lookup tables."""
        return {"first_names": "nombre_de_pila", "surnames": "apellido"}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, book: NameBook | None = None
    ) -> None:
        """Keeps where the names are stored and, once trained or loaded, the names."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._book = book or NameBook(frozenset(), frozenset())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PersonExtractor:
        """Creates an untrained component (see parent class)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PersonExtractor:
        """Loads the names it was trained with."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, _read(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Takes the names from the lookup tables and persists them."""
        self._book = names_of(training_data, self._config["first_names"], self._config["surnames"])
        with self._model_storage.write_to(self._resource) as folder:
            names = {"first_names": sorted(self._book.first_names), "surnames": sorted(self._book.surnames)}
            (folder / _FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds persons to the messages; a name that other extractors read as a month stays theirs."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            taken = [(other["start"], other["end"]) for other in message.get(ENTITIES, []) if other["entity"] != PERSON]
            persons = _free(find_persons(text, self._book), taken)
            recognised = _recognised(message.get(SPACY_DOCS[TEXT]))
            persons += _free(recognised, [*taken, *((person.start, person.end) for person in persons)])
            found = [entity(PERSON, p.start, p.end, text[p.start : p.end], self.name) for p in persons]
            merge_entities(message, found, _NO_ENTITIES_OF_ITS_OWN)
        return messages


def _free(persons: list[PersonSpan], taken: list[tuple[int, int]]) -> list[PersonSpan]:
    return [p for p in persons if all(p.end <= start or end <= p.start for start, end in taken)]


def _recognised(doc: Doc | None) -> list[PersonSpan]:
    """Returns the persons of a spaCy document, but for who tells their own name."""
    if doc is None:
        return []
    return [
        PersonSpan(span.start_char, span.end_char)
        for span in doc.ents
        if span.label_ in _PERSON_LABELS and not speaks_of_self(doc.text[: span.start_char])
    ]


def names_of(training_data: TrainingData, first_names: str, surnames: str) -> NameBook:
    """Returns the names of the two lookup tables of the training data."""
    return NameBook.of(_lookup(training_data, first_names), _lookup(training_data, surnames))


def _lookup(training_data: TrainingData, name: str) -> list[str]:
    return [
        element
        for table in training_data.lookup_tables
        if table["name"] == name and isinstance(table["elements"], list)
        for element in table["elements"]
    ]


def _read(path: Path) -> NameBook:
    names = json.loads(path.read_text(encoding="utf-8"))
    return NameBook(frozenset(names["first_names"]), frozenset(names["surnames"]))
