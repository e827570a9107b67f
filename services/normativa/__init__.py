"""Answers about labour rules by quoting a passage of a curated corpus with its norm, article, validity and link."""

from __future__ import annotations
