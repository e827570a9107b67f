"""The torch backend: equal to ONNX Runtime on the shipped weights, and able to read other architectures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nlu.t5_backends.loading import load_backend
from nlu.t5_backends.text_encoder import TextEncoder
from nlu.t5_backends.torch_backend import MissingTorchError, TorchBackend

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "models/t5-nomina-es"
TEXTS = ["¿Cuánto me pagaron en marzo?", "hola", "💸 prima", "зарплата", "cuánto me pagaron " * 60]
SIZES = {"d_model": 16, "d_kv": 4, "d_ff": 32, "num_layers": 2, "num_decoder_layers": 1, "num_heads": 4}


def test_a_missing_torch_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(MissingTorchError, match="uv sync --group t5"):
        TorchBackend(SHIPPED, "cpu", 1)


@pytest.mark.torch
def test_both_backends_give_the_same_vectors() -> None:
    onnx, torch = (
        dict(TextEncoder(load_backend(SHIPPED, backend, "float32", "cpu", 1)).encode(TEXTS))
        for backend in ("onnx", "torch")
    )
    for index in range(len(TEXTS)):
        assert onnx[index].spans == torch[index].spans
        np.testing.assert_allclose(onnx[index].pieces, torch[index].pieces, atol=1e-4)
        np.testing.assert_allclose(onnx[index].sentence, torch[index].sentence, atol=1e-4)


def _word_tokenizer(folder: Path, **marks: str) -> None:
    """A fast tokenizer of a few words, saved the way a hub model has it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = ["[PAD]", "</s>", "[UNK]", "[CLS]", "[SEP]", "hola", "prima", "cuánto", "me", "pagaron", "en", "marzo"]
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    template = f"{marks.get('first', '')} $A {marks['last']}".strip()
    special = [(mark, words.index(mark)) for mark in marks.values()]
    tokenizer.post_processor = processors.TemplateProcessing(single=template, special_tokens=special)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    fast.save_pretrained(folder)


def _save_t5(folder: Path) -> None:
    import transformers

    config = transformers.T5Config(vocab_size=32, feed_forward_proj="relu", **SIZES)
    transformers.T5ForConditionalGeneration(config).save_pretrained(folder)
    _word_tokenizer(folder, last="</s>")


def _save_mt5(folder: Path) -> None:
    import transformers

    config = transformers.MT5Config(vocab_size=32, feed_forward_proj="gated-gelu", **SIZES)
    transformers.MT5EncoderModel(config).save_pretrained(folder)
    _word_tokenizer(folder, last="</s>")


def _save_bert(folder: Path) -> None:
    import transformers

    config = transformers.BertConfig(
        vocab_size=32,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=32,
        max_position_embeddings=24,
    )
    transformers.BertModel(config).save_pretrained(folder)
    _word_tokenizer(folder, first="[CLS]", last="[SEP]")


@pytest.mark.torch
@pytest.mark.parametrize("save", [_save_t5, _save_mt5, _save_bert])
def test_any_encoder_is_read_from_its_folder(tmp_path: Path, save: Any) -> None:
    save(tmp_path)
    encoder = TextEncoder(load_backend(str(tmp_path), "auto", "int8", None, 1))
    texts = ["cuánto me pagaron en marzo", "hola", "prima desconocida", "hola " * 100, ""]
    encoded = dict(encoder.encode(texts))
    assert encoder.dimension == 16
    assert [len(encoded[index].pieces) for index in range(5)] == [5, 1, 2, 100, 0]
    assert encoded[0].spans[2] == (10, 17)
    assert all(np.isfinite(text.sentence).all() for text in encoded.values())
    alone = dict(encoder.encode(texts[:1]))[0]
    np.testing.assert_allclose(alone.pieces, encoded[0].pieces, atol=1e-5)


@pytest.mark.torch
def test_other_weights_have_another_fingerprint(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _save_bert(tmp_path / name)
    one, two = (load_backend(str(tmp_path / name), "torch", "float32", "cpu", 1) for name in ("one", "two"))
    assert one.fingerprint != two.fingerprint
