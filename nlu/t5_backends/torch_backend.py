"""torch and transformers: T5, mT5, Flan-T5 and encoders such as BERT, by hub name or folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.t5_backends.backend import Floats, Pieces, PieceTokenizer
from nlu.t5_backends.onnx_backend import files_digest
from nlu.t5_backends.sentencepiece_tokenizer import VOCABULARY_FILE, SentencePieceTokenizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_RELATIVE = 512  # T5 has no absolute positions: a bound on the memory of attention, not of the model
_WEIGHT_FILES = ("*.safetensors", "*.bin")
_ENCODER_CLASSES = {"t5": "T5EncoderModel", "mt5": "MT5EncoderModel", "umt5": "UMT5EncoderModel"}


class MissingTorchError(ImportError):
    """The torch backend was asked for in an environment without its dependency group."""

    def __init__(self) -> None:
        super().__init__(
            "El backend «torch» necesita torch y transformers. Instálelos con `uv sync --group t5` "
            "o use `backend: onnx` con una carpeta exportada."
        )


class HuggingFaceTokenizer:
    """AutoTokenizer with character spans; the marks it adds around a text are learned from an example."""

    def __init__(self, model_name: str) -> None:
        from transformers import AutoTokenizer

        self._tokenizer = AutoTokenizer.from_pretrained(model_name)
        if not self._tokenizer.is_fast:
            raise ValueError(f"El tokenizador de «{model_name}» no informa posiciones: hace falta uno rápido.")
        bare = self._tokenizer("a", add_special_tokens=False)["input_ids"]
        marked = self._tokenizer("a")["input_ids"]
        start = next(at for at in range(len(marked)) if marked[at : at + len(bare)] == bare)
        self.prefix = list(marked[:start])
        self.suffix = list(marked[start + len(bare) :])
        self.pad_id: int = self._tokenizer.pad_token_id or 0

    def split(self, text: str) -> Pieces:
        """The pieces of a text, without marks."""
        found = self._tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return Pieces(list(found["input_ids"]), [tuple(span) for span in found["offset_mapping"]])


def choose_device() -> str:
    """The accelerator torch sees, else the processor."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


class TorchBackend:
    """Any encoder of transformers in float32; `device` None takes the accelerator when there is one."""

    def __init__(self, model_name: str, device: str | None, intra_op_threads: int) -> None:
        try:
            import torch
            import transformers
        except ImportError as error:
            raise MissingTorchError from error
        self._torch = torch
        self._device = device or choose_device()
        if self._device == "cpu":
            torch.set_num_threads(intra_op_threads)
        config = transformers.AutoConfig.from_pretrained(model_name)
        loader = getattr(transformers, _ENCODER_CLASSES.get(config.model_type, "AutoModel"))
        model = loader.from_pretrained(model_name, dtype=torch.float32)
        # An encoder-decoder that is not a T5 (BART, PEGASUS): its encoder is all that features need.
        self._model = (model.get_encoder() if config.is_encoder_decoder else model).to(self._device).eval()
        self.dimension = int(config.hidden_size)
        self.max_pieces = _longest_sequence(config)
        self.tokenizer = _tokenizer(model_name)
        self.fingerprint = self.weights = model_digest(model_name, config.to_json_string())

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Last states of a padded batch (see `EncoderBackend`)."""
        torch = self._torch
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.from_numpy(ids).to(self._device),
                attention_mask=torch.from_numpy(mask).to(self._device),
            )
            states: Floats = output.last_hidden_state.float().cpu().numpy()
        return states


def _longest_sequence(config: Any) -> int:
    absolute = getattr(config, "max_position_embeddings", None)
    if not absolute:
        return _LONGEST_RELATIVE
    # RoBERTa and its kin number positions from the padding id plus one.
    reserved = (config.pad_token_id or 0) + 1 if config.model_type in {"roberta", "xlm-roberta", "camembert"} else 0
    return int(min(absolute - reserved, _LONGEST_RELATIVE))


def _tokenizer(model_name: str) -> PieceTokenizer:
    vocabulary = Path(model_name) / VOCABULARY_FILE
    return SentencePieceTokenizer(vocabulary) if vocabulary.is_file() else HuggingFaceTokenizer(model_name)


def model_digest(model_name: str, configuration: str) -> str:
    """A digest of a folder's weights, or of a hub model's name and configuration."""
    folder = Path(model_name)
    if not folder.is_dir():
        return json.dumps([model_name, configuration])
    names = [path.name for pattern in (*_WEIGHT_FILES, VOCABULARY_FILE, "config.json") for path in folder.glob(pattern)]
    return files_digest(folder, names)
