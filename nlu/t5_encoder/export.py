"""From a checkpoint to the model folder: fp16 weights for both backends, ONNX graphs, vocabulary and configuration."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import torch
from transformers import T5EncoderModel

from nlu.t5_encoder.onnx_graph import EncoderGraph
from nlu.t5_encoder.student import student_config

if TYPE_CHECKING:
    from nlu.t5_encoder.recipe import Recipe, Workspace

VOCABULARY_FILE = "spiece.model"
FLOAT32_GRAPH = "encoder.onnx"
INT8_GRAPH = "encoder.int8.onnx"


def export_model(workspace: Workspace, recipe: Recipe) -> None:
    """Write `config.json`, `model.safetensors` (fp16), `spiece.model`, `encoder.onnx` and `encoder.int8.onnx`."""
    state = torch.load(workspace.checkpoint, weights_only=True)
    model = T5EncoderModel(student_config(recipe))
    model.load_state_dict(state["model"])
    workspace.model.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(workspace.model)
    shutil.copyfile(workspace.vocabulary, workspace.model / VOCABULARY_FILE)
    EncoderGraph(workspace.model, quantise=False).save(workspace.model / FLOAT32_GRAPH)
    EncoderGraph(workspace.model, quantise=True).save(workspace.model / INT8_GRAPH)
