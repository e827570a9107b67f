"""Times that a person takes back in the same breath: «de marzo no, de abril», «marzo, digo abril»."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlu.periods.nodes import Node
    from nlu.periods.reading import Reading

_TIES = r"(?: (?:el|la|los|las|de|del|en|a|al|con|para|por|desde|hasta|que|es|era|seria|quincena|mes))*"
_REPAIR = r"(?:digo|perdon|perdone|perdona|disculpe|disculpa|corrijo|mejor dicho|mas bien|quise decir|que diga|mejor)"
# What stands between the time that is taken back and the one that is meant.
_TAKEN_BACK = re.compile(rf"(?:, )?(?:no (?:,|;|sino|es)|(?:no (?:, )?)?{_REPAIR})(?: ,)?(?: {_REPAIR})?(?: ,)?{_TIES}")
_NOT_BUT = re.compile(rf"(?:,|;|sino|, sino)(?: {_REPAIR})?{_TIES}")
_NOT = re.compile(
    r"(?:^|[,;.!] )(?:(?:ay|que|perdon|es que) )?no (?:(?:es|era|quiero|digo|el|la|los|de|del|en|a|con|desde|mes) )*$"
)
# «el de octubre, no el de septiembre»: there the second is the one that is not meant.
_RULED_OUT = re.compile(r", no (?:es )?(?:el|la|los|las)(?: (?:de|del|quincena|mes))*")
_END = re.compile(r" ?[.!?;]| ?$")
# «en marzo no, en abril sí»: something happened in one and not in the other, and both are meant.
_YES_AFTER = re.compile(r"^ (?:, )?si\b")


def taken_back(nodes: list[Node], reading: Reading) -> list[Node]:
    """Returns the expressions that another one replaces or that are ruled out, in text order."""
    text = reading.canonical.text
    found = []
    for first, second in pairwise(nodes):
        between = text[first.end : second.start].strip()
        replaced = _TAKEN_BACK.fullmatch(between) or (_NOT.search(text[: first.start]) and _NOT_BUT.fullmatch(between))
        if replaced and not _YES_AFTER.match(text[second.end :]):
            found.append(first)
        elif _RULED_OUT.fullmatch(between) and _END.match(text[second.end :]):
            found.append(second)
    return found
