"""Words of the calendar and how they are misspelt: months, weekdays, numbers, ordinals and units."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, start=1)}
WEEKDAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
UNITS = ("dia", "semana", "quincena", "mes", "bimestre", "trimestre", "cuatrimestre", "semestre", "ano")

_MONTH_FORMS = {
    "ene": "enero", "enro": "enero", "ener": "enero", "henero": "enero", "feb": "febrero", "febr": "febrero",
    "frebrero": "febrero",     "mzo": "marzo", "mrz": "marzo", "marso": "marzo", "abr": "abril", "avril": "abril",
    "may": "mayo", "mallo": "mayo", "jun": "junio", "jul": "julio", "ago": "agosto", "agst": "agosto",
    "agto": "agosto", "sep": "septiembre", "sept": "septiembre", "spt": "septiembre", "setiembre": "septiembre",
    "oct": "octubre", "otubre": "octubre", "nov": "noviembre", "novbre": "noviembre", "dic": "diciembre",
    "dbre": "diciembre", "dcbre": "diciembre", "diziembre": "diciembre",
}  # fmt: skip
_UNIT_FORMS = {
    "dias": "dias", "dia": "dia", "semana": "semana", "semanas": "semanas", "sem": "semana", "mes": "mes",
    "meses": "meses", "mez": "mes", "ano": "ano", "anos": "anos", "anio": "ano", "anios": "anos",
    "qna": "quincena", "qnas": "quincenas", "quinc": "quincena", "quinsena": "quincena", "kincena": "quincena",
    "quincenas": "quincenas", "trimestres": "trimestres", "bimestres": "bimestres", "semestres": "semestres",
    "diita": "dia", "diitas": "dias", "semanita": "semana", "semanitas": "semanas", "quincenita": "quincena",
}  # fmt: skip
_RELATIVE_FORMS = {
    "pasao": "pasado", "pazado": "pasado", "pasad": "pasado", "anterio": "anterior", "antrior": "anterior",
    "anteior": "anterior", "proxmo": "proximo", "prox": "proximo", "ult": "ultimo", "ultmo": "ultimo",
    "ultims": "ultimos", "antier": "anteayer", "antiayer": "anteayer", "ayier": "ayer", "aller": "ayer",
    "mñn": "manana", "oy": "hoy", "hoi": "hoy", "entr": "entre", "asta": "hasta", "desd": "desde",
    "ace": "hace", "mie": "miercoles", "mier": "miercoles", "vier": "viernes", "jue": "jueves",
}  # fmt: skip

_NUMBERS = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "quinze": 15, "dieciseis": 16,
    "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiuno": 21, "veintiun": 21,
    "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26,
    "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
    "sesenta": 60, "noventa": 90,
}  # fmt: skip
_ORDINALS = {
    "primer": 1, "primero": 1, "primera": 1, "primeros": 1, "segundo": 2, "segunda": 2, "segundos": 2, "tercer": 3,
    "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6,
}  # fmt: skip


def words(text: str) -> frozenset[str]:
    """Returns the words of a list written as running text."""
    return frozenset(text.split())


# Real words one slip away from a calendar word: never corrected.
_NOT_MISSPELT = words(
    "abrir abrio abre entero enter marco marca marcos mario maria marzano junto juntos junior julia julian "
    "julieta gasto gastos gusto agoto octavo noviembres menor mayor mayos mejor meses mesa semanal mensual "
    "quincenal anterior vienes vienen jueces juegos lunas lunar marte martha marta mares mayas domino dominio "
    "salado pasado sabana sabados domingos cubre agostos quincenales semanales trimestral semestral anual "
    "bimestral entro entre entra entran entrar entrego espero anterio abri abria abrire abriran enfermo dinero "
    "primero febril abril"
)
_FUZZY_TARGETS = (*MONTHS, "setiembre", *WEEKDAYS, "quincena", "trimestre", "semestre", "bimestre", "quincenas")
_SHORTEST_FUZZY = 5
_TWO_SLIPS_FROM = 9


def fold(text: str) -> str:
    """Returns the text in lower case and without accents or ñ, as people often type it."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_in_place(text: str) -> str:
    """Folds every character that folds to a single one, so that positions stay those of the text."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char


def number_of(word: str) -> int | None:
    """Returns the value of a written cardinal from two on («quince» = 15); «un» stays a word."""
    return _NUMBERS.get(word)


def ordinal_of(word: str) -> int | None:
    """Returns the value of a written ordinal («segunda» = 2)."""
    return _ORDINALS.get(word)


@lru_cache(maxsize=8192)
def canonical_word(word: str) -> str:
    """Returns the dictionary form of a folded calendar word, mending slips; others stay as they are."""
    for forms in (_MONTH_FORMS, _UNIT_FORMS, _RELATIVE_FORMS):
        if word in forms:
            return forms[word]
    if len(word) < _SHORTEST_FUZZY or word in _NOT_MISSPELT or word in _FUZZY_TARGETS:
        return word if word != "setiembre" else "septiembre"
    best, best_distance = word, 3
    for target in _FUZZY_TARGETS:
        if target[0] != word[0]:
            continue
        allowed = 2 if len(target) >= _TWO_SLIPS_FROM else 1
        distance = OSA.distance(word, target, score_cutoff=allowed)
        if distance <= allowed and distance < best_distance:
            best, best_distance = target, distance
    return "septiembre" if best == "setiembre" else best
