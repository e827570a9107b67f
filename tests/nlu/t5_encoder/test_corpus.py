"""Which sentences enter the run."""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from nlu.t5_encoder.corpus import build_sentences, extend_sentences, held_out_paraphrases, read_sentences
from nlu.t5_encoder.recipe import Recipe, Source, Workspace

if TYPE_CHECKING:
    from pathlib import Path

HELD_OUT = ("Ella se marchó anoche sin avisar", "Anoche partió él, nadie supo nada")
RECIPE = replace(Recipe(), corpus_mix={"tatoeba_es": Source(50, 8), "law": Source(50, 8)}, grammar_mix=Source(100, 24))
FILES = {
    "sentences": {
        "tatoeba_es.txt": [
            "Vaya.",
            "No sé qué decirte.",
            HELD_OUT[0],
            "una frase " * 10,
            "Hola **amigo** [mío](http://x)",
        ],
        "law.txt": ["Artículo 3", "El salario se paga cada mes.", "1234 5678 90 12", "El salario se paga cada mes."],
        "subtitles.txt": ["Esto no está en la mezcla"],
    },
    "pairs": {
        "tatoeba_pivot_es_paraphrases.tsv": ["\t".join(HELD_OUT), "Ve.\tVaya."],
        "stsb_es_train.tsv": ["Un hombre canta.\tUn señor canta.\t4.5"],
        "stsb_es_dev.tsv": [
            "Un perro corre.\tUn can corre.\t4.8",
            "Llueve mucho.\tHace sol.\t1.0",
            "Leo un libro.\tLeo una revista.\t2.5",
        ],
        "stsb_es_test.tsv": ["No sé qué decirte.\tNi idea.\t3.0"],
        "unam_gastronomy_paraphrases_es.tsv": ["el sushi es rico\tel sushi sabe bien"],
    },
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for archive, files in FILES.items():
        with tarfile.open(tmp_path / f"{archive}.tar.xz", "w:xz") as tar:
            for name, lines in files.items():
                content = "\n".join(lines).encode()
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    nlu = tmp_path / "nlu"
    nlu.mkdir()
    (nlu / "pagos.yml").write_text(
        "nlu:\n- intent: consultar_salario\n  examples: |\n    - mi sueldo de [marzo](mes)\n", encoding="utf-8"
    )
    return Workspace(tmp_path / "work", tmp_path, nlu, tmp_path / "model")


def by_source(workspace: Workspace) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, sentence in zip(*read_sentences(workspace), strict=True):
        found.setdefault(name, set()).add(sentence)
    return found


def test_sentences_are_short_clean_and_distinct(workspace: Workspace) -> None:
    build_sentences(workspace, RECIPE)
    found = by_source(workspace)
    assert found["tatoeba_es"] == {"Vaya.", "Hola amigo mío"}
    assert found["law"] == {"El salario se paga cada mes."}
    assert found["project"] == {"mi sueldo de marzo"}
    assert len(found["grammar"]) == 100
    _, sentences = read_sentences(workspace)
    assert len(sentences) == len(set(sentences))


def test_nothing_of_the_evaluation_is_trained_on(workspace: Workspace) -> None:
    build_sentences(workspace, RECIPE)
    everything = set().union(*by_source(workspace).values())
    assert not everything & {*HELD_OUT, "Un perro corre.", "Un can corre.", "No sé qué decirte.", "Ni idea."}


def test_sentences_that_the_project_adds_later_go_to_the_end(workspace: Workspace) -> None:
    build_sentences(workspace, RECIPE)
    before = read_sentences(workspace)[1]
    (workspace.project_nlu / "nuevas.yml").write_text(
        "nlu:\n- intent: saludar\n  examples: |\n    - quihubo parcero\n    - mi sueldo de marzo\n", encoding="utf-8"
    )
    assert extend_sentences(workspace, RECIPE) == 1
    assert read_sentences(workspace)[1] == [*before, "quihubo parcero"]


def test_held_out_paraphrases_share_less_than_half_their_words() -> None:
    rows = [["uno dos tres cuatro cinco", "uno dos tres cuatro seis"], list(HELD_OUT), ["corta", "breve"]]
    assert held_out_paraphrases(rows) == [HELD_OUT]
