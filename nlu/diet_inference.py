"""DIET's forward pass for one message in numpy: the answers of Rasa's TensorFlow graph without its call overhead.

The graph's cost for a sentence of ten words is nearly all in crossing into TensorFlow; the arithmetic is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import erf, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import spmatrix

    Array = NDArray[np.float32]

_EPSILON = 1e-6
_SQRT_HALF = np.float32(np.sqrt(0.5))


class UnsupportedArchitecture(ValueError):
    """The trained model uses an option that the numpy pass does not reproduce."""


@dataclass(frozen=True)
class Dense:
    """An affine map; the kernel already holds DIET's connection mask."""

    kernel: Array
    bias: Array | None

    @classmethod
    def of(cls, layer: Any) -> Dense:
        """Copies the weights of a Keras dense layer."""
        kernel = layer.kernel.numpy()
        mask = getattr(layer, "kernel_mask", None)
        if mask is not None:
            kernel = kernel * mask.numpy()
        bias = layer.bias.numpy() if layer.use_bias else None
        return cls(np.ascontiguousarray(kernel, dtype=np.float32), bias)

    def __call__(self, x: Array) -> Array:
        """Applies the map to the rows of `x`."""
        out: Array = x @ self.kernel
        return out if self.bias is None else out + self.bias


@dataclass(frozen=True)
class Normalise:
    """Layer normalisation."""

    gamma: Array
    beta: Array

    @classmethod
    def of(cls, layer: Any) -> Normalise:
        """Copies the weights of a Keras layer normalisation."""
        return cls(layer.gamma.numpy(), layer.beta.numpy())

    def __call__(self, x: Array) -> Array:
        """Normalises the rows of `x`."""
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        out: Array = centred / np.sqrt(variance + _EPSILON) * self.gamma + self.beta
        return out


def gelu(x: Array) -> Array:
    """Returns the exact Gaussian error linear unit."""
    out: Array = np.float32(0.5) * x * (1 + erf(x * _SQRT_HALF))
    return out


@dataclass(frozen=True)
class EncoderLayer:
    """One pre-normalised transformer layer: self-attention and a feed-forward network."""

    norm: Normalise
    query: Dense
    key: Dense
    value: Dense
    output: Dense
    feed_norm: Normalise
    feed_in: Dense
    feed_out: Dense
    heads: int

    @classmethod
    def of(cls, layer: Any) -> EncoderLayer:
        """Copies the weights of one of Rasa's `TransformerEncoderLayer`."""
        attention = layer._mha
        if attention.use_key_relative_position or attention.use_value_relative_position:
            raise UnsupportedArchitecture("relative attention")
        feed_norm, feed_in, _, feed_out, _ = layer._ffn_layers
        return cls(
            Normalise.of(layer._layer_norm),
            Dense.of(attention._query_dense_layer),
            Dense.of(attention._key_dense_layer),
            Dense.of(attention._value_dense_layer),
            Dense.of(attention._output_dense_layer),
            Normalise.of(feed_norm),
            Dense.of(feed_in),
            Dense.of(feed_out),
            attention.num_heads,
        )

    def __call__(self, x: Array, *, first: int = 0) -> Array:
        """Transforms a sequence, shape (length, units), and returns its rows from `first` on."""
        normed = self.norm(x)
        query = self._split(self.query(normed[first:]))
        key, value = self._split(self.key(normed)), self._split(self.value(normed))
        weights = softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1])), axis=-1)
        x = x[first:]
        mixed = (weights @ value).transpose(1, 0, 2).reshape(len(x), -1)
        x = x + self.output(mixed)
        out: Array = x + self.feed_out(gelu(self.feed_in(self.feed_norm(x))))
        return out

    def _split(self, x: Array) -> Array:
        return x.reshape(len(x), self.heads, -1).transpose(1, 0, 2)


class Encoder:
    """The transformer stack over the words and the sentence vector of one message."""

    def __init__(self, layer: Any) -> None:
        """Copies the weights of Rasa's `TransformerEncoder`."""
        if layer.unidirectional:
            raise UnsupportedArchitecture("unidirectional encoder")
        self._embedding = Dense.of(layer._embedding)
        self._layers = [EncoderLayer.of(inner) for inner in layer._enc_layers]
        self._norm = Normalise.of(layer._layer_norm)
        self._angles = layer._angles.astype(np.float32)
        self._scale = np.float32(np.sqrt(np.float32(layer.units)))

    def __call__(self, x: Array, *, first: int) -> Array:
        """Encodes a sequence, shape (length, features) to (length - first, units): its rows from `first` on."""
        x = self._embedding(x) * self._scale + self._positions(len(x))
        for layer in self._layers[:-1]:
            x = layer(x)
        return self._norm(self._layers[-1](x, first=first))

    def _positions(self, length: int) -> Array:
        angles = np.arange(length, dtype=np.float32)[:, None] * self._angles
        encoding: Array = np.empty_like(angles)
        encoding[:, 0::2] = np.sin(angles[:, 0::2])
        encoding[:, 1::2] = np.cos(angles[:, 1::2])
        return encoding


class DietInference:
    """A trained DIET ready to read single messages.

    Raises `UnsupportedArchitecture` when the model has parts that this pass does not know.
    """

    def __init__(self, model: Any) -> None:
        """Copies every weight that inference needs from Rasa's `DIET` model."""
        layers = model._tf_layers
        sequence_layer = layers["sequence_layer.text"]
        combining = sequence_layer._tf_layers["feature_combining"]._tf_layers
        if sequence_layer._tf_layers["ffnn"]._ffn_layers:
            raise UnsupportedArchitecture("hidden layers")
        self._sparse = {kind: _sparse_dense(combining, kind) for kind in ("sequence", "sentence")}
        self._unify = {kind: _unifier(combining, kind) for kind in ("sequence", "sentence")}
        transformer = sequence_layer._tf_layers["transformer"] if sequence_layer._has_transformer else None
        self._encoder = None if transformer is None else Encoder(transformer)
        self._text_embedding = Dense.of(layers["embed.text"]._dense)
        loss = layers["loss.label"]
        if loss.similarity_type != "inner":
            raise UnsupportedArchitecture("cosine similarity")
        model.prepare_for_predict()
        self._labels: Array = model.all_labels_embed.numpy()
        self._crf: tuple[Dense, Array] | None = None
        names = [spec.tag_name for spec in model._entity_tag_specs if spec.num_tags]
        if names not in ([], ["entity"]):
            raise UnsupportedArchitecture("entity roles or groups")
        if names:
            logits, crf = layers["embed.entity.logits"]._dense, layers["crf.entity"]
            self._crf = Dense.of(logits), crf.transition_params.numpy()

    def __call__(self, features: dict[str, tuple[list[spmatrix], Array | None]]) -> dict[str, NDArray[Any]]:
        """Reads one message.

        `features` maps «sequence» (a row a token) and «sentence» (one row) to its sparse features, one matrix a
        featurizer, and its dense ones. Returns `i_scores` (1, labels) and, with entities, `e_entity_ids` and
        `e_entity_scores` (1, tokens + 1), as Rasa's graph does.
        """
        encoded = self._encode(features)
        similarities = self._labels @ self._text_embedding(encoded[-1])
        found: dict[str, NDArray[Any]] = {"i_scores": softmax(similarities)[None, :]}
        if self._crf is not None:
            dense, transitions = self._crf
            ids, scores = viterbi(dense(encoded[:-1]), transitions)
            found["e_entity_ids"] = np.append(ids, 0)[None, :]
            found["e_entity_scores"] = np.append(scores, np.float32(0))[None, :]
        return found

    def _encode(self, features: dict[str, tuple[list[spmatrix], Array | None]]) -> Array:
        """Returns the rows that the intent and the entities hang on: the sentence's, after the words' for entities."""
        if self._encoder is None and self._crf is None:
            return self._combine("sentence", *features["sentence"])
        rows = np.concatenate([self._combine(kind, *features[kind]) for kind in ("sequence", "sentence")])
        if self._encoder is None:
            return rows
        return gelu(self._encoder(rows, first=0 if self._crf is not None else len(rows) - 1))

    def _combine(self, kind: str, sparse: list[spmatrix], dense: Array | None) -> Array:
        parts: list[Array] = []
        layer = self._sparse[kind]
        if sparse and layer is not None:
            product = _sparse_product(sparse, layer.kernel)
            parts.append(product if layer.bias is None else product + layer.bias)
        if dense is not None:
            parts.append(np.asarray(dense, dtype=np.float32))
        combined = np.concatenate(parts, axis=-1)
        unify = self._unify[kind]
        return combined if unify is None else gelu(unify(combined))


def _sparse_product(sparse: list[spmatrix], kernel: Array) -> Array:
    """Returns the matrices side by side times the kernel.

    Coordinates would be scanned anew for each column of the kernel, counts that are integers would have the whole
    kernel copied into float64, and joining the matrices first costs more than the product.
    """
    product: Array = np.zeros((sparse[0].shape[0], kernel.shape[1]), np.float32)
    first = 0
    for matrix in sparse:
        last = first + matrix.shape[1]
        product += matrix.tocsr().astype(np.float32, copy=False) @ kernel[first:last]
        first = last
    return product


def _sparse_dense(combining: Any, kind: str) -> Dense | None:
    inner = combining[f"sparse_dense.{kind}"]._tf_layers
    return Dense.of(inner["sparse_to_dense"]) if "sparse_to_dense" in inner else None


def _unifier(combining: Any, kind: str) -> Dense | None:
    layer = combining.get(f"unify_dims_before_seq_sent_concat.{kind}")
    if layer is None:
        return None
    dense = [inner for inner in layer._ffn_layers if hasattr(inner, "kernel")]
    return Dense.of(dense[0])


def viterbi(potentials: Array, transitions: Array) -> tuple[NDArray[np.int64], Array]:
    """Returns the best tag of every token and its score, as Rasa's CRF layer defines them.

    That score follows Rasa's backward scan, which indexes by the score of the token after, not by its tag; kept, so
    that confidences equal the stock component's.
    """
    length = len(potentials)
    state = potentials[0]
    backpointers = np.zeros((length, potentials.shape[1]), dtype=np.int64)
    steps = np.zeros((length, potentials.shape[1]), dtype=np.float32)
    for position in range(1, length):
        through = state[:, None] + transitions
        best = through.max(axis=0)
        backpointers[position] = through.argmax(axis=0)
        steps[position] = 1.0 / np.exp(through - best).sum(axis=0)
        state = potentials[position] + best
    tags = np.zeros(length, dtype=np.int64)
    scores = np.zeros(length, dtype=np.float32)
    tags[-1] = state.argmax()
    scores[-1] = softmax(state).max()
    index = int(tags[-1])
    for position in range(length - 1, 0, -1):
        tags[position - 1] = backpointers[position, tags[position]]
        scores[position - 1] = steps[position, index]
        index = int(scores[position - 1])
    return tags, scores
