"""The table of spoken periods: what was said, on which day, and the calendar it means."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.evaluation.examples import read_examples
from nlu.periods import Direction, extract, patterns
from nlu.periods.direction import read_direction
from nlu.periods.extraction import READERS
from nlu.periods.reading import Reading
from nlu.periods.tokens import CanonicalText

TABLE = Path(__file__).with_name("phrases.csv")
ROOT = Path(__file__).parents[3]
DATA, TESTSET = ROOT / "data/nlu", ROOT / "tests/nlu/testset"
WORDS = [
    *(
        "enero",
        "marzo",
        "mayo",
        "primera",
        "segunda",
        "quincena",
        "mes",
        "año",
        "pasado",
        "anterior",
        "este",
        "el",
        "la",
    ),
    *("del", "de", "al", "a", "y", "entre", "hasta", "desde", "hace", "3", "15", "2024", "tres", "últimos", "próximos"),
    *("viernes", "hoy", "mañana", "días", "semana", "trimestre", ",", "/", "-", "¿", "?", "$", "1.200.000"),
]


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_holds_at_least_two_hundred_phrases_on_several_days() -> None:
    phrases = {(row["said_on"], row["text"]) for row in rows()}
    assert len(phrases) >= 200
    assert len({said_on for said_on, _ in phrases}) >= 5


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['said_on']} {row['text']}")
def test_a_phrase_means_its_periods_and_entities(row: dict[str, str]) -> None:
    found = extract(row["text"], date.fromisoformat(row["said_on"]))
    periods = [f"{p.start}..{p.end} {p.grain.value}{'' if p.year_given else '?'}" for p in found.periods]
    entities = [f"{span.entity}={row['text'][span.start : span.end]}" for span in found.entities]
    assert " + ".join(periods) == row["periods"]
    assert " + ".join(entities) == row["entities"]
    assert found.days == (int(row["days"]) if row["days"] else None)


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("febreo", "mes", "febrero"),
        ("setiembre", "mes", "septiembre"),
        ("mar 2024", "mes", "marzo"),
        ("marzo del 25", "anio", "2025"),
        ("el 9 de abril", "fecha", "2026-04-09"),
        ("del 28 de marzo al 3 de abril", "fecha", "2026-03-28"),
        ("tres semanas", "cantidad_dias", "21"),
        ("el mes pasado", "periodo", "el mes pasado"),
    ],
)
def test_entity_values_are_normal_forms(text: str, entity: str, value: str) -> None:
    first = next(span for span in extract(text, date(2026, 11, 23)).entities if span.entity == entity)
    assert first.value == value


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("cuánto me pagaron en marzo", Direction.PAST),
        ("quiero salir a vacaciones el 3 de julio", Direction.FUTURE),
        ("el desprendible de marzo", Direction.NEUTRAL),
        ("cuánto me van a consignar en diciembre", Direction.FUTURE),
    ],
)
def test_the_sentence_gives_the_direction(text: str, direction: Direction) -> None:
    assert extract(text, date(2026, 11, 23)).periods[0].direction is direction


def test_decomposed_accents_read_as_composed_ones() -> None:
    text = unicodedata.normalize("NFD", "el próximo año y el miércoles")
    spans = [text[span.start : span.end] for span in extract(text, date(2026, 11, 23)).entities]
    assert [unicodedata.normalize("NFC", span) for span in spans] == ["el próximo año", "el miércoles"]


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=12),
    on=st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)),
)
def test_any_words_on_any_day_give_ordered_periods_and_spans_inside_the_text(words: list[str], on: date) -> None:
    text = " ".join(words)
    found = extract(text, on)
    assert all(period.start <= period.end for period in found.periods)
    assert all(0 <= span.start < span.end <= len(text) for span in found.entities)
    assert all(one.end <= other.start for one, other in pairwise(found.entities))


@given(text=st.text(max_size=80), on=st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)))
def test_no_text_breaks_the_reading(text: str, on: date) -> None:
    extract(text, on)


def test_every_expression_holds_a_landmark() -> None:
    """A message without one is not looked through: in no training or exam sentence may an expression go lost so."""
    sentences = [*read_examples(DATA), *read_examples(TESTSET)]
    texts = [CanonicalText(text) for text in (*(s.text for s in sentences), *(row["text"] for row in rows()))]
    without = [text for text in texts if not patterns.LANDMARK.search(text.text)]
    assert without
    for text in without:
        reading = Reading(text, date(2025, 7, 15), read_direction(text.text))
        assert [m.group() for p, read in READERS for m in p.finditer(text.text) if read(m, reading) is not None] == []
