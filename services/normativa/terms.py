"""Search terms of a Spanish text: plain letters, payroll synonyms folded into one, words cut to their stem."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_STEM_LETTERS = 6

# Everyday words for what the norms call otherwise; the longest expression first. Left: plain letters.
_SYNONYMS = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), replacement)
    for pattern, replacement in (
        (r"trabajos? suplementarios?|horas? extraordinarias?|horitas? extras?|horas? extras?|extras", "hora extra"),
        (r"rete ?fuente|retencion en la fuente|retencion|impuestos?|retienen|retener", "retencion"),
        (r"subsidio de transporte|aux(?:ilio)? de transporte|plata del bus|pasajes", "auxilio transporte"),
        (
            r"cartas? laboral(?:es)?|certificad[oa]s? laboral(?:es)?|certificacion(?:es)? laboral(?:es)?",
            "carta laboral",
        ),
        (r"salario minimo|sueldo minimo|smmlv|smlv|smlmv|el minimo", "salario minimo"),
        (r"sueldos?|pagas?", "salario"),
        (r"me echan|me botan|botar|echar|echen|echo|despid\w+|despedi\w+|despido|sacan de la empresa", "despido"),
        (r"renunci\w+|me voy de la empresa|me retiro de la empresa", "renuncia"),
        (r"empresa|patron\w*|empleador\w*|compania", "empleador"),
        (r"papa|padre|papas|esposo", "padre"),
        (r"mama|madre", "madre"),
        (r"bebe|bebes|hij[oa]s?", "hijo"),
        (r"embarazad[ao]|embarazo|en cinta|encinta|prenad[ao]", "embarazo"),
        (r"boda|casar\w*|me caso|matrimonio", "matrimonio"),
        (r"murio|fallec\w+|muerte|muere|luto|duelo", "luto"),
        (r"enferm\w+|incapacidad\w*|incapacit\w+|excusa medica", "incapacidad"),
        (r"domingos?|dominical(?:es)?", "domingo"),
        (r"festiv[oa]s?|feriados?", "festivo"),
        (r"noches?|nocturn[oa]s?", "nocturno"),
        (r"plata|dinero|efectivo", "dinero"),
        (r"descontar\w*|descuent\w+|deduc\w+|rebaj\w+|quitar|quitan|quiten", "descuento"),
        (r"adelant\w+|anticip(?:o|os|ado)", "anticipo"),
        (r"embarg\w+", "embargo"),
        (r"indemnizacion\w*|indemniz\w+", "indemnizacion"),
        (r"tope|maxim[oa]|limite|lo mas", "maximo"),
        (r"teletrabaj\w+|trabaj\w+ (?:desde|en) (?:la |mi )?casa|home office", "trabajo casa"),
        (r"gemel[oa]s|mellizos|dos bebes", "parto multiple"),
        (r"amamant\w+|lactan\w+", "lactancia"),
        (r"jefe|jefa|supervisor", "jefe"),
        (r"adolescentes?|menores? de edad", "adolescente"),
    )
)

# Words without a meaning of their own, colloquial fillers included; plain letters.
_STOP = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
"""A year says on which day a rule is asked for, not what it is about."""


def plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, repeated as they repeat."""
    folded = plain(text)
    for pattern, replacement in _SYNONYMS:
        folded = pattern.sub(replacement, folded)
    return [_stem(word) for word in _WORD.findall(folded) if _says_something(word)]


def _says_something(word: str) -> bool:
    return word not in _STOP and (len(word) > 1 or word.isdigit()) and not _YEAR.fullmatch(word)


def _stem(word: str) -> str:
    if word.isdigit():
        return word
    if len(word) > 4 and word.endswith("es"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s"):
        word = word[:-1]
    if len(word) > 4 and word[-1] in "aeo":
        word = word[:-1]
    return word[:_STEM_LETTERS]
