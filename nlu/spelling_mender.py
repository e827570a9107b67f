"""Graph component that reads misspelt words as the words that were meant, and leaves the typed text as it is."""

from __future__ import annotations

import json
from typing import Any

import sentencepiece
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.periods.lexicon import fold
from nlu.spelling import Spelling
from nlu.t5_backends.loading import resolve_model
from nlu.t5_backends.sentencepiece_tokenizer import VOCABULARY_FILE

_FILE = "spelling.json"
_WORD_START = "▁"
# What a token's data says of its word: that it is a known one, or a slip of one.
FAMILIAR = "familiar"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingMender(GraphComponent):
    """Sets the lemma of each misspelt token («kiero» is read «quiero»), and whether its word is `familiar`.

    Featurizers see lemmas; entities are read from the typed text. Known are the words of the training sentences;
    correct besides them, the words of the lookup tables and those that are one piece of the encoder's vocabulary. A
    capitalised word inside a sentence may be a name and stays.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Names the encoder whose vocabulary tells further correct words; none takes no such words."""
        return {"vocabulary_of": "models/t5-nomina-es"}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, spelling: Spelling | None = None
    ) -> None:
        """Keeps where the words are stored and, once trained or loaded, the words."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._spelling = spelling or Spelling({}, {}, frozenset())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingMender:
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
    ) -> SpellingMender:
        """Loads the words it was trained with."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        spelling = Spelling(words["frequencies"], words["written"], frozenset(words["familiar"]))
        return cls(config, model_storage, resource, spelling)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the training sentences and persists them."""
        texts = [m.get(TEXT) for m in training_data.nlu_examples if m.get(TEXT)]
        self._spelling = Spelling.learn(texts, self._familiar(training_data))
        with self._model_storage.write_to(self._resource) as folder:
            words = {
                "frequencies": self._spelling.frequencies,
                "written": self._spelling.written,
                "familiar": sorted(self._spelling.familiar),
            }
            (folder / _FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def _familiar(self, training_data: TrainingData) -> set[str]:
        words = {
            word
            for table in training_data.lookup_tables
            if isinstance(table["elements"], list)
            for element in table["elements"]
            for word in fold(element).split()
        }
        folder = self._config["vocabulary_of"]
        if folder:
            file = resolve_model(folder) / VOCABULARY_FILE
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(file))
            words |= {
                fold(piece.removeprefix(_WORD_START))
                for piece in map(pieces.id_to_piece, range(pieces.get_piece_size()))
                if piece.startswith(_WORD_START)
            }
        return words

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Sets the lemmas of all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the lemmas of messages."""
        for message in messages:
            for index, token in enumerate(message.get(TOKENS_NAMES[TEXT]) or []):
                if index == 0 or not token.text.istitle():
                    token.lemma = self._spelling.meant(token.text)
                token.set(FAMILIAR, token.lemma != token.text or self._spelling.knows(token.text))
        return messages
