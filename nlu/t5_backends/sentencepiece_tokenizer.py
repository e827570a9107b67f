"""T5's own tokenizer straight from `spiece.model`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sentencepiece

from nlu.t5_backends.backend import Pieces

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY_FILE = "spiece.model"


class SentencePieceTokenizer:
    """Reads `spiece.model` without transformers, whose T5Tokenizer cannot be built beside protobuf 4.23."""

    def __init__(self, path: Path) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.prefix: list[int] = []
        self.suffix: list[int] = [self._processor.eos_id()]
        self.pad_id: int = max(self._processor.pad_id(), 0)

    def split(self, text: str) -> Pieces:
        """The pieces of a text; a span may begin at the blank before its word."""
        found = self._processor.encode(text, return_type="offset_mapping")
        return Pieces(found["ids"], found["offsets"])
