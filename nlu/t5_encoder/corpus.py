"""The sentences of the run: corpus files filtered to chat length, the payroll grammar and the project's own data."""

from __future__ import annotations

import random
import re
import tarfile
from typing import TYPE_CHECKING

import yaml

from nlu.t5_encoder.payroll_questions import draw_distinct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nlu.t5_encoder.recipe import Recipe, Source, Workspace

HELD_OUT_PAIRS = 1000
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`_#|<>\\]+")
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_LETTERS = re.compile(r"[^\W\d_]")
_SHORTEST_DOCUMENT_SENTENCE = 3
_CONVERSATION = {"tatoeba_es", "common_voice_es", "questions_squad_xquad_es"}


def read_archive(archive: Path, keep: set[str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Each text file of a corpus archive as (stem, lines)."""
    with tarfile.open(archive, "r:xz") as tar:
        for member in tar:
            stem = member.name.rpartition("/")[2].rpartition(".")[0]
            if not member.isfile() or (keep is not None and stem not in keep):
                continue
            stream = tar.extractfile(member)
            if stream is not None:
                yield stem, stream.read().decode("utf-8").splitlines()


def read_pairs(workspace: Workspace) -> dict[str, list[list[str]]]:
    """The tab-separated rows of every file of paraphrases and similarity pairs."""
    return {
        stem: [row.split("\t") for row in rows if "\t" in row]
        for stem, rows in read_archive(workspace.corpus / "pairs.tar.xz")
    }


def held_out_paraphrases(rows: list[list[str]]) -> list[tuple[str, str]]:
    """1,000 Tatoeba paraphrases of at least five words that share less than half of them: for evaluation only."""
    candidates = [(row[0], row[1]) for row in rows if min(len(row[0].split()), len(row[1].split())) >= 5]
    random.Random(7).shuffle(candidates)
    chosen: list[tuple[str, str]] = []
    used: set[str] = set()
    for first, second in candidates:
        one, two = set(first.lower().split()), set(second.lower().split())
        if first in used or second in used or len(one & two) / len(one | two) > 0.5:
            continue
        chosen.append((first, second))
        used.update((first, second))
        if len(chosen) == HELD_OUT_PAIRS:
            break
    return chosen


def strip_annotations(example: str) -> str:
    """A Rasa training example as the person wrote it."""
    return _ANNOTATION.sub(r"\1", example)


def read_project_sentences(folder: Path) -> list[str]:
    """Training sentences of Rasa NLU files, without annotations; empty while the folder has none."""
    sentences: list[str] = []
    for path in sorted(folder.rglob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in document.get("nlu", []):
            if "intent" in block and isinstance(block.get("examples"), str):
                lines = (line.strip().removeprefix("- ") for line in block["examples"].splitlines())
                sentences += [strip_annotations(line) for line in lines if line]
    return sentences


def _clean(lines: list[str], source: Source, shortest: int, rng: random.Random) -> list[str]:
    kept = []
    for line in lines:
        text = " ".join(_MARKUP.sub(lambda match: match.group(1) or " ", line).split())
        if shortest <= len(text.split()) <= source.max_words and len(_LETTERS.findall(text)) > len(text) * 0.6:
            kept.append(text)
    rng.shuffle(kept)
    return kept[: source.limit]


def build_sentences(workspace: Workspace, recipe: Recipe) -> None:
    """Write `sentences.tsv`: distinct sentences of all sources, shuffled, without any that the evaluation uses."""
    rng = random.Random(recipe.seed)
    pairs = read_pairs(workspace)
    excluded = {text for pair in held_out_paraphrases(pairs["tatoeba_pivot_es_paraphrases"]) for text in pair}
    excluded |= {text for part in ("stsb_es_dev", "stsb_es_test") for row in pairs[part] for text in row[:2]}
    chosen: dict[str, str] = dict.fromkeys(excluded, "")

    def add(name: str, sentences: list[str]) -> None:
        for sentence in sentences:
            chosen.setdefault(sentence, name)

    add("project", _clean(read_project_sentences(workspace.project_nlu), recipe.project_mix, 1, rng))
    add("grammar", draw_distinct(recipe.grammar_mix.limit, rng))
    sts = [text for row in pairs["stsb_es_train"] for text in row[:2]]
    add("stsb_train", _clean(sts, recipe.sts_mix, 1, rng))
    gastronomy = [text for row in pairs["unam_gastronomy_paraphrases_es"] for text in row[:2]]
    add("paraphrases", _clean(gastronomy, recipe.paraphrase_mix, 1, rng))
    for stem, lines in read_archive(workspace.corpus / "sentences.tar.xz", set(recipe.corpus_mix)):
        shortest = 1 if stem in _CONVERSATION else _SHORTEST_DOCUMENT_SENTENCE
        add(stem, _clean(lines, recipe.corpus_mix[stem], shortest, rng))

    rows = [f"{name}\t{sentence}\n" for sentence, name in chosen.items() if name]
    rng.shuffle(rows)
    workspace.sentences.parent.mkdir(parents=True, exist_ok=True)
    workspace.sentences.write_text("".join(rows), encoding="utf-8")


def extend_sentences(workspace: Workspace, recipe: Recipe) -> int:
    """Append project sentences written since `sentences.tsv` was built; the number added."""
    _, known = read_sentences(workspace)
    present = set(known)
    project = read_project_sentences(workspace.project_nlu)
    cleaned = _clean(project, recipe.project_mix, 1, random.Random(0))
    new = [sentence for sentence in dict.fromkeys(cleaned) if sentence not in present]
    with workspace.sentences.open("a", encoding="utf-8") as stream:
        stream.writelines(f"project\t{sentence}\n" for sentence in new)
    return len(new)


def read_sentences(workspace: Workspace) -> tuple[list[str], list[str]]:
    """Source names and sentences, in training order."""
    rows = [line.split("\t", 1) for line in workspace.sentences.read_text(encoding="utf-8").splitlines()]
    return [row[0] for row in rows], [row[1] for row in rows]


def source_weight(name: str, recipe: Recipe) -> float:
    """How often a sentence of this source is drawn relative to the others."""
    own = {
        "project": recipe.project_mix,
        "grammar": recipe.grammar_mix,
        "stsb_train": recipe.sts_mix,
        "paraphrases": recipe.paraphrase_mix,
    }
    return (own.get(name) or recipe.corpus_mix[name]).weight
