"""The report in Markdown, in Spanish, for who writes the training data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nlu.evaluation import metrics

if TYPE_CHECKING:
    from nlu.evaluation.examples import EntityKey, Example, Prediction

    Pairs = list[tuple[Example, Prediction]]

_MOST_CONFUSIONS = 20
_WORST = 40


def render(title: str, pairs: Pairs, plot: str | None = None) -> str:
    """Returns the report of one set of predictions; `plot` is the calibration plot's file name."""
    sections = [
        f"# {title}",
        _summary(pairs),
        _by_group(pairs),
        _by_intent(pairs),
        _confusions(pairs),
        _worst(pairs),
    ]
    if not math.isnan(metrics.entity_f1(pairs)):
        sections += [_entities(pairs), _entity_errors(pairs)]
    if plot:
        sections.insert(2, f"![Calibración]({plot})")
    return "\n\n".join(section for section in sections if section) + "\n"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _percent(value: float) -> str:
    return "no aplica" if math.isnan(value) else f"{100 * value:.1f} %".replace(".", ",")


def _summary(pairs: Pairs) -> str:
    found = metrics.scores(pairs)
    fallbacks = sum(prediction.fell_back for _, prediction in pairs) / len(pairs)
    rows = [
        ["frases", str(len(pairs))],
        ["exactitud de intención", _percent(found.intent_accuracy)],
        ["F1 de entidades (tramo exacto)", _percent(found.entity_f1)],
        ["AUROC fuera de alcance", _percent(found.out_of_scope_auroc)],
        ["error de calibración (ECE)", _percent(found.calibration_error)],
        ["frases que el asistente volvería a preguntar", _percent(fallbacks)],
    ]
    return _table(["medida", "valor"], rows)


def _by_group(pairs: Pairs) -> str:
    groups = sorted({example.group for example, _ in pairs})
    if len(groups) < 2:
        return ""
    rows = []
    for group in groups:
        chosen = [pair for pair in pairs if pair[0].group == group]
        right = sum(example.intent == prediction.intent for example, prediction in chosen) / len(chosen)
        rows.append([group, str(len(chosen)), _percent(right), _percent(metrics.entity_f1(chosen))])
    return "## Por comportamiento\n\n" + _table(["grupo", "frases", "intención", "F1 entidades"], rows)


def _by_intent(pairs: Pairs) -> str:
    rows = [
        [name, str(c.right + c.missed), _percent(c.precision), _percent(c.recall), _percent(c.f1)]
        for name, c in metrics.intent_counts(pairs).items()
    ]
    return "## Por intención\n\n" + _table(["intención", "frases", "precisión", "cobertura", "F1"], rows)


def _confusions(pairs: Pairs) -> str:
    rows = [[wanted, got, str(times)] for wanted, got, times in metrics.confusions(pairs)[:_MOST_CONFUSIONS]]
    return "## Confusiones más frecuentes\n\n" + _table(["era", "entendió", "veces"], rows) if rows else ""


def _worst(pairs: Pairs) -> str:
    wrong = [(example, prediction) for example, prediction in pairs if example.intent != prediction.intent]
    wrong.sort(key=lambda pair: -pair[1].confidence)
    rows = [[_cell(e.text), e.intent, p.intent, _percent(p.confidence)] for e, p in wrong[:_WORST]]
    header = ["frase", "era", "entendió", "confianza"]
    return "## Errores más seguros de sí\n\n" + _table(header, rows) if rows else ""


def _entities(pairs: Pairs) -> str:
    rows = [
        [name, str(c.right + c.missed), _percent(c.precision), _percent(c.recall), _percent(c.f1)]
        for name, c in metrics.entity_counts(pairs).items()
    ]
    return "## Entidades\n\n" + _table(["entidad", "tramos", "precisión", "cobertura", "F1"], rows) if rows else ""


def _entity_errors(pairs: Pairs) -> str:
    rows = [
        [_cell(e.text), _spans(e, e.entities - p.entities), _spans(e, p.entities - e.entities)]
        for e, p in pairs
        if e.intent != metrics.OUT_OF_SCOPE and e.entities != p.entities
    ]
    return "## Errores de entidades\n\n" + _table(["frase", "faltó", "sobró"], rows[:_WORST]) if rows else ""


def _spans(example: Example, keys: frozenset[EntityKey]) -> str:
    return ", ".join(f"{kind}: {_cell(example.text[start:end])}" for kind, start, end in sorted(keys))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
