"""The loader accepts the shipped corpus and names everything that is wrong with a damaged one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.normativa.encoder import load_encoder
from services.normativa.passages import InvalidCorpus, PassageKind, load_foreign_questions, load_passages

PASSAGE: dict[str, Any] = {
    "id": "cst-1",
    "tipo": "norma",
    "norma": "Código Sustantivo del Trabajo",
    "articulo": "1",
    "titulo": "Objeto",
    "texto": "Un texto.",
    "vigente_desde": date(2020, 1, 1),
    "vigente_hasta": None,
    "enlace": "https://normas.example/cst#1",
    "temas": "objeto",
}


def corpus(folder: Path, *passages: Any) -> Path:
    (folder / "cst.yml").write_text(yaml.safe_dump({"pasajes": list(passages)}, allow_unicode=True), encoding="utf-8")
    return folder


def test_foreign_questions_that_are_no_texts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "preguntas.yml"
    path.write_text("preguntas: [1, 2]", encoding="utf-8")
    with pytest.raises(InvalidCorpus, match="preguntas"):
        load_foreign_questions(path)


def test_the_shipped_corpus_is_whole_and_of_every_kind() -> None:
    passages = load_passages()
    assert len(passages) >= 120
    assert {passage.kind for passage in passages} == set(PassageKind)


def test_policies_name_the_demo_company_alone() -> None:
    policies = [passage for passage in load_passages() if passage.kind is PassageKind.POLICY]
    assert {policy.norm for policy in policies} == {"Reglamento interno de Tejidos del Valle S.A.S."}


def test_a_passage_is_in_force_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    (passage,) = load_passages(corpus(tmp_path, {**PASSAGE, "vigente_hasta": date(2020, 12, 31)}), minimum=1)
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    assert [passage.in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "CST 1"}, "id inválido"),
        ({"tipo": "rumor"}, "tipo desconocido"),
        ({"texto": "  "}, "falta «texto»"),
        ({"norma": None}, "falta «norma»"),
        ({"vigente_desde": "2020-13-01"}, "«vigente_desde» no es una fecha"),
        ({"vigente_hasta": "nunca"}, "«vigente_hasta» no es una fecha"),
        ({"vigente_hasta": date(2019, 1, 1)}, "termina antes de empezar"),
        ({"enlace": "http://normas.example"}, "enlace inválido"),
        ({"enlace": "https://"}, "enlace inválido"),
        ({"autor": "alguien"}, "campo desconocido «autor»"),
    ],
)
def test_a_damaged_passage_is_refused_with_its_place(tmp_path: Path, change: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidCorpus, match=problem) as refused:
        load_passages(corpus(tmp_path, {**PASSAGE, **change}), minimum=0)
    assert refused.value.problems[0].startswith("cst.yml, pasaje 1: ")


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorpus, match="id repetido: cst-1"):
        load_passages(corpus(tmp_path, PASSAGE, PASSAGE), minimum=1)


def test_a_corpus_that_shrank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorpus, match="al menos 120"):
        load_passages(corpus(tmp_path, PASSAGE))


@pytest.mark.parametrize("content", ["pasajes: [", "pasajes: []", "- suelto", ""])
def test_a_file_without_passages_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "roto.yml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidCorpus, match=r"roto\.yml"):
        load_passages(tmp_path, minimum=0)


def test_without_its_files_there_is_no_encoder(tmp_path: Path) -> None:
    assert load_encoder(tmp_path) is None
