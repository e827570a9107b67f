"""From a checkpoint to the model folder: fp16 weights for both backends, ONNX graphs, vocabulary and configuration."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import torch
from transformers import T5EncoderModel

from nlu.t5_backends.sentencepiece_tokenizer import VOCABULARY_FILE
from nlu.t5_encoder.onnx_graph import EncoderGraph
from nlu.t5_encoder.student import student_config

if TYPE_CHECKING:
    from pathlib import Path

    from nlu.t5_encoder.recipe import Recipe, Workspace

FLOAT32_GRAPH = "encoder.onnx"
INT8_GRAPH = "encoder.int8.onnx"
TRAINING_FILE = "training.json"


def export_model(workspace: Workspace, recipe: Recipe) -> None:
    """Write `config.json`, `model.safetensors` (fp16), `spiece.model`, the ONNX graphs and `training.json` (visits)."""
    state = torch.load(workspace.checkpoint, weights_only=True)
    model = T5EncoderModel(student_config(recipe))
    model.load_state_dict(state["model"])
    workspace.model.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(workspace.model)
    shutil.copyfile(workspace.vocabulary, workspace.model / VOCABULARY_FILE)
    EncoderGraph(workspace.model, quantise=False).save(workspace.model / FLOAT32_GRAPH)
    EncoderGraph(workspace.model, quantise=True).save(workspace.model / INT8_GRAPH)
    training = json.dumps({"visits": state["visits"]})
    (workspace.model / TRAINING_FILE).write_text(training + "\n", encoding="utf-8")


def visits_of(model: Path) -> int:
    """How many sentences an exported model has seen."""
    return int(json.loads((model / TRAINING_FILE).read_text(encoding="utf-8"))["visits"])
