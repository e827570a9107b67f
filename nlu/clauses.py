"""Cuts a message into the questions it is made of: «¿cuánto me pagaron y cuándo pagan la prima?»; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from nlu.matters import named_matters
from nlu.periods.lexicon import fold, fold_in_place

LONGEST_MESSAGE = 600
MOST_CLAUSES = 4

_INTERROGATIVE = (
    r"(?:(?:a|en|de|con|por|para|desde|hasta|sobre) )?(?:que|q|k|cuanto|cuanta|cuantos|cuantas|cuant|cto|cual|cuales"
    r"|cuando|cuand|como|donde|"
    r"adonde|quien|quienes|por ?que|porque|xq|pq|xque)\b"
)
_REQUEST = (
    r"(?:(?:muestr[ae]|mostra|di|deci|diga|da|de|envi[ae]|mand[ae]|pas[ae]|expli(?:ca|que)|compar[ae]|ha(?:z|ga)"
    r"|regal[ae]|confirm[ae]|cuent[ae]|gener[ae]|bus(?:ca|que)|revis[ae]|ayud[ae]|inform[ae]|recuerd[ae])(?:me|nos)"
    r"(?:l[oa]s?)?|"
    r"saber|quiero|quisiera|necesito|requiero|solicito|ocupo|busco|deseo|me (?:puede|puedes|podria|podrias|regala"
    r"|regalas|das|da|dices|dice|dicen|muestra|muestras"
    r"|manda|mandas|envia|envias|confirma|confirmas|explica|explicas|gustaria|ayuda|ayudas|falta|faltan|deben|pueden"
    r"|informa|informas|cuentas|cuenta|quedan|queda|toca)"
    r"|puedo|puede|puedes|podria|tengo (?:derecho|saldo|dias|vacaciones|embargo|pendiente)|hay|ya (?:me )?(?:pagaron"
    r"|consignaron|depositaron|llego|salio|esta|puedo)|"
    r"no me (?:ha|han|llego|pagaron|aparece|consignaron)|si (?:ya|me|tengo|puedo|hay|pagaron|van|nos))\b"
)
_START = rf"(?:{_INTERROGATIVE}|{_REQUEST})"
_CONJUNCTION = (
    r"(?:y|e|ademas|tambien|y ademas|y tambien|ah y|aparte|de paso|y de paso|asi como|y aparte|y otra cosa|otra cosa"
    r"|y por cierto|por cierto)"
)
_BOUNDARY = re.compile(
    rf"(?:[?!.;\n]+[\s)]*(?:{_CONJUNCTION}[\s,:]+)?|,\s*(?:{_CONJUNCTION}[\s,:]+)?"
    rf"|\s{_CONJUNCTION}[\s,:]+)[¿¡\s]*(?={_START})"
)
_JOINED = re.compile(rf"\b{_CONJUNCTION}\b")
# «Mi cargo y mi sueldo»: two things asked for by name.
_BETWEEN_NAMES = re.compile(r"\s(?:y|e|y ademas|y tambien|y de paso|ademas de|junto con)\s+")
_ANY_START = re.compile(rf"\b{_START}")
_DANGLING = re.compile(
    r"(?:\b(?:que|cuanto|cuanta|cuantos|cual|cuando|como|donde|quien|saber|saber si|y|e|o|de|a|en|por|porque|es que"
    r"|ver)|,)\s*$"
)
# «Si me suben el sueldo, ¿cuánto me quedaría?» is one question: a condition does not part from what hangs on it.
_CONDITION = re.compile(
    r"^\W*(?:(?:hola|buen[oa]s?|oye|oiga|parce|y|o|e|pero|entonces|ahora|ok)\b\W*)*"
    r"(?:si|suponiendo|supongamos|imagin\w+|digamos|haciendo|trabajando)\b[^?!.;\n]*$"
)
_VERB = re.compile(
    r"\b(?:\w+(?:aron|ieron|aba|aban|ian|aste|ando|iendo|emos|amos)|gano|gana|gane|pagan?|pago|paga|pague|tengo"
    r"|tiene|debo|deben|llego|llega|llegan|entro|"
    r"descuentan|quitan|consignan|toca|puedo|puede|dan|es|son|esta|estan|fue|queda|quedan|llevo|hay|sale|salio|vale"
    r"|dice|muestra|"
    r"quiero|necesito|quisiera|dame|dime|muestrame|enviame|mandame|explicame|solicito|pasame|regala|das|recibi"
    r"|recibo|cobro|hago|hizo|"
    r"van?|sirve|incluye|subio|bajo|saca|saco|pido|pide|sacar|pedir|ver|saber|consultar)\b"
)
_SHORTEST_CLAUSE = 2
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Clause:
    """One question, `text`, found at `start` of the message."""

    start: int
    text: str


def split_questions(message: str) -> list[Clause]:
    """Returns the questions of a compound message in order; empty when it is a single one.

    Every part must stand on its own: an interrogative or a request with a verb, what a question mark ends before «y»,
    or the bare name of a matter beside «y». Lists («salud y pensión», «enero y febrero») never part.
    """
    if len(message) > LONGEST_MESSAGE or message.lstrip().startswith("/"):
        return []
    folded = fold_in_place(message)
    cuts = _between_questions(folded) or _between_names(folded)
    edges = [(0, 0), *cuts, (len(message), len(message))]
    questions = [
        clause
        for left, right in pairwise(edges)
        if _stands_alone(
            (clause := _trim(message, left[1], right[0])).text, folded[slice(*left)], folded[slice(*right)]
        )
    ]
    return questions if 2 <= len(questions) <= MOST_CLAUSES else []


def _between_questions(folded: str) -> list[tuple[int, int]]:
    """Returns where what joins two questions begins and ends."""
    cuts: list[tuple[int, int]] = []
    for match in _BOUNDARY.finditer(folded):
        before = folded[cuts[-1][1] if cuts else 0 : match.start()]
        hangs = match.group().startswith(",") and _CONDITION.search(before)
        if not hangs and not _DANGLING.search(before):
            cuts.append(match.span())
    return cuts


def _between_names(folded: str) -> list[tuple[int, int]]:
    """Returns where two different matters are joined, when the whole message only names them."""
    for match in _BETWEEN_NAMES.finditer(folded):
        first, second = named_matters(folded[: match.start()]), named_matters(folded[match.end() :])
        if first and second and not first & second:
            return [match.span()]
    return []


def _trim(message: str, begin: int, stop: int) -> Clause:
    text = message[begin:stop]
    left = len(text) - len(text.lstrip(" \t\n,;.:¡!¿?"))
    return Clause(begin + left, text[left:].rstrip(" \t\n,;.:¡!¿"))


def _stands_alone(text: str, joint_before: str, joint_after: str) -> bool:
    folded = fold(text)
    words = len(_WORD.findall(folded))
    if words < _SHORTEST_CLAUSE:
        return False
    if _ANY_START.search(folded) and (_VERB.search(folded) or words > _SHORTEST_CLAUSE):
        return True
    if "?" in joint_after and _JOINED.search(joint_after):
        return words > _SHORTEST_CLAUSE
    return bool(_JOINED.search(f"{joint_before} {joint_after}") and named_matters(folded))
