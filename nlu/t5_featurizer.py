"""Graph component that gives DIET the vectors of a T5 (or any other) text encoder."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES, TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm

from nlu.mended_text import mended_text
from nlu.t5_backends.backend import Floats
from nlu.t5_backends.loading import BACKENDS, PRECISIONS, load_backend, resolve_model
from nlu.t5_backends.text_encoder import EncodedText, TextEncoder, pool_tokens
from nlu.t5_backends.vector_cache import DiskCache, MemoryCache, text_digest

logger = logging.getLogger(__name__)

_STATE_FILE = "encoder.json"

Places = list[tuple[int, int]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class T5Featurizer(DenseFeaturizer, GraphComponent):
    """Sets dense sequence and sentence features.

    A token's vector is the mean of its sub-words, zeros where it has none; the sentence's is the mean of all sub-words.
    Where a token's lemma differs from what was typed, the lemma is read.
    Nothing is learned here: training only records which weights the assistant was trained with, and loading refuses
    others.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come before this one."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages of the default backend."""
        return ["onnxruntime", "sentencepiece"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's options."""
        return {
            **DenseFeaturizer.get_default_config(),
            # A folder (of the repository or absolute) or, for the torch backend, a name of the Hugging Face hub.
            "model_name": "models/t5-nomina-es",
            # onnx, torch, or auto: onnx where the folder holds an exported graph.
            "backend": "auto",
            # Of the onnx backend: float32, int8 (a third of the memory; sentence cosine to float32 0.9999), or auto:
            # the faster of them on this processor.
            "precision": "auto",
            # Of the torch backend: cpu, cuda, mps…; none takes the accelerator when there is one.
            "device": None,
            "intra_op_threads": 1,
            # Padded sub-words in one training batch.
            "pieces_per_batch": 2048,
            # Messages whose vectors stay in memory (some 20 kB each).
            "cached_messages": 256,
            # SQLite file that keeps the training set's vectors between trainings; none keeps nothing.
            "training_cache": None,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException for a value outside its range."""
        for option, allowed in (("backend", BACKENDS), ("precision", PRECISIONS)):
            if config[option] not in allowed:
                raise InvalidConfigException(f"T5Featurizer: «{option}» debe ser uno de {', '.join(allowed)}.")
        for option in ("intra_op_threads", "pieces_per_batch", "cached_messages"):
            if not isinstance(config[option], int) or config[option] < 1:
                raise InvalidConfigException(f"T5Featurizer: «{option}» debe ser un entero positivo.")

    def __init__(self, config: dict[str, Any], name: str, resource: Resource, model_storage: ModelStorage) -> None:
        """Loads the encoder."""
        super().__init__(name, config)
        self._resource = resource
        self._model_storage = model_storage
        backend = load_backend(
            config["model_name"],
            config["backend"],
            config["precision"],
            config["device"],
            config["intra_op_threads"],
        )
        self._encoder = TextEncoder(backend, config["pieces_per_batch"])
        self._memory = MemoryCache(config["cached_messages"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> T5Featurizer:
        """Creates an untrained component (see parent class)."""
        return cls(config, execution_context.node_name, resource, model_storage)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> T5Featurizer:
        """Loads a trained component; InvalidConfigException when the weights are not those of the training."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            trained = json.loads((folder / _STATE_FILE).read_text(encoding="utf-8"))
        if trained["weights"] != component._encoder.weights:
            raise InvalidConfigException(
                f"El codificador «{config['model_name']}» cambió desde que se entrenó este asistente: "
                "vuelva a entrenar con `make train` o recupere los pesos anteriores."
            )
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Makes a retraining notice that the weights in the folder changed."""
        folder = resolve_model(config.get("model_name") or cls.get_default_config()["model_name"])
        if not folder.is_dir():
            return None
        files = sorted(path for path in folder.iterdir() if path.suffix in {".onnx", ".safetensors", ".bin", ".model"})
        return json.dumps([[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in files])

    def train(self, training_data: TrainingData) -> Resource:
        """Records the weights in use."""
        with self._model_storage.write_to(self._resource) as folder:
            state = json.dumps({"weights": self._encoder.weights, "dimension": self._encoder.dimension})
            Path(folder, _STATE_FILE).write_text(state, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds features to all examples: distinct texts once, in batches, with a progress bar."""
        examples = training_data.training_examples
        texts = {text for message in examples for _, text, _ in self._featurizable(message)}
        encoded = self._encode_training_set(sorted(texts))
        for message in examples:
            for attribute, text, places in self._featurizable(message):
                self._add_features(message, attribute, places, encoded[text])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds features to messages as they arrive."""
        for message in messages:
            for attribute, text, places in self._featurizable(message):
                self._add_features(message, attribute, places, self._encode_cached(text))
        return messages

    @staticmethod
    def _featurizable(message: Message) -> list[tuple[str, str, Places]]:
        """Returns each attribute with tokens, its text as it is read, and where the tokens stand in that text."""
        return [
            (attribute, *mended_text(message.get(attribute), tokens))
            for attribute in DENSE_FEATURIZABLE_ATTRIBUTES
            if (tokens := message.get(TOKENS_NAMES[attribute]))
        ]

    def _add_features(self, message: Message, attribute: str, places: Places, encoded: EncodedText) -> None:
        sequence = pool_tokens(encoded.pieces, encoded.spans, places)
        self.add_features_to_message(sequence, encoded.sentence, attribute, message)

    def _encode_cached(self, text: str) -> EncodedText:
        key = text_digest(self._encoder.fingerprint, text)
        stacked = self._memory.get(key)
        if stacked is not None:
            return _unstack(stacked, self._encoder.split(text))
        _, encoded = next(iter(self._encoder.encode([text])))
        self._memory.put(key, _stack(encoded))
        return encoded

    def _encode_training_set(self, texts: list[str]) -> dict[str, EncodedText]:
        path = self._config["training_cache"]
        disk = DiskCache(Path(path)) if path else None
        keys = {text: text_digest(self._encoder.fingerprint, text) for text in texts}
        known = disk.get_many(list(keys.values())) if disk else {}
        found = {text: _unstack(known[key], self._encoder.split(text)) for text, key in keys.items() if key in known}
        missing = [text for text in texts if text not in found]
        progress = tqdm(self._encoder.encode(missing), total=len(missing), desc="T5", unit="frase", disable=not missing)
        new = {missing[index]: encoded for index, encoded in progress}
        if disk:
            disk.put_many({keys[text]: _stack(encoded) for text, encoded in new.items()})
        return {**found, **new}


def _stack(encoded: EncodedText) -> Floats:
    """Pieces and, as the last row, the sentence: what the caches keep."""
    return np.concatenate([encoded.pieces, encoded.sentence])


def _unstack(stacked: Floats, spans: list[tuple[int, int]]) -> EncodedText:
    return EncodedText(stacked[:-1], spans[: len(stacked) - 1], stacked[-1:])
