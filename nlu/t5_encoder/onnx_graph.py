"""The encoder as an ONNX graph that reads its weights from `model.safetensors`: both backends share one file."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from onnxruntime import InferenceSession

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WEIGHTS_FILE = "model.safetensors"
MAX_PIECES = 128
_FUSED = "com.microsoft"
_OPSET = 20
_QUANTISED_BLOCK = 128  # against 32: 20 % faster, sentence cosine to float32 still 0.99996
_ELEMENT_TYPES = {"F16": (TensorProto.FLOAT16, "<f2"), "F32": (TensorProto.FLOAT, "<f4")}


@dataclass(frozen=True)
class StoredTensor:
    """Where a tensor lies inside a safetensors file."""

    kind: str
    shape: tuple[int, ...]
    offset: int
    size: int


def read_safetensors_index(path: Path) -> dict[str, StoredTensor]:
    """Name, type, shape and position of every tensor (safetensors format: header size, JSON header, data)."""
    with path.open("rb") as stream:
        (header_size,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(header_size))
    base = 8 + header_size
    return {
        name: StoredTensor(
            entry["dtype"],
            tuple(entry["shape"]),
            base + entry["data_offsets"][0],
            entry["data_offsets"][1] - entry["data_offsets"][0],
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }


def relative_position_bucket(distance: int, buckets: int, max_distance: int) -> int:
    """T5's bidirectional bucket of `key position − query position` (Raffel et al. 2020, section 2.1)."""
    half = buckets // 2
    exact = half // 2
    away = abs(distance)
    bucket = half if distance > 0 else 0
    if away < exact:
        return bucket + away
    # float32 as in the reference implementation: the edge of a bucket may depend on it.
    logarithm = np.log(np.float32(away) / np.float32(exact)) / np.float32(math.log(max_distance / exact))
    return bucket + min(exact + int(np.float32(logarithm) * np.float32(half - exact)), half - 1)


class EncoderGraph:
    """Builds the graph of a T5 encoder with gated GELU from its folder (`config.json`, `model.safetensors`).

    Inputs `ids` and `mask` (batch, pieces) int64, pieces ≤ 128; output `states` (batch, pieces, d_model) float32.
    With `quantise`, every matrix product has 8-bit weights in blocks of 128 and 8-bit activations (`MatMulNBits`).
    """

    def __init__(self, folder: Path, *, quantise: bool) -> None:
        self._config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._path = folder / WEIGHTS_FILE
        self._index = read_safetensors_index(self._path)
        self._quantise = quantise
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._names = 0

    def build(self) -> ModelProto:
        """The model; it must be saved beside the weights it refers to."""
        config = self._config
        size, heads, epsilon = config["d_model"], config["num_heads"], config["layer_norm_epsilon"]
        inner = heads * config["d_kv"]
        table = "shared.weight" if "shared.weight" in self._index else "encoder.embed_tokens.weight"
        embedded = self._node("Gather", [self._external(table), "ids"])
        stream = self._node("Cast", [embedded], to=TensorProto.FLOAT)
        bias = self._attention_bias()
        normed = self._rms(stream, self._weight("encoder.block.0.layer.0.layer_norm.weight"), epsilon)
        for layer in range(config["num_layers"]):
            prefix = f"encoder.block.{layer}.layer."
            attention = prefix + "0.SelfAttention."
            projected = self._product(normed, [attention + f"{part}.weight" for part in "qkv"])
            split = [f"qkv{layer}_{part}" for part in "qkv"]
            self._nodes.append(helper.make_node("Split", [projected, self._integers([inner] * 3)], split, axis=-1))
            context = self._node(
                "MultiHeadAttention",
                [*split, "", "", bias],
                domain=_FUSED,
                num_heads=heads,
                scale=1.0,  # T5 folds the scale into its initialisation
                mask_filter_value=-1e4,
            )
            attended = self._product(context, [attention + "o.weight"])
            normed, stream = self._add_and_rms(attended, stream, prefix + "1.layer_norm.weight", epsilon)
            dense = prefix + "1.DenseReluDense."
            gated = self._product(normed, [dense + "wi_0.weight", dense + "wi_1.weight"])
            gate, value = f"gate{layer}", f"value{layer}"
            width = self._integers([config["d_ff"]] * 2)
            self._nodes.append(helper.make_node("Split", [gated, width], [gate, value], axis=-1))
            active = self._node("Mul", [self._node("Gelu", [gate], approximate="tanh"), value])
            projected = self._product(active, [dense + "wo.weight"])
            is_last = layer + 1 == config["num_layers"]
            following = "final_layer_norm" if is_last else f"block.{layer + 1}.layer.0.layer_norm"
            normed, stream = self._add_and_rms(projected, stream, f"encoder.{following}.weight", epsilon)
        self._nodes[-1].output[0] = "states"
        shape: list[int | str] = ["batch", "pieces"]
        graph = helper.make_graph(
            self._nodes,
            "t5_encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "mask")],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, size])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="nlu.t5_encoder")
        helper.set_model_props(model, {"max_pieces": str(MAX_PIECES), "dimension": str(size)})
        return model

    def save(self, path: Path) -> None:
        """Write the graph beside the weights and load it, the only check that knows ONNX Runtime's fused operators."""
        path.write_bytes(self.build().SerializeToString())
        InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def _node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        self._names += 1
        output = f"{kind.lower()}_{self._names}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _constant(self, values: NDArray[Any]) -> str:
        self._names += 1
        name = f"constant_{self._names}"
        self._constants.append(numpy_helper.from_array(values, name))
        return name

    def _integers(self, values: list[int]) -> str:
        return self._constant(np.array(values, np.int64))

    def _external(self, name: str) -> str:
        """An initialiser whose bytes stay in the safetensors file."""
        if all(constant.name != name for constant in self._constants):
            stored = self._index[name]
            kind, _ = _ELEMENT_TYPES[stored.kind]
            tensor = TensorProto(name=name, data_type=kind, dims=stored.shape)
            # `set_external_data` wants raw data to exist before it points elsewhere.
            tensor.raw_data = b""
            set_external_data(tensor, WEIGHTS_FILE, offset=stored.offset, length=stored.size)
            tensor.ClearField("raw_data")
            self._constants.append(tensor)
        return name

    def _values(self, name: str) -> NDArray[np.float32]:
        stored = self._index[name]
        data = np.fromfile(self._path, _ELEMENT_TYPES[stored.kind][1], math.prod(stored.shape), offset=stored.offset)
        return data.reshape(stored.shape).astype(np.float32)

    def _weight(self, name: str) -> str:
        return self._node("Cast", [self._external(name)], to=TensorProto.FLOAT)

    def _product(self, states: str, names: list[str]) -> str:
        """`states` times the transposed matrices side by side."""
        if self._quantise:
            return self._quantised_product(states, np.concatenate([self._values(name) for name in names]))
        weights = [self._weight(name) for name in names]
        joined = weights[0] if len(weights) == 1 else self._node("Concat", weights, axis=0)
        return self._node("MatMul", [states, self._node("Transpose", [joined], perm=[1, 0])])

    def _quantised_product(self, states: str, matrix: NDArray[np.float32]) -> str:
        rows, columns = matrix.shape
        blocks = matrix.reshape(rows, columns // _QUANTISED_BLOCK, _QUANTISED_BLOCK)
        scales = np.abs(blocks).max(-1) / 127
        quantised = np.rint(blocks / np.maximum(scales, 1e-12)[..., None]).astype(np.int16) + 128
        return self._node(
            "MatMulNBits",
            [states, self._constant(quantised.astype(np.uint8)), self._constant(scales.reshape(-1).astype(np.float32))],
            domain=_FUSED,
            K=columns,
            N=rows,
            bits=8,
            block_size=_QUANTISED_BLOCK,
            accuracy_level=4,
        )

    def _rms(self, states: str, scale: str, epsilon: float) -> str:
        return self._node("SimplifiedLayerNormalization", [states, scale], axis=-1, epsilon=epsilon, stash_type=1)

    def _add_and_rms(self, branch: str, stream: str, scale_name: str, epsilon: float) -> tuple[str, str]:
        """The normalised sum of a branch and the residual stream, and the sum itself."""
        self._names += 1
        normed, total = f"normed_{self._names}", f"stream_{self._names}"
        node = helper.make_node(
            "SkipSimplifiedLayerNormalization",
            [branch, stream, self._weight(scale_name)],
            [normed, "", "", total],
            domain=_FUSED,
            epsilon=epsilon,
        )
        self._nodes.append(node)
        return normed, total

    def _attention_bias(self) -> str:
        """(batch, heads, pieces, pieces): learned bias of the distance, −10,000 on padding."""
        config = self._config
        learned = self._values("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight")
        buckets, limit = config["relative_attention_num_buckets"], config["relative_attention_max_distance"]
        distances = range(-MAX_PIECES + 1, MAX_PIECES)
        by_distance = learned[[relative_position_bucket(distance, buckets, limit) for distance in distances]].T
        length = self._node("Gather", [self._node("Shape", ["ids"]), self._constant(np.array(1, np.int64))])
        zero, one = self._constant(np.array(0, np.int64)), self._constant(np.array(1, np.int64))
        positions = self._node("Range", [zero, length, one])
        keys = self._node("Unsqueeze", [positions, self._integers([0])])
        queries = self._node("Unsqueeze", [positions, self._integers([1])])
        shifted = self._node("Add", [self._node("Sub", [keys, queries]), self._integers([MAX_PIECES - 1])])
        bias = self._node("Gather", [self._constant(np.ascontiguousarray(by_distance)), shifted], axis=1)
        padding = self._node("Cast", [self._node("Sub", [self._integers([1]), "mask"])], to=TensorProto.FLOAT)
        penalty = self._node("Mul", [padding, self._constant(np.array([-1e4], np.float32))])
        penalty = self._node("Unsqueeze", [penalty, self._integers([1, 2])])
        return self._node("Add", [self._node("Unsqueeze", [bias, self._integers([0])]), penalty])
