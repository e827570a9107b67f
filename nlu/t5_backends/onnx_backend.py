"""ONNX Runtime on the exported graph: the default at run time."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import onnxruntime

from nlu.t5_backends.backend import Floats
from nlu.t5_backends.sentencepiece_tokenizer import VOCABULARY_FILE, SentencePieceTokenizer

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

GRAPH_FILES = {"float32": "encoder.onnx", "int8": "encoder.int8.onnx"}
WEIGHTS_FILE = "model.safetensors"
_ERRORS_ONLY = 3


def has_graph(folder: Path, precision: str) -> bool:
    """Whether the folder holds everything this backend reads."""
    return all((folder / name).is_file() for name in (GRAPH_FILES[precision], WEIGHTS_FILE, VOCABULARY_FILE))


class OnnxBackend:
    """One session; `run` may be called from several threads at once.

    `int8` quantises each row of activations by itself, so that a text's vector does not depend on its batch.
    """

    def __init__(self, folder: Path, precision: str, intra_op_threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = intra_op_threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        # A thread that spins between two messages would burn a core that the conversation needs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = folder / GRAPH_FILES[precision]
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        properties = self._session.get_modelmeta().custom_metadata_map
        self.dimension = int(properties["dimension"])
        self.max_pieces = int(properties["max_pieces"])
        self.tokenizer = SentencePieceTokenizer(folder / VOCABULARY_FILE)
        self.weights = files_digest(folder, [WEIGHTS_FILE, VOCABULARY_FILE])
        self.fingerprint = files_digest(folder, [GRAPH_FILES[precision]]) + self.weights

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Last states of a padded batch (see `EncoderBackend`)."""
        states: Floats = self._session.run(["states"], {"ids": ids, "mask": mask})[0]
        return states


def files_digest(folder: Path, names: list[str]) -> str:
    """A digest of the files' names and contents."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(names):
        digest.update(name.encode())
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
