"""What a bare noun phrase asks about: «mi cargo», «una carta laboral por favor»; pure."""

from __future__ import annotations

import re

from nlu.periods.lexicon import MONTH_NUMBER, words

_LONGEST_PHRASE = 12
_MATTERS = {
    "salario": r"sueldo|salario|basico",
    "desprendible": r"desprendibles?|colillas?|volantes?|comprobantes?|tirillas?|neto",
    "certificado": r"cartas? laboral(?:es)?|certificad[oa]s?|certificacion(?:es)?|constancias?|220",
    "vacaciones": r"vacaciones",
    "cesantias": r"cesantias",
    "perfil": r"cargo|jef[ea]|contrato|antiguedad",
    "retencion": r"retefuente|retencion en la fuente",
    "bonificaciones": r"primas?|bonos?|bonificacion(?:es)?|comision(?:es)?|horas extras?|extras|recargos?|dominicales",
    "cuenta": r"cuenta (?:bancaria|de ahorros|de nomina|registrada)",
    "incapacidades": r"incapacidad(?:es)?|permisos?|licencias?",
    "deducciones": r"deducciones|descuentos",
    "pagos": r"pagos",
}
_NAMED = {matter: re.compile(rf"\b(?:{nouns})\b") for matter, nouns in _MATTERS.items()}
_OPENING = re.compile(
    r"^(?:\W|\b(?:hola|buen[oa]s?|dias|tardes|noches|oye|oiga|porfa|por favor|necesito|quiero|quisiera|requiero|ver"
    r"|saber|conocer|consultar|tener|\w{2,8}[ae]me|dime|hazme"
    r"|me (?:das?|regalas?|envias?|mandas?|muestras?|pasas?))\b)*"
)
_DETERMINED = re.compile(r"(?:mis?|el|la|los|las|una?|unos|unas|ultim[oa]s?|saldo|\w+ (?:laboral|220)|220)\b")
# A verb or a question word governs both sides of an «y», a comparison needs them both, and what is another person's
# («el cargo y el sueldo de Ricardo», «su cuenta») must not part from whose it is.
_GOVERNED = re.compile(
    r"\b(?:que(?! (?:tengo|llevo)\b)|cuant\w+|cual(?:es)?|cuando|como|donde|quien(?:es)?|porque|entre|diferencia"
    r"|compar\w+|contra|versus|vs|suman?|sumad[oa]s?|junt[oa]s|tod[oa]s?|sin|si|no|me|se|le|les|nos|ya|es|son|fue|esta"
    r"|estan|hay|o|sus?|otr[oa]s?|companer\w+|\w+(?:aron|ieron|aban|ando|iendo|aran))\b"
)
_OWN = words(
    "este esta ese mi mis la el los las ano mes quincena semestre trabajo ingresos nomina vacaciones ahorros pago "
    "pagos navidad servicios cesantias ley"
)
_COMPLEMENT = re.compile(r"\bdel? (\w+)")


def named_matters(phrase: str) -> frozenset[str]:
    """Returns the matters of a folded phrase that names them and says nothing of them; none of any other phrase."""
    rest = phrase[_OPENING.match(phrase).end() :]  # type: ignore[union-attr] # it matches the empty string
    if len(rest.split()) > _LONGEST_PHRASE or not _DETERMINED.match(rest) or _GOVERNED.search(rest):
        return frozenset()
    if any(word not in _OWN and word not in MONTH_NUMBER and not word.isdigit() for word in _COMPLEMENT.findall(rest)):
        return frozenset()
    return frozenset(matter for matter, nouns in _NAMED.items() if nouns.search(rest))
