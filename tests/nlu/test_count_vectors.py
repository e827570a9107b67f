"""The remembering counts are those of Rasa's own featurizer, on any text and on the second time as on the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import count_vectors
from nlu.count_vectors import RememberingCountVectorsFeaturizer
from tests.nlu.components import AWKWARD_TEXTS, Workshop, featurize

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = ("cuánto me pagaron en marzo", "me pagaron 300 mil", "qué día me pagan la prima", "prima prima prima")
OPTIONS: dict[str, dict[str, Any]] = {
    "words": {},
    "letters": {"analyzer": "char_wb", "max_ngram": 4, "min_df": 2, "strip_accents": "unicode"},
    "pairs of words": {"max_ngram": 2},
    "letters over blanks": {"analyzer": "char", "max_ngram": 3},
}


def trained(component: type, workshop: Workshop, options: dict[str, Any]) -> list[Any]:
    parts = [workshop.create(WhitespaceTokenizer, "tokens"), workshop.create(component, component.__name__, **options)]
    featurize(parts, TrainingData([Message.build(text, "x") for text in SENTENCES]))
    return parts


def matrices(parts: list[Any], text: str) -> dict[str, Any]:
    message = Message(data={"text": text})
    for part in parts:
        part.process([message])
    return {found.type: found.features.toarray().tolist() for found in message.features}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_counts_equal_those_of_rasa(options: dict[str, Any], tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    ours, stock = (
        trained(kind, workshop, options) for kind in (RememberingCountVectorsFeaturizer, CountVectorsFeaturizer)
    )
    for text in (*SENTENCES, *AWKWARD_TEXTS, *SENTENCES):
        assert matrices(ours, text) == matrices(stock, text)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_vectors, "_REMEMBERED_WORDS", 3)
    ours = trained(RememberingCountVectorsFeaturizer, Workshop(tmp_path), {})
    for text in SENTENCES:
        matrices(ours, text)
    assert len(ours[1]._rows) <= 3 + 5


def test_another_training_forgets_the_earlier_counts(tmp_path: Path) -> None:
    tokens, counts = trained(RememberingCountVectorsFeaturizer, Workshop(tmp_path), {})
    matrices([tokens, counts], "prima")
    featurize([tokens, counts], TrainingData([Message.build("zanahoria prima", "x")]))
    assert matrices([tokens, counts], "prima") == {"sequence": [[1.0, 0.0]], "sentence": [[1.0, 0.0]]}
