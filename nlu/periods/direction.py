"""Reads from the rest of the sentence whether it speaks of what was or of what will be."""

from __future__ import annotations

import re

from nlu.periods.lexicon import WEEKDAYS
from nlu.periods.model import Direction

_FUTURE = re.compile(
    r"\b(?:a partir de|vacaciones (?:desde|del|en|para|a partir|entre|de \d)|(?:quiero|quisiera|necesito|solicito"
    r"|solicitar|pedir|pido|tomar|tomarme"
    r"|coger|salir|sacar|disfrutar|programar|apartar|reservar|agendar|separar|irme|regala|mover|aplazar|cambiar)\b.*"
    r"\b(?:vacaciones|descanso|permiso|licencia|dias)|proxim[oa]s?|que viene|entrante|va a|van a|voy a|vamos a|llegara|"
    r"pagaran|pagara|consignaran|consignara|recibire|ganare|dentro de|pasado manana"
    # «¿pagan el viernes?»: the present of what is expected.
    rf"|(?:pagan|consignan|depositan|abonan|cae|caen|llega|entra) (?:[^\W\d]+ ){{0,3}}(?:{'|'.join(WEEKDAYS)}))\b"
)
_PAST = re.compile(
    r"\b(?:me (?:pagaron|consignaron|descontaron|llego|dieron|quitaron|retuvieron|liquidaron|entro|salio|incapacite"
    r"|incapacitaron|bajo|subio)"
    r"|pagaron|pago|consignaron|descontaron|depositaron|abonaron|gane|recibi|trabaje|tome|falte|estuve|llego|hice"
    r"|cobre|fue|"
    r"pasad[oa]s?|anterior|ultim[oa]s?|hace|ayer|anteayer|corrido|retuvieron|devengue)\b"
)


def read_direction(canonical: str) -> Direction:
    """Returns the direction that the words of a canonical text give; neutral when they give none or both."""
    future, past = bool(_FUTURE.search(canonical)), bool(_PAST.search(canonical))
    if future == past:
        return Direction.NEUTRAL
    return Direction.FUTURE if future else Direction.PAST
