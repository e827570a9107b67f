"""Payroll concepts by any of their names, misspelt or not, as the family they belong to; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from nlu.periods.lexicon import fold, fold_in_place, words

_NAMES = {
    "salud": "salud|eps",
    "pension": "pension|pensiones",
    "fondo_solidaridad": "fondo de solidaridad|fondo solidaridad|fondo de solidaridad pensional|"
    "solidaridad|fsp",
    "retencion_fuente": "retencion en la fuente|retencion en fuente|retencion de la fuente|retencion fuente|retencion|"
    "retenciones|retefuente|rete fuente|rte fuente|rtefte|rtfte|retfte|rete|rte|retencion de renta|"
    "retencion por renta|impuesto de renta|impuesto de la renta|impuesto a la renta|renta|retef",
    "libranza": "libranza|libranzas|cuota de libranza|prestamo|credito de libranza|credito",
    "embargo": "embargo|embargos|embargo judicial|embargo de alimentos|cuota alimentaria",
    "poliza": "poliza|polizas|poliza exequial|poliza de vida|seguro de vida|seguro exequial|seguro funerario|"
    "plan exequial|seguro",
    "fondo_empleados": "fondo de empleados|fondo empleados|fondo de ahorro|fonempleados|aporte al fondo de empleados",
    "prima": "prima|primas|prima de servicios|prima de servicio|prima legal|prima extralegal|prima de navidad|prma|"
    "prima de vacaciones|prima de antiguedad|primita|prima semestral",
    "bonificacion": "bonificacion|bonificaciones|bono|bonos|bonito|bono de productividad|bono de desempeno|"
    "bono navideno|bono de navidad|bono por desempeno|bono de cumplimiento|bonificacion por desempeno|"
    "bonificacion por resultados",
    "comision": "comision|comisiones|comision por ventas|comisiones por ventas|comision de ventas|comisiones de ventas",
    "horas_extras": "horas extras|hora extra|horas extra|extras|horas extraordinarias|hrs extras|hrs extra|h extras|"
    "hs extras|oras extras|tiempo extra|tiempo suplementario|trabajo suplementario|horas extras nocturnas|"
    "horas extras diurnas|horas extras dominicales|hora extra nocturna|hora extra diurna|hora extra dominical",
    "recargos": "recargos|recargo|recargo nocturno|recargos nocturnos|recargo dominical|recargos dominicales|"
    "recargo festivo|recargos festivos|dominicales|dominical|nocturnos|festivos|horas nocturnas|"
    "recargo por dominicales|dominicales y festivos",
    "auxilio_transporte": "auxilio de transporte|auxilio transporte|aux de transporte|aux transporte|"
    "subsidio de transporte|subsidio transporte|sub de transporte|transporte|auxilio",
    "rodamiento": "rodamiento|auxilio de rodamiento|aux de rodamiento|aux rodamiento",
    "retroactivo": "retroactivo|retroactivos|retro|retroactividad|pago retroactivo",
    "cesantias": "cesantias|cesantia|auxilio de cesantias|auxilio de cesantia",
    "intereses_cesantias": "intereses de cesantias|intereses a las cesantias|intereses sobre cesantias|intereses|"
    "intereses sobre las cesantias|intereses de las cesantias|interes de cesantias|interes de las cesantias|"
    "intereses a cesantias|intereses cesantias|interes sobre cesantias|intereses por cesantias",
}  # fmt: skip
FAMILIES = tuple(_NAMES)
NAMES_OF = {family: tuple(names.split("|")) for family, names in _NAMES.items()}

_FAMILY_OF = {tuple(name.split()): family for family, names in NAMES_OF.items() for name in names}
_LONGEST_NAME = max(map(len, _FAMILY_OF))
_VOCABULARY = sorted({word for name in _FAMILY_OF for word in name if len(word) >= 5})
# Real words one or two slips away from a concept's name: never corrected.
_NOT_MISSPELT = words(
    "saludo saludos saludar saludes saluda primer primero primera primeros primeras primo primos prisma cuenta "
    "cuentas venta ventas renta rentas tension atencion mencion intencion reunion comunion sesion sesiones mision "
    "misiones emision permiso permisos tercera horario horarios corazon interesa interesan interesado interes "
    "interese creditos creo credo prestamos prestado prestada prestar festivo segura seguros seguridad seguir "
    "transportes transportar transportador empleado emplear extra extranos extraje extrana relacion atenciones "
    "cargo cargos encargo encargos recarga recargas recargar bonita bonitos servicio servicios nocturno nocturna "
    "nocturnas dominical pensar pensando pensiono pensionado pensionar pensionada pensionarme ventana fondo "
    "fondos plan retener retiene retienen retirar retiro embargan embargar embargado embargaron comisiono "
    "incentivar modificacion modificaciones notificacion certificacion calificacion recepcion comisione comisiona "
    "pensiona tiempo tiempos horas antes aporta aportan aportar aportes aporte cuota cuotas sueldo empleo fuentes "
    "ahorra ahorro ahorros legal vivida vida prenda activo activos cambio cambios"
)
_TOKEN = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+\.?")

# A document's name is no concept: «certificado de ingresos y retenciones», «certificado de cesantías».
_DOCUMENT = re.compile(
    r"(?:certificad\w*|certificasion\w*|constancia|certif|cert|formulario|formato)(?:\W+(?:de|del|para|por|la|el|los|las|laboral|con|mi|mis|un|"
    r"aportes?|a|ingresos?|e|y|o|en|fuente|retencion\w*|retension\w*|retefuente|pension\w*|salud|cesantias?|renta|eps|seguridad|social)\b)+"
    r"|ingresos?\W+y\W+retencion\w*|declara\w*\W+(?:de\W+)?(?:la\W+)?renta|declarar\W+renta"
)
_AFFILIATION = re.compile(
    r"fondos?\W+de\W+pension\w*|estado\W+de\W+salud|salud\W+ocupacional|examen\w*\W+de\W+salud|cotizo\W+(?:a\W+)?pension\w*"
    r"|ruta\w*\W+de\W+transporte|transporte\W+(?:publico|escolar)|motivos?\W+de\W+salud|problemas?\W+de\W+salud|seguridad\W+social"
    r"|tema\w*\W+de\W+salud|estoy\W+segur\w+|de\W+seguro|seguro\W+que|seguro\W+medico|tarjeta\W+de\W+credito"
    r"|retencion\W+de\W+(?:clientes|usuarios|personal|talento)"
)
# «Falté por salud» says why; «me descuentan por salud», for what.
_BECAUSE_OF_HEALTH = re.compile(r"por\W+(?:la\W+|mi\W+)?salud")
_TAKEN = re.compile(r"descuent|descont|deduc|rebaj|\bquit|\bsac[aáo]|cobr|aport|reten")
_AWAY = re.compile(r"falt|ausen|permiso|incapac|enferm|licencia|no (?:fui|pude|vine|trabaj)")
_DEDUCTION = re.compile(
    r"descuent|descont|quita|quito|quitaron|deduc|rebaj|saca|sacan|aport|cobr|porcentaje|%|\bpag|por que me|cuanto"
)
_DEDUCTION_WORD = re.compile(r"descuent|descont|quita|quitaron|deduc|rebaj|cuota|saldo|debo|libranza")
_ASKS_AFFILIATION = re.compile(
    r"afilia|cambi|medic|cita|cual es mi|que eps|tienen|atiend|carne|autoriz|traslad|a que\b|incapac"
)


@dataclass(frozen=True)
class ConceptSpan:
    """A concept said in `text[start:end]` and its family."""

    start: int
    end: int
    family: str


def find_concepts(text: str) -> list[ConceptSpan]:
    """Returns the concepts of a message in text order, the longest name at each place."""
    tokens = [(match.start(), match.end(), _mended(fold(match.group()).rstrip("."))) for match in _TOKEN.finditer(text)]
    folded = fold_in_place(text)
    patterns = [_DOCUMENT, _AFFILIATION]
    if _AWAY.search(folded) or not _TAKEN.search(folded):
        patterns.append(_BECAUSE_OF_HEALTH)
    excluded = [match.span() for pattern in patterns for match in pattern.finditer(folded)]
    found: list[ConceptSpan] = []
    index = 0
    while index < len(tokens):
        length, family = _name_at(tokens, index)
        if family is None:
            index += 1
            continue
        start, end = tokens[index][0], tokens[index + length - 1][1]
        if text[end - 1] == ".":
            end -= 1
        if not _inside(start, end, excluded) and _fits(tokens, index, length, folded):
            found.append(ConceptSpan(start, end, family))
        index += length
    return found


def _name_at(tokens: list[tuple[int, int, str]], index: int) -> tuple[int, str | None]:
    for length in range(min(_LONGEST_NAME, len(tokens) - index), 0, -1):
        family = _FAMILY_OF.get(tuple(token[2] for token in tokens[index : index + length]))
        if family is not None:
            return length, family
    return 1, None


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _fits(tokens: list[tuple[int, int, str]], index: int, length: int, folded: str) -> bool:
    """Says whether a name that is also an everyday word stands for pay here."""
    if length > 1:
        return True
    word = tokens[index][2]
    before = tokens[index - 1][2] if index else ""
    if word == "eps":
        return bool(_DEDUCTION.search(folded)) and not _ASKS_AFFILIATION.search(folded)
    if word in {"credito", "prestamo"}:
        return bool(_DEDUCTION_WORD.search(folded)) and "vivienda" not in folded
    if word == "renta":
        return not folded.split("renta", 1)[1].startswith(" exenta")
    if word in {"seguro", "auxilio"}:
        return before in {"el", "un", "del", "ese", "mi", "de", "este"}
    if word in {"festivos", "nocturnos"}:
        return before in {"los", "y", "mis", "de", "por", "recargos", "dominicales"}
    if word in {"prima", "primita"}:
        return (
            before not in {"mi", "mis"}
            or "prima" not in folded.split(" ", 1)[-1]
            or not re.search(r"mi prima [a-z]+ (?:gana|trabaja|es|me|tiene)", folded)
        )
    if word == "bonito":
        return before in {"un", "el", "ese"}
    return True


@lru_cache(maxsize=8192)
def _mended(word: str) -> str:
    """Returns the concept word that a misspelt one stands for, or the word itself."""
    if len(word) < 5 or word in _NOT_MISSPELT or word in _VOCABULARY:
        return word
    best, best_distance = word, 3
    for target in _VOCABULARY:
        if len(target) < 6:
            continue
        allowed = 2 if len(target) >= 11 else 1
        distance = OSA.distance(word, target, score_cutoff=allowed)
        if distance <= allowed and distance < best_distance:
            best, best_distance = target, distance
    return best
