"""Text encoders behind one interface: ONNX Runtime for the shipped weights, torch for any Hugging Face encoder."""

from __future__ import annotations
