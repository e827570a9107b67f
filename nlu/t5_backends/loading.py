"""Which backend serves a model name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nlu.t5_backends.onnx_backend import GRAPH_FILES, OnnxBackend, has_graph
from nlu.t5_backends.processor import int8_is_fast

if TYPE_CHECKING:
    from nlu.t5_backends.backend import EncoderBackend

REPOSITORY_ROOT = Path(__file__).resolve().parents[2]
BACKENDS = ("auto", "onnx", "torch")
PRECISIONS = ("auto", *GRAPH_FILES)


class EncoderNotFoundError(FileNotFoundError):
    """No exported graph where the ONNX backend was told to look."""

    def __init__(self, folder: Path, precision: str) -> None:
        super().__init__(
            f"No hay un codificador exportado ({GRAPH_FILES[precision]}) en «{folder}». "
            "Ejecute `make t5` o use `backend: torch` con un modelo de Hugging Face."
        )


def resolve_model(model_name: str) -> Path:
    """The folder a name stands for: as given, or inside the repository."""
    given = Path(model_name)
    inside = REPOSITORY_ROOT / model_name
    return inside if not given.is_absolute() and not given.is_dir() and inside.is_dir() else given


def load_backend(
    model_name: str, backend: str, precision: str, device: str | None, intra_op_threads: int
) -> EncoderBackend:
    """Load a model: `auto` is ONNX Runtime when the folder holds an exported graph, torch otherwise.

    A precision `auto` is the one that this machine's processor computes faster.

    Raises EncoderNotFoundError when ONNX was asked for and there is no graph, MissingTorchError when torch is needed
    and not installed.
    """
    folder = resolve_model(model_name)
    if precision == "auto":
        precision = "int8" if int8_is_fast() else "float32"
    exported = has_graph(folder, precision)
    if backend == "onnx" and not exported:
        raise EncoderNotFoundError(folder, precision)
    if exported and backend != "torch":
        return OnnxBackend(folder, precision, intra_op_threads)
    from nlu.t5_backends.torch_backend import TorchBackend

    return TorchBackend(str(folder) if folder.is_dir() else model_name, device, intra_op_threads)
