"""Graph component that finds third persons by name, from the name lists of the training data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS, TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.entity_merging import entity, merge_entities
from nlu.periods.lexicon import fold
from nlu.persons import NameBook, PersonSpan, find_persons, names_no_person, speaks_of_self
from nlu.spelling_mender import FAMILIAR

if TYPE_CHECKING:
    from rasa.nlu.tokenizers.tokenizer import Token

    from nlu.spacy_document import DocumentPart, SpacyDocument

PERSON = "persona"
_FILE = "names.json"
_NO_ENTITIES_OF_ITS_OWN: frozenset[str] = frozenset()
# Of this project's pipeline, and of the general ones that may stand in its place.
_PERSON_LABELS = frozenset({PERSON, "PER"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PersonExtractor(GraphComponent, EntityExtractorMixin):
    """Adds `persona` entities: names of the lists, and those that the spaCy pipeline recognises beside them.

    The lookup tables named by `first_names` and `surnames` in the configuration hold the known names. Where a list and
    the pipeline see one name, the list's span holds. The pipeline is not asked, nor believed, where the speller knows
    every word and none is a listed name.
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
            names = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        book = NameBook(frozenset(names["first_names"]), frozenset(names["surnames"]))
        return cls(config, model_storage, resource, book)

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
            recognised = self._recognised(message)
            persons += _free(recognised, [*taken, *((person.start, person.end) for person in persons)])
            found = [entity(PERSON, p.start, p.end, text[p.start : p.end], self.name) for p in persons]
            merge_entities(message, found, _NO_ENTITIES_OF_ITS_OWN)
        return messages

    def _recognised(self, message: Message) -> list[PersonSpan]:
        """Returns the persons that the pipeline sees, but for who tells their own name."""
        document: SpacyDocument | DocumentPart | None = message.get(SPACY_DOCS[TEXT])
        likely = self._name_like(message.get(TOKENS_NAMES[TEXT]) or [])
        if document is None or not likely:
            return []
        return [
            PersonSpan(found.start, found.end)
            for found in document.entities()
            if found.label in _PERSON_LABELS
            and any(found.start <= token.start < found.end for token in likely)
            and not names_no_person(message.get(TEXT)[found.start : found.end])
            and not speaks_of_self(message.get(TEXT)[: found.start])
        ]

    def _name_like(self, tokens: list[Token]) -> list[Token]:
        """Returns the words that may be names: unfamiliar ones, listed ones, and those capitalised inside a message."""
        return [
            token
            for index, token in enumerate(tokens)
            if (index > 0 and token.text.istitle())
            or (token.text.isalpha() and (not token.get(FAMILIAR) or self._book.lists(fold(token.text))))
        ]


def _free(persons: list[PersonSpan], taken: list[tuple[int, int]]) -> list[PersonSpan]:
    return [p for p in persons if all(p.end <= start or end <= p.start for start, end in taken)]


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
