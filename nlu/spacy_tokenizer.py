"""Graph component that reads a message with a spaCy pipeline: tokens for all, its entities for who asks for them."""

from __future__ import annotations

import hashlib
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from nlu.spacy_document import SpacyDocument
from nlu.t5_backends.loading import resolve_model


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyPipelineTokenizer(Tokenizer):
    """Words of a spaCy pipeline as tokens; its document stays on the message.

    `model` is a folder (of the repository or absolute) or an installed spaCy package, such as `es_core_news_sm`.
    Messages of a training get tokens only: no component learns from the pipeline's entities.
    """

    @staticmethod
    def required_packages() -> list[str]:
        """The library of the pipeline."""
        return ["spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's options besides a tokenizer's own."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "model": "models/spacy-nomina-es",
        }

    def __init__(self, config: dict[str, Any], language: Language) -> None:
        """Keeps the pipeline."""
        super().__init__(config)
        self._language = language

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyPipelineTokenizer:
        """Loads the pipeline; InvalidConfigException when there is none of that name."""
        folder = resolve_model(config["model"])
        try:
            language = spacy.load(folder if folder.is_dir() else config["model"])
        except OSError as error:
            raise InvalidConfigException(
                f"No hay una tubería de spaCy en «{config['model']}»: indique una carpeta o un paquete instalado."
            ) from error
        return cls(config, language)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Makes a retraining notice that the pipeline in the folder changed."""
        folder = resolve_model(config.get("model") or cls.get_default_config()["model"])
        if not folder.is_dir():
            return None
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the document and the tokens to messages."""
        for message in messages:
            if message.get(TEXT):
                message.set(SPACY_DOCS[TEXT], SpacyDocument(self._language, message.get(TEXT)))
        processed: list[Message] = super().process(messages)
        return processed

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Returns the tokens of one attribute of a message."""
        known: SpacyDocument | None = message.get(SPACY_DOCS[TEXT]) if attribute == TEXT else None
        doc = known.words if known is not None else self._language.make_doc(message.get(attribute))
        said = [token for token in doc if not token.is_space]
        words = [token for token in said if any(letter.isalnum() for letter in token.text)]
        # Signs are no words, but a message of signs alone («?», «💸») still has something to featurize.
        return list(self._apply_token_pattern([Token(token.text, token.idx) for token in words or said]))
