"""What any featurizer must do, asked of the T5 one with the shipped weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.t5_backends.loading import EncoderNotFoundError
from nlu.t5_featurizer import T5Featurizer
from tests.nlu.components import AWKWARD_TEXTS, Workshop, read

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSION = 384
PRECISIONS = ("float32", "int8")
QUESTIONS = ["¿Cuánto me pagaron en marzo?", "hola", "quiero vacaciones desde el 3 de julio", "no me llegó la prima"]


@pytest.fixture(params=PRECISIONS)
def precision(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def tokenizer(workshop: Workshop) -> Any:
    return workshop.create(WhitespaceTokenizer)


def tokenized(tokenizer: Any, text: str) -> Message:
    return read(tokenizer, text)


def features(message: Message) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The message's only sequence matrix and sentence row."""
    found = {feature.type: feature.features for feature in message.features if feature.attribute == TEXT}
    return found[FEATURE_TYPE_SEQUENCE], found[FEATURE_TYPE_SENTENCE]


def vectors(featurizer: Any, tokenizer: Any, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return features(featurizer.process([tokenized(tokenizer, text)])[0])


@pytest.mark.parametrize("text", [text for text in AWKWARD_TEXTS if text.strip()])
def test_every_token_of_any_text_gets_a_finite_vector(
    workshop: Workshop, tokenizer: Any, precision: str, text: str
) -> None:
    message = tokenized(tokenizer, text)
    featurizer = workshop.create(T5Featurizer, precision=precision)
    sequence, sentence = features(featurizer.process([message])[0])
    assert sequence.shape == (len(message.get("text_tokens")), DIMENSION)
    assert sentence.shape == (1, DIMENSION)
    assert sequence.dtype == sentence.dtype == np.float32
    assert np.isfinite(sequence).all()
    assert np.isfinite(sentence).all()


def test_a_text_without_pieces_gets_zeros(workshop: Workshop, tokenizer: Any) -> None:
    sequence, sentence = vectors(workshop.create(T5Featurizer), tokenizer, "")
    assert not sequence.any()
    assert not sentence.any()


def test_a_message_without_tokens_is_left_alone(workshop: Workshop) -> None:
    message = Message(data={"intent": "saludar"})
    assert workshop.create(T5Featurizer).process([message])[0].features == []


def test_tokens_of_a_thousand_word_message_all_get_vectors(workshop: Workshop, tokenizer: Any) -> None:
    sequence, _ = vectors(workshop.create(T5Featurizer), tokenizer, "cuánto me pagaron " * 333 + "hoy")
    assert len(sequence) == 1000
    assert np.abs(sequence).sum(axis=1).min() > 0


def test_tokens_beyond_the_last_window_get_zeros(workshop: Workshop, tokenizer: Any) -> None:
    sequence, sentence = vectors(workshop.create(T5Featurizer), tokenizer, "nómina " * 5000)
    assert sequence[0].any()
    assert not sequence[-1].any()
    assert sentence.any()


def test_training_and_running_give_the_same_vectors(workshop: Workshop, tokenizer: Any, precision: str) -> None:
    examples = [tokenized(tokenizer, text) for text in QUESTIONS]
    trained = workshop.create(T5Featurizer, precision=precision)
    trained.train(TrainingData(examples))
    trained.process_training_data(TrainingData(examples))
    loaded = workshop.load(T5Featurizer, precision=precision)
    for example, text in zip(examples, QUESTIONS, strict=True):
        for known, again in zip(features(example), vectors(loaded, tokenizer, text), strict=True):
            np.testing.assert_allclose(known, again, atol=1e-4)


def test_the_same_text_always_gets_the_same_vectors(workshop: Workshop, tokenizer: Any, precision: str) -> None:
    text = QUESTIONS[0]
    first = workshop.create(T5Featurizer, precision=precision)
    second = workshop.create(T5Featurizer, precision=precision)
    fresh, cached, other = (vectors(f, tokenizer, text) for f in (first, first, second))
    for one, two, three in zip(fresh, cached, other, strict=True):
        np.testing.assert_array_equal(one, two)
        np.testing.assert_array_equal(one, three)


def test_threads_do_not_disturb_each_other(workshop: Workshop, tokenizer: Any, precision: str) -> None:
    texts = [f"{question} {number}" for question in QUESTIONS for number in range(8)]
    alone = workshop.create(T5Featurizer, precision=precision)
    expected = [vectors(alone, tokenizer, text)[1] for text in texts]
    shared = workshop.create(T5Featurizer, precision=precision, cached_messages=3)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: vectors(shared, tokenizer, text)[1], texts))
    np.testing.assert_array_equal(np.concatenate(found), np.concatenate(expected))


def test_int8_points_where_float32_points(workshop: Workshop, tokenizer: Any) -> None:
    exact, quick = (workshop.create(T5Featurizer, precision=precision) for precision in PRECISIONS)
    for text in QUESTIONS:
        one, two = vectors(exact, tokenizer, text)[1][0], vectors(quick, tokenizer, text)[1][0]
        assert one @ two / (np.linalg.norm(one) * np.linalg.norm(two)) > 0.999


def test_accents_and_case_hardly_move_a_question_and_another_question_is_further(
    workshop: Workshop, tokenizer: Any
) -> None:
    featurizer = workshop.create(T5Featurizer)

    def unit(text: str) -> NDArray[np.float32]:
        sentence = vectors(featurizer, tokenizer, text)[1][0]
        return sentence / np.linalg.norm(sentence)  # type: ignore[no-any-return]

    question, typed, other = map(
        unit, ("¿Cuándo es la próxima nómina?", "CUANDO ES LA PROXIMA NOMINA", "hace frío hoy")
    )
    assert question @ typed > question @ other + 0.3


def test_the_training_cache_answers_for_the_encoder(
    workshop: Workshop, tokenizer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = str(tmp_path / "vectors.sqlite")
    first = [tokenized(tokenizer, text) for text in QUESTIONS]
    workshop.create(T5Featurizer, training_cache=cache).process_training_data(TrainingData(first))
    again = [tokenized(tokenizer, text) for text in QUESTIONS]
    featurizer = workshop.create(T5Featurizer, training_cache=cache)

    def refuse(*_: Any) -> None:
        raise AssertionError("the encoder ran for a cached text")

    monkeypatch.setattr(featurizer._encoder._backend, "states", refuse)
    featurizer.process_training_data(TrainingData(again))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(features(one)[0], features(two)[0])
        np.testing.assert_array_equal(features(one)[1], features(two)[1])


def test_an_assistant_refuses_weights_it_was_not_trained_with(workshop: Workshop) -> None:
    featurizer = workshop.create(T5Featurizer)
    featurizer._encoder._backend.weights = "others"
    featurizer.train(TrainingData())
    with pytest.raises(InvalidConfigException, match="vuelva a entrenar"):
        workshop.load(T5Featurizer)


def test_an_assistant_runs_in_another_precision_than_it_was_trained_in(workshop: Workshop, tokenizer: Any) -> None:
    workshop.create(T5Featurizer, precision="float32").train(TrainingData())
    loaded = workshop.load(T5Featurizer, precision="int8")
    _, sentence = features(loaded.process([tokenized(tokenizer, "cuánto me pagaron")])[0])
    assert np.isfinite(sentence).all()


def test_changed_weights_change_the_training_fingerprint(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    before = T5Featurizer.fingerprint_addon({"model_name": str(tmp_path)})
    weights.write_bytes(b"other")
    assert before != T5Featurizer.fingerprint_addon({"model_name": str(tmp_path)})


@pytest.mark.parametrize(
    ("option", "value"),
    [("backend", "tensorflow"), ("precision", "int4"), ("intra_op_threads", 0), ("cached_messages", "many")],
)
def test_a_wrong_option_is_named(workshop: Workshop, option: str, value: object) -> None:
    with pytest.raises(InvalidConfigException, match=option):
        workshop.create(T5Featurizer, **{option: value})


def test_a_folder_without_an_exported_encoder_is_explained(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(EncoderNotFoundError, match="make t5"):
        workshop.create(T5Featurizer, model_name=str(tmp_path), backend="onnx")
