"""The student: a small T5 encoder whose piece embeddings start from the teacher's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional
from transformers import T5Config, T5EncoderModel

if TYPE_CHECKING:
    import sentencepiece
    from numpy.typing import NDArray
    from torch import Tensor

    from nlu.t5_encoder.recipe import Recipe
    from nlu.t5_encoder.teacher import Teacher

PAD_ID = 0
_EMBEDDING_SCALE = 0.7
_RESIDUAL_SCALE = 0.5


def student_config(recipe: Recipe) -> T5Config:
    """T5 1.1 sizes of the recipe: gated GELU, no biases, no dropout, relative positions up to 64."""
    config = T5Config(
        vocab_size=recipe.vocabulary_size + recipe.sentinels,
        d_model=recipe.d_model,
        d_kv=recipe.d_model // recipe.heads,
        d_ff=recipe.d_ff,
        num_layers=recipe.layers,
        num_decoder_layers=0,
        num_heads=recipe.heads,
        feed_forward_proj="gated-gelu",
        relative_attention_max_distance=64,
        dropout_rate=0.0,
        pad_token_id=PAD_ID,
        eos_token_id=1,
        decoder_start_token_id=PAD_ID,
        is_encoder_decoder=False,
        use_cache=False,
    )
    config.dense_act_fn = "gelu_pytorch_tanh"  # the same function as «gelu_new» in one operator
    return config


def new_student(recipe: Recipe, pieces: sentencepiece.SentencePieceProcessor, teacher: Teacher) -> T5EncoderModel:
    """A student that begins as a bag of the teacher's piece vectors.

    Each piece takes the mean of the teacher's vectors for the same characters; the residual branches are scaled down so
    that the first states are close to those embeddings.
    """
    model = T5EncoderModel(student_config(recipe))
    vectors = _embeddings_from_teacher(pieces, teacher)
    known = np.abs(vectors).sum(1) > 0
    vectors[known] -= vectors[known].mean(0)
    vectors[known] *= _EMBEDDING_SCALE / vectors[known].std()
    with torch.no_grad():
        table = model.get_input_embeddings().weight
        table.normal_(0, 0.3)
        table[: len(vectors)][torch.from_numpy(known)] = torch.from_numpy(vectors[known])
        for block in model.encoder.block:
            block.layer[0].SelfAttention.o.weight.mul_(_RESIDUAL_SCALE)
            block.layer[1].DenseReluDense.wo.weight.mul_(_RESIDUAL_SCALE)
    return model


def _embeddings_from_teacher(pieces: sentencepiece.SentencePieceProcessor, teacher: Teacher) -> NDArray[np.float32]:
    source = teacher.piece_vectors.numpy()
    table = np.zeros((pieces.get_piece_size(), source.shape[1]), np.float32)
    for piece_id in range(len(table)):
        if pieces.is_control(piece_id) or pieces.is_unknown(piece_id):
            continue
        piece = pieces.id_to_piece(piece_id)
        encoding = teacher.tokenizer.encode(piece.replace("▁", " ").strip() or piece)
        ids = encoding.ids
        if not piece.startswith("▁") and len(ids) > 1 and encoding.tokens[0] == "▁":
            ids = ids[1:]
        if ids:
            table[piece_id] = source[ids].mean(0)
    return table


def encode(model: T5EncoderModel, ids: Tensor, *, bfloat16: bool) -> Tensor:
    """Last states (batch, pieces, d_model) in float32."""
    with torch.autocast(ids.device.type, dtype=torch.bfloat16, enabled=bfloat16):
        states: Tensor = model(input_ids=ids, attention_mask=(ids != PAD_ID).long()).last_hidden_state
    return states.float()


def mean_of_pieces(states: Tensor, ids: Tensor) -> Tensor:
    """Sentence vectors (batch, d_model): the mean over real pieces, the end mark included."""
    mask = (ids != PAD_ID)[..., None].float()
    return (states * mask).sum(1) / mask.sum(1)


def sentence_similarities(vectors: Tensor) -> Tensor:
    """Cosine of every pair of rows."""
    unit = functional.normalize(vectors, dim=-1)
    return unit @ unit.T
