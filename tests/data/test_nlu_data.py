"""The training sentences and the fixed test set keep the annotation rules that a machine can check."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

ROOT = Path(__file__).resolve().parents[2]
TRAINING_FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))
LOOKUP_FILES = sorted((ROOT / "data" / "lookups").glob("*.yml"))
TEST_FILES = sorted((ROOT / "tests" / "nlu" / "testset").glob("*.yml"))
FIELD_FILES = sorted((ROOT / "tests" / "nlu" / "fieldset").glob("*.yml"))

MAIN_INTENTS = frozenset(
    {
        "consultar_salario",
        "consultar_desprendible",
        "consultar_deducciones",
        "consultar_retencion",
        "consultar_bonificaciones",
        "consultar_consignacion",
        "historial_pagos",
        "comparar_pagos",
        "consultar_vacaciones",
        "solicitar_vacaciones",
        "consultar_cesantias",
        "consultar_incapacidades",
        "consultar_cuenta_bancaria",
        "consultar_perfil",
        "solicitar_certificado",
        "preguntar_normativa",
        "reportar_error",
        "dar_dato",
    }
)
SOCIAL_INTENTS = frozenset(
    {
        "saludar",
        "despedirse",
        "agradecer",
        "afirmar",
        "negar",
        "pedir_ayuda",
        "desafio_bot",
        "insulto",
        "hablar_con_humano",
    }
)
MINIMUM_PER_INTENT = {
    **dict.fromkeys(MAIN_INTENTS, 90),
    **dict.fromkeys(SOCIAL_INTENTS, 40),
    "consultar_datos_ajenos": 110,
    "fuera_de_alcance": 250,
}
ENTITIES = frozenset({"mes", "anio", "periodo", "fecha", "cantidad_dias", "concepto", "persona", "monto"})
MONTHS = frozenset(
    {
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
    }
)
CONCEPT_FAMILIES = frozenset(
    {
        "salud",
        "pension",
        "fondo_solidaridad",
        "retencion_fuente",
        "libranza",
        "embargo",
        "poliza",
        "fondo_empleados",
        "prima",
        "bonificacion",
        "comision",
        "horas_extras",
        "recargos",
        "auxilio_transporte",
        "rodamiento",
        "retroactivo",
        "cesantias",
        "intereses_cesantias",
    }
)
ARTICLES = frozenset({"el", "la", "los", "las"})
ARTICLE_BEARING = frozenset({"periodo", "fecha"})
BEHAVIOURS = frozenset(
    {
        "directas",
        "coloquiales",
        "errores_ortografia",
        "fragmentos",
        "compuestas",
        "mezcla_idiomas",
        "continuaciones",
        "fronteras",
        "hostiles_y_datos_ajenos",
        "fuera_de_alcance",
        "conversacion",
    }
)


@dataclass(frozen=True)
class Span:
    """An annotated entity with its surface text."""

    entity: str
    value: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One example with its file, intent and entities."""

    source: str
    text: str
    intent: str
    spans: tuple[Span, ...]


def _read(path: Path) -> TrainingData:
    return RasaYAMLReader().read(path)


def _sentences(paths: list[Path]) -> list[Sentence]:
    sentences = []
    for path in paths:
        for message in _read(path).training_examples:
            text = message.get(TEXT)
            spans = tuple(
                Span(e["entity"], e["value"], text[e["start"] : e["end"]], e["start"], e["end"])
                for e in message.get("entities", [])
            )
            sentences.append(Sentence(path.name, text, message.get("intent"), spans))
    return sentences


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _normalised(text: str) -> str:
    """Text without case, accents, punctuation or emoji; the raw text when nothing else is left."""
    words = re.findall(r"\w+", _without_accents(text))
    return " ".join(words) or text


def _word_before(sentence: Sentence, span: Span) -> str:
    words = _without_accents(sentence.text[: span.start]).split()
    return words[-1] if words else ""


@pytest.fixture(scope="module")
def training() -> list[Sentence]:
    return _sentences(TRAINING_FILES)


@pytest.fixture(scope="module")
def testset() -> list[Sentence]:
    return _sentences(TEST_FILES)


@pytest.fixture(scope="module")
def everything(training: list[Sentence], testset: list[Sentence]) -> list[Sentence]:
    return training + testset


def test_training_covers_the_whole_taxonomy_and_nothing_else(training: list[Sentence]) -> None:
    assert {s.intent for s in training} == set(MINIMUM_PER_INTENT)


def test_training_has_at_least_2500_sentences(training: list[Sentence]) -> None:
    assert len(training) >= 2500


def test_every_intent_reaches_its_minimum(training: list[Sentence]) -> None:
    counts = Counter(s.intent for s in training)
    short = {intent: counts[intent] for intent, least in MINIMUM_PER_INTENT.items() if counts[intent] < least}
    assert short == {}


def test_testset_has_500_sentences_over_every_intent(testset: list[Sentence]) -> None:
    assert len(testset) >= 500
    assert {s.intent for s in testset} == set(MINIMUM_PER_INTENT)


def test_testset_files_are_the_behaviours() -> None:
    assert {path.stem for path in TEST_FILES} == BEHAVIOURS


def test_testset_has_at_least_80_messages_out_of_scope(testset: list[Sentence]) -> None:
    assert sum(s.intent == "fuera_de_alcance" for s in testset) >= 80


def test_every_entity_appears_at_least_30_times_in_the_testset(testset: list[Sentence]) -> None:
    counts = Counter(span.entity for s in testset for span in s.spans)
    assert {entity: counts[entity] for entity in ENTITIES if counts[entity] < 30} == {}


def test_no_sentence_is_repeated_within_or_across_training_and_testset(everything: list[Sentence]) -> None:
    counts = Counter(_normalised(s.text) for s in everything)
    assert [text for text, times in counts.items() if times > 1] == []


def test_no_sentence_of_the_field_set_is_in_training_or_testset(everything: list[Sentence]) -> None:
    known = {_normalised(s.text) for s in everything}
    assert [s.text for s in _sentences(FIELD_FILES) if _normalised(s.text) in known] == []


def test_entities_belong_to_the_taxonomy(everything: list[Sentence]) -> None:
    assert {span.entity for s in everything for span in s.spans} == ENTITIES


def test_out_of_scope_messages_carry_no_entities(everything: list[Sentence]) -> None:
    assert [s.text for s in everything if s.intent == "fuera_de_alcance" and s.spans] == []


def test_spans_have_no_punctuation_or_space_at_their_edges(everything: list[Sentence]) -> None:
    bad = [
        (span.surface, s.text)
        for s in everything
        for span in s.spans
        if not re.match(r"[\w$]", span.surface[0]) or not re.match(r"\w", span.surface[-1])
    ]
    assert bad == []


def test_years_are_four_digits(everything: list[Sentence]) -> None:
    years = [span.surface for s in everything for span in s.spans if span.entity == "anio"]
    assert [year for year in years if not re.fullmatch(r"(19|20)\d\d", year)] == []


def test_months_are_one_word_with_a_canonical_value(everything: list[Sentence]) -> None:
    months = [span for s in everything for span in s.spans if span.entity == "mes"]
    assert [m.surface for m in months if " " in m.surface or m.value not in MONTHS] == []


def test_concepts_have_a_canonical_family(everything: list[Sentence]) -> None:
    concepts = [span for s in everything for span in s.spans if span.entity == "concepto"]
    assert [c for c in concepts if c.value not in CONCEPT_FAMILIES] == []


def test_periods_and_dates_include_their_article(everything: list[Sentence]) -> None:
    bad = [
        (span.surface, s.text)
        for s in everything
        for span in s.spans
        if span.entity in ARTICLE_BEARING and _word_before(s, span) in ARTICLES
    ]
    assert bad == []


def test_spans_start_after_a_contracted_preposition(everything: list[Sentence]) -> None:
    bad = [(span.surface, s.text) for s in everything for span in s.spans if re.match(r"(?i)(del|al) ", span.surface)]
    assert bad == []


def test_other_entities_leave_their_article_out(everything: list[Sentence]) -> None:
    bad = [
        (span.surface, s.text)
        for s in everything
        for span in s.spans
        if span.entity not in ARTICLE_BEARING and _without_accents(span.surface).split(" ")[0] in ARTICLES
    ]
    assert bad == []


def test_day_counts_are_a_number_and_a_unit(everything: list[Sentence]) -> None:
    counts = [span.surface for s in everything for span in s.spans if span.entity == "cantidad_dias"]
    assert [c for c in counts if not re.fullmatch(r"[\w ]+ (d[ií]as?|diitas?|semanas?|semanitas?)", c.lower())] == []


def test_amounts_carry_a_currency_or_a_multiplier(everything: list[Sentence]) -> None:
    amounts = [span.surface for s in everything for span in s.spans if span.entity == "monto"]
    marker = re.compile(r"\$|peso|mill|\bmil\b|luca|palo|barra|\dk\b|cop\b", re.IGNORECASE)
    assert [a for a in amounts if not marker.search(a)] == []


def test_the_same_words_keep_the_same_value(everything: list[Sentence]) -> None:
    values: dict[tuple[str, str], set[str]] = {}
    for s in everything:
        for span in s.spans:
            if span.entity in {"concepto", "mes"}:
                values.setdefault((span.entity, _without_accents(span.surface)), set()).add(span.value)
    assert {surface: found for surface, found in values.items() if len(found) > 1} == {}


def test_spans_align_with_whitespace_tokens(everything: list[Sentence]) -> None:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    misaligned = []
    for s in everything:
        tokens = tokenizer.tokenize(Message({TEXT: s.text}), TEXT)
        starts, ends = {t.start for t in tokens}, {t.end for t in tokens}
        misaligned += [(sp.surface, s.text) for sp in s.spans if sp.start not in starts or sp.end not in ends]
    assert misaligned == []


def test_lookups_and_synonyms_point_at_canonical_values() -> None:
    for path in LOOKUP_FILES:
        synonyms = _read(path).entity_synonyms
        assert set(synonyms.values()) <= MONTHS | CONCEPT_FAMILIES, path.name


def test_synonyms_agree_with_the_annotated_values(everything: list[Sentence]) -> None:
    synonyms = {k.lower(): v for path in LOOKUP_FILES for k, v in _read(path).entity_synonyms.items()}
    disagreeing = [
        (span.surface, span.value, synonyms[span.surface.lower()])
        for s in everything
        for span in s.spans
        if span.surface.lower() in synonyms and synonyms[span.surface.lower()] != span.value
    ]
    assert disagreeing == []
