"""Tells a month or a weekday from the same word used as a person's name («el sueldo de Julio Marzo»)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlu.periods.lexicon import MONTH_NUMBER, words

if TYPE_CHECKING:
    from nlu.periods.tokens import Token

# Months and weekdays that Colombians also carry as first names or surnames.
_NAME_LIKE = frozenset({"abril", "mayo", "julio", "junio", "marzo", "agosto", "enero", "domingo", "sabado"})
_TITLES = words(
    "don dona senor senora sr sra srta companero companera jefe jefa colega amigo amiga primo hermano hermana "
    "ingeniero ingeniera doctor doctora dr dra tio tia esposo esposa hijo hija"
)
_PERSON_VERBS_BEFORE = words("gana gano recibe ganara cobra cobro llama llamo")
_PERSON_VERBS_AFTER = words("gana recibe cobra trabaja se")
_CAPITALISED_WORDS = words("de del y e o u a al en con por para que cuanto fue me el la los las")


def is_person_name(tokens: list[Token], index: int) -> bool:
    """Says whether the calendar word at `index` is somebody's name, from its neighbours and capitals."""
    token = tokens[index]
    if token.canonical not in _NAME_LIKE:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and before.canonical in _TITLES | _PERSON_VERBS_BEFORE:
        return True
    if after is not None and after.canonical in _PERSON_VERBS_AFTER and before is not None and before.canonical != "en":
        return after.canonical != "se"
    shouted = all(other.text.isupper() for other in tokens if len(other.text) > 1 and other.text.isalpha())
    if shouted or not token.text[:1].isupper():
        return False
    return _is_capitalised_name(after) or (_is_capitalised_name(before) and index > 1)


def _is_capitalised_name(token: Token | None) -> bool:
    """Says whether a neighbour is a capitalised ordinary word, as the rest of a full name is."""
    if token is None or not token.text.isalpha() or len(token.text) < 3:
        return False
    return (
        token.text.istitle()
        and token.canonical not in _CAPITALISED_WORDS
        and token.canonical.isalpha()
        and not _is_month(token)
    )


def _is_month(token: Token) -> bool:
    return token.canonical in MONTH_NUMBER
