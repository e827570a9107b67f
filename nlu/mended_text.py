"""The text of a message as it is read: every token's lemma in the place of what was typed; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasa.nlu.tokenizers.tokenizer import Token


def mended_text(text: str, tokens: list[Token]) -> tuple[str, list[tuple[int, int]]]:
    """Returns the text with lemmas put in and where each token's lemma stands in it.

    What lies between tokens stays. Where no lemma differs, text and places are those of the tokens.
    """
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    position = length = 0
    for token in tokens:
        between = text[position : token.start]
        length += len(between)
        places.append((length, length + len(token.lemma)))
        parts += [between, token.lemma]
        length += len(token.lemma)
        position = token.end
    parts.append(text[position:])
    return "".join(parts), places
