"""A message in a spaCy pipeline: its words at once, its entities only when somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class NamedEntity:
    """An entity in `text[start:end]` of a message, with the pipeline's label."""

    start: int
    end: int
    label: str


class SpacyDocument:
    """The document of a text; the pipeline's components, which cost more than its tokenizer, run on demand and once."""

    def __init__(self, language: Language, text: str) -> None:
        """Cuts the text into words."""
        self.words: Doc = language.make_doc(text)
        self._language = language
        self._entities: list[NamedEntity] | None = None

    def entities(self) -> list[NamedEntity]:
        """Returns what the pipeline recognises, in text order."""
        if self._entities is None:
            read = self._language(self.words).ents
            self._entities = [NamedEntity(span.start_char, span.end_char, span.label_) for span in read]
        return self._entities

    def part(self, start: int, end: int) -> DocumentPart:
        """Returns `text[start:end]` as it is read in the whole text."""
        return DocumentPart(self, start, end)


class DocumentPart:
    """A stretch of a document: its entities are those of the whole that lie in it, counted from its own start."""

    def __init__(self, whole: SpacyDocument, start: int, end: int) -> None:
        """Keeps the stretch."""
        self._whole, self._start, self._end = whole, start, end

    def entities(self) -> list[NamedEntity]:
        """Returns what the pipeline recognises, in text order."""
        return [
            NamedEntity(found.start - self._start, found.end - self._start, found.label)
            for found in self._whole.entities()
            if self._start <= found.start and found.end <= self._end
        ]
