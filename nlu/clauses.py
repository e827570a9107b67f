"""Cuts a message into the questions it is made of: «¿cuánto me pagaron y cuándo pagan la prima?»; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.periods.lexicon import fold

LONGEST_MESSAGE = 600
MOST_CLAUSES = 4

_INTERROGATIVE = (
    r"(?:(?:a|en|de|con|por|para|desde|hasta|sobre) )?(?:que|q|k|cuanto|cuanta|cuantos|cuantas|cuant|cto|cual|cuales"
    r"|cuando|cuand|como|donde|"
    r"adonde|quien|quienes|por ?que|porque|xq|pq|xque)\b"
)
_REQUEST = (
    r"(?:muestrame|mostrame|muestreme|dime|decime|digame|dame|deme|enviame|envieme|mandame|mandeme|pasame|paseme"
    r"|explicame|expliqueme|comparame|"
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

    Every part must stand on its own: an interrogative or a request, with a verb. Lists («salud y pensión», «enero y
    febrero») never part.
    """
    if len(message) > LONGEST_MESSAGE or message.lstrip().startswith("/"):
        return []
    folded = "".join(form if len(form := fold(char)) == 1 else char for char in message)
    cuts = [(0, 0)]
    for match in _BOUNDARY.finditer(folded):
        before = folded[cuts[-1][1] : match.start()]
        hangs = match.group().startswith(",") and _CONDITION.search(before)
        if not hangs and not _DANGLING.search(before):
            cuts.append((match.start(), match.end()))
    stops = [start for start, _ in cuts[1:]] + [len(message)]
    clauses = [_trim(message, begin, stop) for (_, begin), stop in zip(cuts, stops, strict=True)]
    questions = [clause for clause in clauses if _stands_alone(clause.text)]
    return questions if 2 <= len(questions) <= MOST_CLAUSES else []


def _trim(message: str, begin: int, stop: int) -> Clause:
    text = message[begin:stop]
    left = len(text) - len(text.lstrip(" \t\n,;.:¡!¿?"))
    return Clause(begin + left, text[left:].rstrip(" \t\n,;.:¡!¿"))


def _stands_alone(text: str) -> bool:
    folded = fold(text)
    if len(_WORD.findall(folded)) < _SHORTEST_CLAUSE:
        return False
    return bool(_ANY_START.search(folded)) and (
        bool(_VERB.search(folded)) or len(_WORD.findall(folded)) > _SHORTEST_CLAUSE
    )
