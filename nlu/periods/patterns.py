"""Regular expressions over canonical text: the words of every kind of time expression."""

from __future__ import annotations

import re

from nlu.periods.lexicon import MONTHS, WEEKDAYS

_BEGIN, _END = r"(?:(?<=\s)|^)", r"(?=\s|$)"
ARTICLE = r"(?:el|la|los|las)"
MONTH = rf"(?:{'|'.join(MONTHS)})"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
UNIT = r"(?:semana|quincena|mes|bimestre|trimestre|cuatrimestre|semestre|ano)"
BLOCK = r"(?:bimestre|trimestre|semestre)"
UNITS = r"(?:dia|dias|semana|semanas|quincena|quincenas|mes|meses|bimestres?|trimestres?|semestres?|ano|anos)"
COUNT = r"(?:\d{1,3}|un|una|uno|par de|un par de)"
YEAR = r"(?:19[89]\d|20[0-4]\d)"
PAST = r"(?:pasad[oa]|anterior|previ[oa]|que paso|que acaba de pasar|que acabo|que termino)"
NEXT = r"(?:proxim[oa]|siguiente|entrante|que viene|que entra|que sigue|venider[oa])"
CURRENT = r"(?:actual|en curso|presente|corriente|vigente)"
BEFORE_LAST = r"(?:antepasad[oa]|ante pasad[oa]|trasanterior|tras anterior|penultim[oa])"
_TIES = r"(?:de|del|de el|en|en el|a)"
# «de 2024», «/ 24», «del año pasado»: what fixes the year after a month, a fortnight or a quarter.
YEAR_TAIL = (
    rf"(?:(?: (?:(?:{_TIES}|,|-|/|del ano|de ano|ano|del mismo ano) )?(?P<year>{YEAR})(?! pesos| (?:horas|dias"
    rf"|meses)\b))"
    rf"|(?: (?:(?:de|del|-|/|ano|del ano|') )(?P<short_year>[12]\d|3[0-5])(?! (?:de|dias|horas|al|a|,) ?))"
    rf"|(?: (?:de|del|de el) (?P<spoken_year>(?:ano {PAST}|{ARTICLE} ano {PAST}|ano {BEFORE_LAST}|ano {NEXT}"
    rf"|proximo ano|pasado ano"
    rf"|este ano|presente ano|ano {CURRENT}|mismo ano))))"
)


def compile_pattern(source: str) -> re.Pattern[str]:
    """Compiles a pattern that begins and ends at token boundaries."""
    return re.compile(f"{_BEGIN}(?:{source}){_END}")


_MONTH_TAIL = rf"(?: (?:(?:de|del|en|del mes de|de el|mes de|,|-) )?(?P<month>{MONTH}))"
_DAY = r"(?P<day>3[01]|[12]\d|[1-9]|#1)"
_NOT_A_DAY = (
    r"(?! ?(?:%|por ciento|porciento|x ciento|mil\b|x mil|pesos|palos?\b|lucas|millon|horas?\b|semanas?\b|meses\b"
    r"|mes\b|anos?\b|dias?\b|quincenas?\b|personas|veces|\$))"
)

DATE_CODE = compile_pattern(r"(?P<span>(?:el )?(?:dia )?@date:(?P<code>\S+))")
SHORT_DATE_CODE = compile_pattern(r"(?P<span>(?:el )?(?:dia )?@short:(?P<code>\S+))")
MONTH_CODE = compile_pattern(r"(?P<span>@month:(?P<code>\S+))")
QUARTER_CODE = compile_pattern(rf"(?P<span>@block:(?P<number>\d)){YEAR_TAIL}?")
DAY_OF_MONTH = compile_pattern(
    rf"(?:dia )?(?P<span>(?:el )?(?:dia )?{_DAY}(?: (?:de|del|del mes de|-|/))? (?P<month>{MONTH}){YEAR_TAIL}?)"
)
MONTH_DAY = compile_pattern(
    rf"(?P<span>(?:el )?(?P<month>{MONTH}) (?P<day>3[01]|[12]\d|[1-9]))(?! (?:dias|horas|al|mil)){_NOT_A_DAY}"
)
DAY_OF_RELATIVE_MONTH = compile_pattern(
    rf"(?P<span>(?:el )?(?:dia )?{_DAY}) (?:de|del) (?P<relative>este mes|presente mes|mes {PAST}|mes {NEXT}"
    rf"|proximo mes|mes {CURRENT})"
)
BARE_DAY = compile_pattern(rf"(?P<span>(?:el (?:dia )?){_DAY}){_NOT_A_DAY}(?! \S*{MONTH})")
BARE_DAY_AFTER = compile_pattern(
    rf"(?:(?:dia|del|ya es|hoy es|hoy|somos|estamos a|a partir del|hasta el|desde el"
    rf"|antes del) )(?P<span>{_DAY}){_NOT_A_DAY}"
)
PAYDAY_FORTNIGHT = compile_pattern(
    rf"quincena (?:del|de el|del dia|de) (?P<span>{_DAY})(?: de (?P<month>{MONTH}){YEAR_TAIL}?)?{_NOT_A_DAY}"
)
DAY_RANGE_OF_MONTH = compile_pattern(
    r"(?:(?:del|de el|desde|desde el|de|entre|entre el) )??"
    r"(?P<span1>(?:el )?(?:dia )?(?P<day1>3[01]|[12]\d|[1-9]|#1)) (?:al|a|hasta|y|e|-) "
    r"(?P<span2>(?:el )?(?:dia )?(?P<day2>3[01]|[12]\d|[1-9])(?: (?:de|del|del mes de))? "
    rf"(?P<month>{MONTH}){YEAR_TAIL}?)"
)
DAY_RANGE = compile_pattern(
    r"(?:(?:del|de el|del dia) (?P<span1a>(?P<day1a>3[01]|[12]\d|[1-9]|#1)) (?:al|hasta|a|hasta el)"
    r"|(?:desde|entre|de)? ?(?P<span1b>el (?:dia )?(?P<day1b>3[01]|[12]\d|[1-9]|#1)) (?:hasta|al|a|y)"
    r"|(?:de|desde|entre) (?P<span1c>(?P<day1c>3[01]|[12]\d|[1-9]|#1)) (?:al|hasta|hasta el|a))"
    r" (?P<span2>(?:el )?(?:dia )?(?P<day2>3[01]|[12]\d|[1-9]))"
    rf"(?: (?:de|del) (?P<relative>este mes|presente mes|mes {PAST}|mes {NEXT}|proximo mes"
    rf"|mes {CURRENT}))?{_NOT_A_DAY}(?! de {MONTH})"
)
MONTH_NAME = compile_pattern(rf"(?P<month_span>(?P<month>{MONTH})){YEAR_TAIL}?")
MONTH_ABBREVIATION = compile_pattern(rf"(?P<month_span>(?P<month>mar|set)){YEAR_TAIL}")
FORTNIGHT = compile_pattern(
    rf"(?P<span>(?:{ARTICLE} )?(?P<which>#1|#2|1|2|ultima) quincena)"
    rf"(?: (?:de|del) (?P<relative>este mes|presente mes|mes {PAST}|mes {NEXT}|proximo mes|mes {CURRENT}|mes(?! de))"
    rf"|{_MONTH_TAIL}?{YEAR_TAIL}?)"
)
# «la primera de marzo» is of its two fortnights; the day is «el primero».
FORTNIGHT_OF_MONTH = compile_pattern(
    rf"(?P<span>la (?P<which>#1|#2))(?: (?:de|del) (?P<relative>este mes|presente mes|mes {PAST}|mes {NEXT}"
    rf"|proximo mes|mes {CURRENT})|{_MONTH_TAIL}{YEAR_TAIL}?)"
)
BLOCK_OF_YEAR = compile_pattern(rf"(?P<span>(?:{ARTICLE} )?(?P<which>#[1-6]|ultimo) (?P<unit>{BLOCK})){YEAR_TAIL}?")
UNIT_THIS = compile_pattern(
    rf"(?P<span>(?:este|esta|{ARTICLE} (?:actual|presente|corriente)|(?:actual"
    rf"|presente)) (?P<unit>{UNIT})(?: {CURRENT})?)(?! (?:{PAST}|{NEXT})\b)"
)
UNIT_AFTER = compile_pattern(
    rf"(?P<span>(?:(?:{ARTICLE}|este|esta) )?(?P<unit>{UNIT}) (?:inmediatamente )?"
    rf"(?:(?P<past>{PAST})|(?P<next>{NEXT})|(?P<current>{CURRENT})|(?P<before>{BEFORE_LAST})))"
)
THESE_UNITS = compile_pattern(rf"(?P<span>(?:estos|estas) (?:ultim[oa]s )?(?P<unit>{UNITS}))")
UNIT_BEFORE = compile_pattern(
    rf"(?P<span>(?:(?:{ARTICLE}|este|esta) )?(?:(?P<past>pasad[oa]|anterior|ultim[oa])|(?P<next>proxim[oa]|siguiente"
    rf"|(?<=la )otra|(?<=el )otro)"
    rf"|(?P<before>antepasad[oa]|penultim[oa])) (?P<unit>{UNIT}))"
)
SAME_MONTH_LAST_YEAR = compile_pattern(rf"mismo mes (?:de|del) (?P<span>(?:{ARTICLE} )?ano {PAST})")
LAST_COUNT = compile_pattern(
    rf"(?P<span>(?:{ARTICLE} )?(?:(?:ultim[oa]s|pasad[oa]s) (?P<count>{COUNT})|(?P<count2>{COUNT}) (?:ultim[oa]s)"
    rf"|(?:ultim[oa]s)) (?P<unit>{UNITS}))"
    rf"|(?P<span3>(?:{ARTICLE} )?(?P<count3>{COUNT}) (?P<unit3>{UNITS}) (?:anteriores|pasad[oa]s|previos))"
)
NEXT_COUNT = compile_pattern(
    rf"(?P<span>(?:{ARTICLE} )?(?:proxim[oa]s|siguientes) (?P<count>{COUNT}) (?P<unit>{UNITS}))"
)
AGO = compile_pattern(
    rf"(?P<since>desde )?(?P<span>hace (?:como |unos |unas |ya )?(?P<count>{COUNT}) (?P<unit>{UNITS})(?: atras)?"
    rf"|(?P<count2>{COUNT}) (?P<unit2>{UNITS}) atras)"
)
WITHIN = compile_pattern(rf"(?P<span>dentro de (?:unos |unas )?(?P<count>{COUNT}) (?P<unit>{UNITS}))")
TO_DATE = compile_pattern(
    rf"(?P<span>(?:lo )?(?:(?:corrido|transcurrido)|que (?:va|llevo|llevamos)(?: corrido| transcurrido)?) (?:de|del"
    rf"|de el|en el|en|de este|del presente|de todo el)"
    rf" (?:ano )?(?:(?P<year>{YEAR})|(?P<unit>ano|mes|semestre|trimestre|quincena)))"
    rf"|(?P<span2>(?:el )?ano corrido)"
)
THE_YEAR = compile_pattern(
    rf"(?:(?:en|de|por|durante) )?(?P<span>(?<=en )el ano|(?<=de )el ano|(?<=durante )el ano"
    rf"|todo el ano)(?! (?:{PAST}|{NEXT}|{YEAR}|\d|que))"
)
ELLIPSIS = compile_pattern(
    r"(?:y|e|con|contra|vs|versus|frente|o|a|no ,|sino) (?:a |con )?"
    r"(?:(?P<span>(?:el|la) (?:(?P<past>anterior|pasad[oa])"
    r"|(?P<before>antepasad[oa])|(?P<next>siguiente|proxim[oa])))"
    r"|(?:del|al|de la|de el) (?P<span2>(?P<past2>anterior|pasad[oa])|(?P<before2>antepasad[oa])))(?=$| [?,.!;)]"
    r"| (?:y|por|en|cuanto|que)\b)"
)
FORTNIGHT_ELLIPSIS = compile_pattern(r"(?P<span>la (?P<which>#1|#2))(?=$| [?,.!;)])")
TODAY = compile_pattern(r"(?<!por )(?P<span>hoy)(?! en dia)")
THE_DATE = compile_pattern(r"(?P<span>la fecha|hoy en dia|el momento|ahora)")
YESTERDAY = compile_pattern(
    r"(?P<span>(?P<two>anteayer|antes de ayer|antes ayer|ante ayer|antier)|(?P<three>tras anteayer|trasanteayer)"
    r"|ayer|anoche)"
)
TOMORROW = compile_pattern(r"(?<!la )(?<!buena )(?<!las )(?P<span>(?P<two>pasado )?manana)(?! por la noche de ayer)")
WEEKDAY_NAME = compile_pattern(
    rf"(?P<span>(?:(?:(?P<next0>el proximo|este proximo|proximo)|(?P<past0>el pasado|pasado|el ultimo|este pasado)"
    rf"|(?P<this>este)|el|dia) )?(?P<weekday>{WEEKDAY})"
    rf"(?: (?:(?P<holy>santo)|(?P<past>{PAST})|(?P<next>{NEXT})|(?P<day>3[01]|[12]\d|[1-9])(?: (?:de"
    rf"|del) (?P<month>{MONTH}){YEAR_TAIL}?)?))?)"
)
WEEKEND = compile_pattern(
    rf"(?<!buen )(?<!feliz )(?<!lindo )(?P<span>(?:(?:el|este) )?(?:(?P<past0>pasado|ultimo)"
    rf"|(?P<next0>proximo) )?(?:fin de semana|finde)(?: (?:(?P<past>{PAST})|(?P<next>{NEXT})))?)"
)
CHRISTMAS = compile_pattern(rf"(?<!prima de )(?P<span>(?:la )?(?:navidad|nochebuena)){YEAR_TAIL}?")
HOLY_WEEK = compile_pattern(rf"(?P<span>(?:la )?semana (?:santa|mayor)){YEAR_TAIL}?")
YEAR_NAME = compile_pattern(
    rf"(?<!\$ )(?P<year>{YEAR})(?! (?:pesos|horas|dias|mil|cop|unidades|de {YEAR}))|ano (?P<short_year>[12]\d"
    rf"|3[0-5])(?! (?:dias|horas))"
)
MIDDLE_OF_YEAR = compile_pattern(r"(?:mitad|mediados) de(?:l)? ano")
END_OF_YEAR = compile_pattern(r"(?:fin|final|fines|finales) de(?:l)? ano")
DAY_COUNT = compile_pattern(
    r"(?P<span>(?P<count>\d{1,3}|una(?= semana)) (?P<unit>dias?|semanas?))(?! (?:atras|anteriores|pasados))"
)
LAW_BEFORE_YEAR = re.compile(
    r"(?:ley|decreto|resolucion|sentencia|circular|articulo|art|concepto) (?:no |numero |n |# )?(?:%number|\d+"
    r"|%amount) de $"
)
# Every expression above holds one of these; most messages tell no time and none of them need be looked for.
LANDMARK = re.compile(
    rf"[\d#@]|\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|mar|set|{UNITS}|finde|fecha|momento|ahora|hoy|manana|antier"
    r"|anoche|navidad|nochebuena|\w*(?:ayer|anterior|pasad[oa]|siguiente|proxim[oa]))\b"
)
