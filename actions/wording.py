"""The pieces that answers are made of (lines of a list, titles of buttons, headings of tables), kept in `domain.yml`.

Whole messages are chosen and filled by Rasa; a list whose length depends on the data is put together here first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class UnknownPhrase(Exception):
    """The domain has no such phrase, or the phrase names a value that was not given."""


class Wording:
    """Renders phrases of the domain by name."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)

    @classmethod
    def from_domain(cls, path: Path) -> Wording:
        """Read the first text of every response of a domain file."""
        responses = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        return cls({name: variations[0]["text"] for name, variations in responses.items() if "text" in variations[0]})

    def __contains__(self, name: object) -> bool:
        return name in self._phrases

    def render(self, name: str, **values: str) -> str:
        """The phrase with its values filled in; UnknownPhrase when either is missing."""
        try:
            return self._phrases[name].format_map(values)
        except KeyError as error:
            raise UnknownPhrase(f"{name}: {error.args[0]}") from error
