"""Sentence vectors of the Spanish T5 encoder, straight from its exported graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import sentencepiece

if TYPE_CHECKING:
    from collections.abc import Sequence

MODEL_FOLDER = Path(__file__).resolve().parents[2] / "models" / "t5-nomina-es"
_GRAPH = "encoder.int8.onnx"
_VOCABULARY = "spiece.model"
_MAX_PIECES = 127
_BATCH = 16
_ERRORS_ONLY = 3

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class SentenceEncoder:
    """Unit vectors (texts, dimension): the mean of all states, the end mark's included; 127 pieces of a text count."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(folder / _GRAPH), options, providers=["CPUExecutionProvider"])
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / _VOCABULARY))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors, in the order of the texts."""
        rows = [[*self._pieces.encode(text)[:_MAX_PIECES], self._pieces.eos_id()] for text in texts]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        found: dict[int, Vectors] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found.update(zip(batch, self._batch([rows[at] for at in batch]), strict=True))
        return np.stack([found[at] for at in range(len(rows))])

    def _batch(self, rows: list[list[int]]) -> Vectors:
        ids = np.full((len(rows), max(map(len, rows))), max(self._pieces.pad_id(), 0), np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        states = self._session.run(["states"], {"ids": ids, "mask": mask})[0]
        kept = mask[:, :, None].astype(np.float32)
        means = (states * kept).sum(axis=1) / kept.sum(axis=1)
        unit: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
        return unit


def load_encoder(folder: Path = MODEL_FOLDER) -> SentenceEncoder | None:
    """The encoder of a folder; None when the folder does not hold it."""
    if not all((folder / name).is_file() for name in (_GRAPH, _VOCABULARY)):
        return None
    return SentenceEncoder(folder)
