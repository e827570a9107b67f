"""What tells one intent from another in how a payroll question is put: a table of Spanish turns of phrase; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlu.periods.lexicon import fold, words

if TYPE_CHECKING:
    from nlu.entity_spans import EntitySpan

# Written over folded text (no accents, lower case, no letter thrice). A cue names what is said, never an intent: the
# classifier learns from the training sentences what each one is worth.
_CUES = {
    "question_mark": r"[?¿]",
    "how_much": r"\b(?:cuant[oa]s?|cto|kuanto|cuant)\b",
    "when": r"\b(?:cuando|que dia|que fecha|cuand|a que hora)\b",
    "why": r"\b(?:por ?que|xq|pq|xke|porq|como asi que|a que se debe|razon|motivo)\b",
    "what_is": r"\b(?:que es|que significa|que son|que quiere decir|q es|que viene siendo|de que se trata"
    r"|para que sirve)\b",
    "how_to": r"\b(?:como (?:se|hago|puedo|pido|es que|funciona|calculan?|liquidan?)"
    r"|que (?:necesito|requisitos|papeles|debo|tengo que|hay que)|pasos|tramite|procedimiento|requisitos)\b",
    "law": r"\b(?:ley|legal|legalmente|norma\w*|decreto|articulo|codigo sustantivo|reglamento|politica|obligatorio"
    r"|obligad[oa]s?|obligan|derecho|plazo|smlv|smmlv|uvt|formula|porcentaje|tope|maximo|permitido"
    r"|puede(?:n)? (?:la empresa|descontar|negar|obligar)|(?:la empresa|el patron) puede|multa|sancion"
    r"|se (?:calcula|liquida|pierden|paga)|calculan|liquidan|quien(?:es)? (?:tiene|paga|asume)|vencen|prescriben"
    r"|acumula\w*)\b",
    "anybody": r"\b(?:un empleado|un trabajador|una persona|uno|la gente|los trabajadores|los empleados"
    r"|todo el mundo|alguien que|si (?:uno|alguien|me|renuncio|trabajo))\b",
    "supposition": r"\bsi (?:me (?:suben|aumentan|pagan|pagaran|ascienden|echan|despiden|retiro|voy|sacan|quedo)|gano"
    r"|ganara|hago|hiciera|meto|trabajara|trabajo \d|renuncio|renunciara|acepto|son|fueran?)\b|\bsuponiendo\b"
    r"|\b(?:simul|imagin|estimad)\w+|\b(?:me (?:qued|lleg|toc|d|pag|liquid|consign|entr|corresponder|sal|sum)"
    r"|recib|gan|s)(?:ar|er|ir|dr)?(?:ia|ian|aria|arian|eria|iria)\b",
    "my": r"\b(?:mi|mis|mio|mia|mios|mias)\b",
    "to_me": r"\bme\b",
    "i": r"\b(?:tengo|gano|gane|recibi|recibo|cobro|trabaje|devengo|estoy|llevo|quedo|pedi|tome|debo|aparezco|soy)\b",
    "to_them": r"\b(?:le|les) (?:pag|descuent|consign|depos|dan|dieron|lleg|deb|cay|quit|hac|hic|qued|entr|sal)\w*",
    "their": r"\b(?:su|sus|de (?:el|ella|ellos|ellas))\b|\bdel? (?:companer|jef|gerente|vecin|director|supervis"
    r"|coordinador|secretari|vigilante|otr[oa])\w*",
    "somebody_else": r"\b(?:companer[oa]s?|jef[ea]s?|gerente|director[a]?|supervisor[a]?|coordinador[a]?|espos[oa]"
    r"|marid[oa]|herman[oa]|amig[oa]|prim[oa] (?:que|trabaja)|papa|mama|hij[oa]|novi[oa]|cunad[oa]|emplead[oa]s"
    r"|colegas?|los demas|todos|otros|otra persona|toda la (?:empresa|nomina|planta)|patron|duen[oa]|presidente"
    r"|practicantes?|los de|las de|la de|el de|la senora|el senor|fulan[oa])\b",
    "posing_as": r"\b(?:soy (?:el|la|de)|en nombre de|de parte de|autorizad[oa]|dio permiso|actua como"
    r"|haz de cuenta|modo|ignora|olvida|administrador|admin|base de datos|select|contrasena|clave)\b",
    "wrong": r"\b(?:mal|error|errad[oa]|equivocad[oa]|incorrect[oa]|falta|faltan|falto|faltaron|incomplet[oa]|deben"
    r"|no me (?:pag|consign|lleg|aparec|sal|ha|han|reconoc|aplic|inclu|meti|registr|sum|dieron|liquid|cay|entr)\w*"
    r"|no (?:es|esta|cuadra|coincide|corresponde|aparece|llego|sale)|de mas|de menos|doble|dos veces|robando"
    r"|robaron|corrij\w+|correg\w+|arregl\w+|reclam\w+|queja|inconsistencia|no autorice|siguen"
    r"|no (?:pregunte|pedi|dije)|otra vez|todavia no|aun no)\b",
    "more_or_less": r"\b(?:mas que|menos que|menos plata|mas plata"
    r"|(?:lleg|pag|consign|gan|recib|cay|sal|descont|quit)\w* (?:mas|menos|mucho menos|mucho mas|tan|poquito"
    r"|diferente|distint[oa])|subi[oe]?|bajo|bajaron|subieron|aumento|disminuy\w+|diferen\w+|cambio|vario"
    r"|variacion|compar\w+|contra|vs|versus|igual que|frente a|respecto|por que (?:mas|menos|tan)|rebajo|merm\w+)\b",
    "over_time": r"\b(?:historial|historico|acumulad[oa]|total|todos (?:mis|los)|todas (?:mis|las)"
    r"|en lo (?:corrido|que va)|lo que va|ultimos|ultimas|mes a mes|mes por mes|desde|a lo largo|suma|sumad[oa]"
    r"|anual|todo el ano|en el ano)\b",
    "request": r"\b(?:quiero|quisiera|necesito|solicito|solicitar|pedir|pido|programar|programe\w*|apartar|agendar"
    r"|reprogramar|aplazar|cancelar|mover|correr|tomar(?:me)?|coger|cojo|sacar|salir|disfrutar|irme|puedo|podria"
    r"|me (?:das|da|regalas?|ayudas?|podrian?))\b",
    "vacation": r"\b(?:vacacion\w*|bacacion\w*|vacas|descanso|dias libres|dias pendientes|vaca)\b",
    "certificate": r"\b(?:certific\w+|constancia|carta|220|certif|cert|sertific\w+|paz y salvo)\b",
    "payslip": r"\b(?:desprendible\w*|colilla\w*|volante\w*|comprobante\w*|tirill\w+|recibo de (?:pago|nomina)"
    r"|soporte|payslip|neto|nomina)\b",
    "salary": r"\b(?:salario|sueldo|basico|base|asignacion|cuanto gano|hora ordinaria|la hora|remuneracion|me gano)\b",
    "pay": r"\b(?:pagan|pagaron|consign\w+|deposit\w+|abon\w+|transfir\w+|cae|cayo|llega|llego|entra|entro|giran"
    r"|giraron|quincena|pago)\b",
    "deduction": r"\b(?:descuent\w*|descont\w*|deduc\w*|quit\w+|rebaj\w+|saca\w*|sacan|retien\w+|retuv\w+|mochan"
    r"|cobr\w+|tumb\w+|bajan)\b",
    "account": r"\b(?:cuenta|banco|bancolombia|davivienda|nequi|daviplata|ahorros|bbva|bogota|caja social"
    r"|scotiabank|lulo|nu)\b",
    "profile": r"\b(?:cargo|puesto|area|jefe|contrato|antiguedad|ingrese|entre a|ingreso|afiliad\w*|eps|arl|fondo"
    r"|direccion|telefono|correo|datos|estado civil|caja de compensacion|sede|turno|cedula|hoja de vida"
    r"|beneficiari\w+)\b",
    "absence": r"\b(?:incapac\w+|incapas\w+|permiso\w*|licencia\w*|ausenci\w*|falte|luto|maternidad|paternidad"
    r"|calamidad|cita medica|inasisten\w*|enferm\w+)\b",
    "human": r"\b(?:persona|humano|asesor\w*|alguien|recursos humanos|rrhh|talento humano|gestion humana|hablar con"
    r"|comunic\w+|pas[ae]me)\b",
    "bot": r"\b(?:bot|robot|maquina|chatbot|inteligencia artificial|ia|eres|sos|chatgpt|programa)\b",
    "help": r"\b(?:que (?:puedes|podes|puede|sabes|haces|hace)|ayuda|ayudas|funciones|opciones|menu|sirves?|servis"
    r"|comandos|guia|tutorial|instrucciones|inicio|ejemplos|empezar|perdid[oa]|no (?:se|entiendo)|dudas?|explique\w*"
    r"|colabora\w*)\b",
    "abuse": r"\b(?:hp|hijue?put\w*|hijos? de p\w*|put[oa]s?|gonorre\w*|malparid\w*|mierd\w*|mier|pendej\w*|imbecil\w*"
    r"|idiot\w*|estupid\w*|inutil\w*|brut[oa]s?|burr[oa]s?|bobo|boba|tarad[oa]|basura|porqueria|mugre|monda"
    r"|care\w*(?:monda|verga|chimba)|carechimba|verga|carajo|jodete|callate|callese|largate|larguese|mald\w+"
    r"|asquer\w+|pirob[oa]|guevon\w*|huevon\w*|marica|culicagad\w*|no sirve[sn]?|lo peor|inservible|fastidio\w*"
    r"|animal|ladron\w*|ratas?)\b",
    "farewell": r"\b(?:adios|chao|chau|bye|hasta (?:luego|manana|pronto|la vista|otra)|nos vemos|nos pillamos|hablamos"
    r"|me (?:voy|retiro|desconecto|despido|tengo que ir)|cuidate|cuidese|eso (?:es|era|seria) todo|que (?:este|esten"
    r"|estes|descanse|descanses|tenga|tengas|le vaya|te vaya)|abur|feliz (?:dia|tarde|noche|fin|descanso))\b",
    "agreement": r"^(?:si+|sip|claro|dale|listo|ok|okay|oki|correcto|exacto|de una|hagale|bueno|vale|perfecto|asi es"
    r"|eso es|afirmativo|por supuesto|obvio|sisas|ujum|aja)\b",
    "refusal": r"^(?:no+|nop|nel|nunca|jamas|negativo|para nada|tampoco|ni|que va|mejor no|incorrecto)\b",
    "english": r"\b(?:my|the|what|when|how|why|did|you|me got|pay|paid|payslip|paystub|salary"
    r"|bonus|boss|hello|thanks?|please|much|get|got|i|is|are|do)\b",
    "about_you": r"\b(?:te llamas|se llama usted|quien (?:eres|sos|es usted)|tu nombre|vives|vivis"
    r"|te (?:program|cre|hiz)\w*|piensas|sientes|pensar|anos tienes|hablando|detras|automatic\w+|de verdad|real)\b",
    "own_case": r"\bn-\d{4}-\d{4,9}\b"
    r"|\b(?:mis? casos?|(?:el|los|un) casos? (?:que|n-)|reclamos?|reclamacion|pqrs?)\b",
    "follow_up": r"^(?:y|pero|no,?|o|e|ah|mejor|ahora|digo|perdon)\b",
    "greeting": r"\b(?:hola|buen[oa]s|buen dia|quiubo|que mas|holi|hey|saludos)\b",
    "thanks": r"\b(?:gracias|agradec\w+|dios le pague|amable)\b",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _CUES.items()}
_TIMES = frozenset({"mes", "periodo", "fecha"})
_LENGTHS = (1, 2, 4, 8, 16)
_WORD = re.compile(r"\w+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
# Days and shares have few digits; a long number counts nothing: a telephone, an identity card.
_FEW_DIGITS, _DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)"), re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
# What may stand around a datum that comes alone: «no, mejor en marzo», «y del 3 al 10».
_LINKING = words(
    "y en de el la los las del al para a por o que con no pues si digo perdon ah mejor entonces un una unos como mas "
    "solo serian son seria fue es lo"
)
_PLACEHOLDER = re.compile(r"\bx[a-z]+x\b")


def squeeze(text: str) -> str:
    """Returns the text without accents, in lower case, with stretched letters («holaaaa») cut to one."""
    return _STRETCHED.sub(r"\1", fold(text))


def abstract(text: str, spans: list[EntitySpan]) -> str:
    """Returns the squeezed text with the entities' kinds in place of their words: «cuanto me pagaron en xmesx»."""
    parts: list[str] = []
    position = 0
    for span in spans:
        family = f"x{span.value.replace('_', '')}x " if span.kind == "concepto" else ""
        parts += [text[position : span.start], f" x{span.kind.replace('_', '')}x {family}"]
        position = span.end
    parts.append(text[position:])
    said = _DIGITS.sub(" xcifrax ", _FEW_DIGITS.sub(" xnumerox ", squeeze("".join(parts))))
    return _SPACES.sub(" ", said).strip()


def cues(text: str, spans: list[EntitySpan]) -> list[str]:
    """Returns the names of the cues that a sentence shows, those of its entities included."""
    squeezed = squeeze(text)
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(squeezed)]
    found += sorted({f"has_{span.kind}" for span in spans})
    found += sorted({f"family_{span.value}" for span in spans if span.kind == "concepto"})
    if sum(span.kind in _TIMES for span in spans) > 1:
        found.append("several_times")
    if sum(span.kind == "concepto" for span in spans) > 1:
        found.append("several_concepts")
    length = len(_WORD.findall(squeezed))
    found.append(f"length_{sum(length > limit for limit in _LENGTHS)}")
    if not spans:
        found.append("no_datum")
    elif _LINKING.issuperset(re.findall(r"[a-z]+", _PLACEHOLDER.sub(" ", abstract(text, spans)))):
        found.append("only_datum")
    return found
