"""The calibrated DIET, trained for real on a few sentences: the numpy pass answers as TensorFlow does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.diet_classifier import CalibratedDIETClassifier
from tests.nlu.components import AWKWARD_TEXTS, Workshop, featurize

if TYPE_CHECKING:
    from pathlib import Path

# Rasa builds ragged arrays in numpy's old way;
# TensorFlow 2.12 draws with non-integer bounds under Python 3.10, and Keras imports a module that is going away.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Creating an ndarray from ragged:numpy.VisibleDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The initializer:UserWarning"),
]

SETTINGS: dict[str, Any] = {
    "epochs": 4,
    "settling_epochs": 2,
    "held_out_fraction": 0.25,
    "random_seed": 5,
    "constrain_similarities": True,
    "evaluate_on_number_of_examples": 0,
    "ranking_length": 0,
    "transformer_size": 32,
    "other_opinions": ["linear", "nearest"],
    "run_eagerly": True,  # tracing a graph takes longer than these few examples
}
TOPICS = {
    "consultar_salario": "cuál es mi {} salario|cuánto {} gano|mi {} sueldo|qué {} básico tengo",
    "consultar_vacaciones": "cuántas {} vacaciones tengo|mis {} días de vacaciones|saldo {} de descanso",
    "saludar": "hola {}|buenas {}|buenos días {}",
}
FILLERS = ("", "hoy", "señor", "por favor", "ya mismo")


def sentences() -> TrainingData:
    examples = []
    for intent, patterns in TOPICS.items():
        for pattern in patterns.split("|"):
            for filler in FILLERS:
                text = " ".join(pattern.format(filler).split())
                start = text.find(filler) if filler else -1
                entities = (
                    [{"entity": "fecha", "start": start, "end": start + 3, "value": "hoy"}] if filler == "hoy" else []
                )
                examples.append(Message.build(text, intent, entities=entities))
    return TrainingData(examples)


class Trained:
    """A workshop with featurizers and one DIET trained in it."""

    def __init__(self, workshop: Workshop, **settings: Any) -> None:
        self.workshop = workshop
        self.featurizers = [
            workshop.create(WhitespaceTokenizer, "tokenizer"),
            workshop.create(CountVectorsFeaturizer, "words"),
            workshop.create(CountVectorsFeaturizer, "letters", analyzer="char_wb", max_ngram=3),
        ]
        self.settings = {**SETTINGS, **settings}
        data = sentences()
        featurize(self.featurizers, data)
        self.classifier = workshop.create(CalibratedDIETClassifier, "diet", **self.settings)
        self.classifier.train(data)

    def message(self, text: str) -> Message:
        message = Message(data={"text": text})
        for featurizer in self.featurizers:
            featurizer.process([message])
        return message

    def loaded(self) -> CalibratedDIETClassifier:
        return self.workshop.load(CalibratedDIETClassifier, "diet", **self.settings)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return Trained(Workshop(tmp_path_factory.mktemp("diet")))


@pytest.fixture(scope="module")
def loaded(trained: Trained) -> CalibratedDIETClassifier:
    """The trained one, as it comes back from the model's storage."""
    return trained.loaded()


@pytest.mark.parametrize(
    "text",
    ["cuánto gano hoy", "hola", "mis días de vacaciones por favor ya", *AWKWARD_TEXTS[4:8]],
    ids=["entity", "one word", "unknown words", *map(str, range(4, 8))],
)
def test_numpy_and_tensorflow_give_the_same_answers(trained: Trained, text: str) -> None:
    message = trained.message(text)
    fast = trained.classifier._predict(message)
    stock = DIETClassifier._predict(trained.classifier, message)
    assert fast is not None
    assert stock is not None
    assert fast["i_scores"] == pytest.approx(stock["i_scores"], abs=1e-4)
    assert np.array_equal(fast["e_entity_ids"], stock["e_entity_ids"])
    assert fast["e_entity_scores"] == pytest.approx(stock["e_entity_scores"], abs=1e-4)


@pytest.mark.parametrize("entities", [True, False], ids=["entities", "intents alone"])
@pytest.mark.parametrize("layers", [0, 1])
def test_numpy_and_tensorflow_agree_whatever_hangs_on_the_sentence(
    tmp_path: Path, layers: int, *, entities: bool
) -> None:
    small = Trained(
        Workshop(tmp_path),
        epochs=1,
        settling_epochs=0,
        held_out_fraction=0.0,
        number_of_transformer_layers=layers,
        entity_recognition=entities,
    )
    message = small.message("cuánto gano hoy, señor")
    fast = small.classifier._predict(message)
    stock = DIETClassifier._predict(small.classifier, message)
    assert small.classifier._inference is not None
    assert fast is not None
    assert stock is not None
    assert fast["i_scores"] == pytest.approx(stock["i_scores"], abs=1e-4)
    assert ("e_entity_ids" in fast) is entities
    if entities:
        assert np.array_equal(fast["e_entity_ids"], stock["e_entity_ids"])


def test_a_loaded_classifier_answers_as_the_trained_one(trained: Trained, loaded: CalibratedDIETClassifier) -> None:
    assert loaded.calibration == trained.classifier.calibration
    for text in ("cuánto gano", "buenas", "saldo de vacaciones hoy"):
        one, other = trained.message(text), trained.message(text)
        trained.classifier.process([one])
        loaded.process([other])
        assert one.get("intent")["name"] == other.get("intent")["name"]
        assert one.get("intent")["confidence"] == pytest.approx(other.get("intent")["confidence"], abs=1e-6)
        assert one.get("entities") == other.get("entities")


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
def test_any_text_gets_a_ranking_that_sums_to_one_or_none(trained: Trained, text: str) -> None:
    message = trained.message(text)
    trained.classifier.process([message])
    ranking = message.get("intent_ranking")
    if ranking:
        assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1, abs=1e-5)
    else:
        assert message.get("intent")["name"] is None


def test_the_confidences_are_fitted_on_held_out_sentences(trained: Trained) -> None:
    calibration = trained.classifier.calibration
    assert calibration["examples"] == 13
    assert calibration["diet"] != 1.0
    assert {"ece_of_diet", "ece", "accuracy"} <= calibration.keys()


@pytest.fixture(scope="module")
def uncalibrated(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Of an architecture that the numpy pass does not know, and without sentences to calibrate on."""
    return Trained(
        Workshop(tmp_path_factory.mktemp("uncalibrated")),
        epochs=1,
        settling_epochs=0,
        held_out_fraction=0.0,
        other_opinions=[],
        use_key_relative_attention=True,
    )


def test_too_few_examples_train_without_a_calibration(uncalibrated: Trained) -> None:
    assert uncalibrated.classifier.calibration == {"diet": 1.0, "linear": 1.0, "nearest": 1.0}


def test_an_unknown_architecture_is_answered_by_tensorflow(uncalibrated: Trained) -> None:
    message = uncalibrated.message("hola")
    uncalibrated.classifier.process([message])
    assert uncalibrated.classifier._inference is None
    assert message.get("intent")["name"] in TOPICS


def test_the_other_opinions_count_before_and_after_loading(
    trained: Trained, loaded: CalibratedDIETClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibration = trained.classifier.calibration
    assert calibration["linear"] + calibration["nearest"] > 0
    assert loaded.calibration == trained.classifier.calibration
    pooled, alone = (trained.message("cuánto gano") for _ in range(2))
    loaded.process([pooled])
    monkeypatch.setattr(loaded, "_others", None)
    loaded.process([alone])
    assert pooled.get("intent")["confidence"] != pytest.approx(alone.get("intent")["confidence"], abs=1e-6)


def test_an_opinion_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfigException, match="other_opinions are of linear, nearest, not oráculo"):
        Workshop(tmp_path).create(CalibratedDIETClassifier, "diet", **{**SETTINGS, "other_opinions": ["oráculo"]})


def test_the_same_seed_trains_the_same_classifier(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = Trained(Workshop(tmp_path_factory.mktemp("again")))
    one, other = trained.message("cuánto gano hoy"), again.message("cuánto gano hoy")
    trained.classifier.process([one])
    again.classifier.process([other])
    assert one.get("intent")["confidence"] == pytest.approx(other.get("intent")["confidence"], abs=1e-3)
