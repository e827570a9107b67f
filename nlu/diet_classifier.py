"""DIET with honest confidences, other opinions beside its own and fast answers."""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils import train_utils
from rasa.utils.tensorflow.constants import (
    BATCH_SIZES,
    BATCH_STRATEGY,
    EPOCHS,
    EVAL_NUM_EPOCHS,
    EVAL_NUM_EXAMPLES,
    FEATURIZERS,
    LEARNING_RATE,
    RANDOM_SEED,
    RUN_EAGERLY,
)
from sklearn.model_selection import train_test_split

from nlu.calibration import expected_calibration_error, fit_pool, pool
from nlu.diet_inference import DietInference, UnsupportedArchitecture
from nlu.mended_text import mended_text
from nlu.other_opinions import NAMES, OtherOpinions
from nlu.person_extractor import names_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from rasa.utils.tensorflow.model_data import RasaModelData
    from scipy.sparse import spmatrix

    from nlu.persons import NameBook

logger = logging.getLogger(__name__)

_HELD_OUT, _SETTLING_EPOCHS = "held_out_fraction", "settling_epochs"
_OTHERS, _DIET = "other_opinions", "diet"
_FIRST_NAMES, _SURNAMES = "first_names", "surnames"
_FILE = "calibration.json"
_FEWEST_EXAMPLES_PER_INTENT = 5
_UNCALIBRATED = dict.fromkeys((_DIET, *NAMES), 1.0)


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True
)
class CalibratedDIETClassifier(DIETClassifier):
    """Rasa's DIET, trained in two stretches in the time of one.

    The first `epochs` leave out `held_out_fraction` of the examples of each intent, on which the temperature of the
    confidences is fitted; `settling_epochs` more then learn from every example. Each of `other_opinions` («linear», a
    logistic regression, and «nearest», the sentences most alike: `nlu.other_opinions`) gives a distribution besides;
    the same held-out examples fit how much each counts in their product. At inference a numpy pass gives the answers
    of the TensorFlow graph (`nlu.diet_inference`); where the architecture has other parts, the graph answers.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Adds the second stretch, the other opinions and their lookup tables of names to DIET's own."""
        return {
            **DIETClassifier.get_default_config(),
            EVAL_NUM_EPOCHS: 1,
            _HELD_OUT: 0.15,
            _SETTLING_EPOCHS: 8,
            _OTHERS: [],
            _FIRST_NAMES: "nombre_de_pila",
            _SURNAMES: "apellido",
        }

    def __init__(self, *args: Any, calibration: dict[str, float] | None = None, **kwargs: Any) -> None:
        """Keeps the calibration besides what DIET keeps."""
        super().__init__(*args, **kwargs)
        self.calibration = calibration or dict(_UNCALIBRATED)
        self._inference: DietInference | None = None
        self._others: OtherOpinions | None = None
        unknown = set(self.component_config[_OTHERS]) - set(NAMES)
        if unknown:
            raise InvalidConfigException(f"{_OTHERS} are of {', '.join(NAMES)}, not {', '.join(sorted(unknown))}")

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on a part, fits the temperature on the rest, then trains on all of it."""
        model_data = self.preprocess_train_data(training_data)
        if model_data.is_empty() or not self._check_enough_labels(model_data):
            logger.error("Intent classification needs examples of at least two intents; nothing was trained.")
            return self._resource
        self.check_correct_entity_annotations(training_data)
        self._data_example = model_data.first_data_example()
        self._sparse_feature_sizes = model_data.get_sparse_feature_sizes()
        tf.random.set_seed(self.component_config[RANDOM_SEED])
        self.model = self._instantiate_model_class(model_data)
        self.model.compile(
            optimizer=tf.keras.optimizers.Adam(self.component_config[LEARNING_RATE]),
            run_eagerly=self.component_config[RUN_EAGERLY],
        )

        names = names_of(training_data, self.component_config[_FIRST_NAMES], self.component_config[_SURNAMES])
        kept, held_out = self._hold_out(training_data.nlu_examples)
        if held_out:
            self._fit(self._model_data_of(kept), self.component_config[EPOCHS])
            self._fit_others(kept, names)
            self._calibrate(held_out)
            self._fit(model_data, self.component_config[_SETTLING_EPOCHS])
        else:
            self._fit(model_data, self.component_config[EPOCHS] + self.component_config[_SETTLING_EPOCHS])
        self._fit_others([*kept, *held_out], names)
        self.persist()
        self._inference = None
        return self._resource

    def _hold_out(self, examples: list[Message]) -> tuple[list[Message], list[Message]]:
        """Splits the examples by intent; rare intents stay whole in the training part."""
        labelled = [message for message in examples if message.get(INTENT)]
        counts = Counter(message.get(INTENT) for message in labelled)
        frequent = [m for m in labelled if counts[m.get(INTENT)] >= _FEWEST_EXAMPLES_PER_INTENT]
        fraction = self.component_config[_HELD_OUT]
        if fraction <= 0 or len(frequent) * fraction < len(set(counts)):
            return labelled, []
        _, held_out = train_test_split(
            frequent,
            test_size=fraction,
            random_state=self.component_config[RANDOM_SEED],
            stratify=[message.get(INTENT) for message in frequent],
        )
        chosen = {id(message) for message in held_out}
        return [message for message in labelled if id(message) not in chosen], held_out

    def _model_data_of(self, examples: list[Message]) -> RasaModelData:
        label_ids = {label: index for index, label in self.index_label_id_mapping.items()}
        return self._create_model_data(examples, label_ids, label_attribute=INTENT)

    def _fit(self, model_data: RasaModelData, epochs: int) -> None:
        config = self.component_config
        generator, validation = train_utils.create_data_generators(
            model_data,
            config[BATCH_SIZES],
            epochs,
            config[BATCH_STRATEGY],
            config[EVAL_NUM_EXAMPLES],
            config[RANDOM_SEED],
        )
        callbacks = train_utils.create_common_callbacks(epochs, None, None, None)
        assert self.model is not None  # noqa: S101 - set by train
        self.model.fit(
            generator, epochs=epochs, validation_data=validation, callbacks=callbacks, verbose=False, shuffle=False
        )

    def _fit_others(self, examples: list[Message], names: NameBook) -> None:
        if not self.component_config[_OTHERS]:
            return
        label_ids = {label: index for index, label in self.index_label_id_mapping.items()}
        vectors = [self._sentence_vector(message) for message in examples]
        present = [vector for vector in vectors if vector is not None]
        self._others = OtherOpinions.fit(
            self.component_config[_OTHERS],
            [_text_as_read(message) for message in examples],
            np.stack(present) if len(present) == len(examples) else None,
            np.array([label_ids[message.get(INTENT)] for message in examples]),
            names,
            len(label_ids),
            start=self._others,
        )

    def _sentence_vector(self, message: Message) -> NDArray[np.float32] | None:
        """Returns the dense sentence features; none without a dense featurizer."""
        parts = self._parts(message, FEATURE_TYPE_SENTENCE, sparse=False)
        return np.concatenate(parts, axis=-1).astype(np.float32).reshape(-1) if parts else None

    def _calibrate(self, held_out: list[Message]) -> None:
        label_ids = {label: index for index, label in self.index_label_id_mapping.items()}
        labels = np.array([label_ids[message.get(INTENT)] for message in held_out])
        outputs = [self._predict(message) for message in held_out]
        self._inference = None
        labels = labels[[output is not None for output in outputs]]
        answered = [output for output in outputs if output is not None]
        scores = np.concatenate([output["i_scores"].reshape(1, -1) for output in answered]).astype(np.float64)
        others = [name for name in NAMES if name in answered[0]]
        opinions = [scores, *(np.concatenate([output[name] for output in answered]) for name in others)]
        exponents = fit_pool(opinions, labels)
        pooled = pool(opinions, exponents)
        correct = pooled.argmax(axis=1) == labels
        self.calibration = {
            **dict(zip((_DIET, *others), exponents, strict=True)),
            "examples": float(len(labels)),
            "accuracy": float(correct.mean()),
            "accuracy_of_diet": float((scores.argmax(axis=1) == labels).mean()),
            "ece_of_diet": expected_calibration_error(scores.max(axis=1), scores.argmax(axis=1) == labels),
            "ece": expected_calibration_error(pooled.max(axis=1), correct),
        }
        logger.info("Calibrated on held-out examples: %s", self.calibration)

    def persist(self) -> None:
        """Persists the calibration and the other opinions beside DIET."""
        super().persist()
        with self._model_storage.write_to(self._resource) as folder:
            if self._others is not None:
                self._others.save(folder)
            (folder / _FILE).write_text(json.dumps(self.calibration, indent=2), encoding="utf-8")

    @classmethod
    def _load(
        cls,
        model_path: Path,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedDIETClassifier:
        loaded: CalibratedDIETClassifier = super()._load(model_path, config, model_storage, resource, execution_context)
        loaded.calibration = json.loads((model_path / _FILE).read_text(encoding="utf-8"))
        loaded._others = OtherOpinions.load(model_path)
        loaded._prepare_inference()
        return loaded

    def _prepare_inference(self) -> None:
        if self.model is None or self._inference is not None:
            return
        try:
            self._inference = DietInference(self.model)
        except UnsupportedArchitecture as error:
            logger.warning("DIET answers through TensorFlow: the numpy pass does not know %s.", error)

    def _predict(self, message: Message) -> dict[str, Any] | None:
        found = self._diet_opinion(message)
        if found is None or self._others is None:
            return found
        return {**found, **self._others.on(_text_as_read(message), self._sentence_vector(message))}

    def _diet_opinion(self, message: Message) -> dict[str, Any] | None:
        if self.model is None:
            return None
        self._prepare_inference()
        if self._inference is None:
            out: dict[str, Any] | None = super()._predict(message)
            return out
        if not message.features_present(attribute=TEXT, featurizers=self.component_config[FEATURIZERS]):
            return None
        return self._inference(self._features(message))

    def _features(self, message: Message) -> dict[str, tuple[list[spmatrix], NDArray[Any] | None]]:
        return {
            kind: (
                self._parts(message, kind, sparse=True),
                np.concatenate(dense, axis=-1) if (dense := self._parts(message, kind, sparse=False)) else None,
            )
            for kind in (FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE)
        }

    def _parts(self, message: Message, kind: str, *, sparse: bool) -> list[Any]:
        """Returns each featurizer's matrix; Rasa's own getters copy and join them, which takes longer than DIET."""
        featurizers = self.component_config[FEATURIZERS]
        return [
            part.features
            for part in message.features
            if part.attribute == TEXT
            and part.type == kind
            and part.is_sparse() == sparse
            and (not featurizers or part.origin in featurizers)
        ]

    def _predict_label(self, predict_out: dict[str, Any] | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        if predict_out is not None:
            opinions = {
                _DIET: predict_out["i_scores"],
                **{name: predict_out[name] for name in NAMES if name in predict_out},
            }
            pooled = pool(list(opinions.values()), [self.calibration[name] for name in opinions])
            predict_out = {**predict_out, "i_scores": pooled}
        label: tuple[dict[str, Any], list[dict[str, Any]]] = super()._predict_label(predict_out)
        return label


def _text_as_read(message: Message) -> str:
    text, _ = mended_text(message.get(TEXT), message.get(TOKENS_NAMES[TEXT]) or [])
    return text
