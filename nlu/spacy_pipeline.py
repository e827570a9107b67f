"""The small Spanish spaCy pipeline of the project: `python -m nlu.spacy_pipeline` writes `models/spacy-nomina-es`.

Tokenizer of `spacy.blank("es")`; an entity ruler for payroll concepts and for funds, EPS and banks, from the registry
and the lookup tables; a named-entity recogniser for third persons, trained on the annotated sentences of `data/nlu`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import spacy
import yaml
from spacy.training import Example  # type: ignore[attr-defined]
from thinc.api import fix_random_seed

from nlu.concepts import NAMES_OF
from nlu.periods.lexicon import fold
from nlu.typing_noise import with_noise

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer
    from thinc.api import Optimizer

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "spacy-nomina-es"
PERSON, CONCEPT, INSTITUTION = "persona", "concepto", "entidad"
_INSTITUTION_TABLES = ("eps", "fondo_pensiones", "banco")
_NAME_TABLES = ("nombre_de_pila", "apellido")
_ANNOTATION = re.compile(r"\[(?P<text>[^\]]+)\](?:\((?P<kind>\w+)\)|(?P<json>\{[^}]*\}))")
_EPOCHS, _BATCH, _DROPOUT, _SEED = 12, 32, 0.3, 20_261
_NOISE_SHARE, _NEW_NAME_SHARE = 0.3, 0.7
_META = {
    "name": "nomina",
    "version": "1.0.0",
    "description": "Tokens, conceptos de nómina, entidades financieras y nombres de terceros en mensajes de chat",
    "license": "MIT",
}
# Two convolutions of width 64: 0.5 ms a message; wider ones read no more names of the held-out part.
_NER = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 32,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "width": 64,
            "depth": 2,
            "embed_size": 1000,
            "window_size": 1,
            "maxout_pieces": 2,
            "subword_features": True,
            "pretrained_vectors": None,
        },
    }
}
Annotated = tuple[str, list[tuple[int, int]]]


def new_pipeline(tables: dict[str, list[str]]) -> Language:
    """Tokenizer and entity ruler, and a recogniser that has learned nothing yet."""
    nlp = spacy.blank("es")
    nlp.meta.update(_META)
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER", "overwrite_ents": False})
    ruler.add_patterns(_patterns(tables))
    nlp.add_pipe("ner", config=_NER).add_label(PERSON)  # type: ignore[attr-defined]
    return nlp


def _patterns(tables: dict[str, list[str]]) -> list[dict[str, str]]:
    concepts = [
        {"label": CONCEPT, "pattern": name, "id": family} for family, names in NAMES_OF.items() for name in names
    ]
    institutions = [
        {"label": INSTITUTION, "pattern": name, "id": table} for table in _INSTITUTION_TABLES for name in tables[table]
    ]
    return [*concepts, *institutions]


def read_tables(folder: Path) -> dict[str, list[str]]:
    """The lookup tables of a folder by name."""
    return {
        block["lookup"]: _lines(block["examples"])
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "lookup" in block
    }


def read_sentences(folder: Path) -> list[Annotated]:
    """Every training sentence with the places of the persons in it."""
    return [
        _persons_of(line)
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
        for line in _lines(block["examples"])
    ]


def _lines(block: str) -> list[str]:
    return [line.strip().removeprefix("- ") for line in block.splitlines() if line.strip()]


def _persons_of(line: str) -> Annotated:
    text, spans, position = "", [], 0
    for match in _ANNOTATION.finditer(line):
        text += line[position : match.start()]
        kind = match["kind"] or json.loads(match["json"])["entity"]
        if kind == PERSON:
            spans.append((len(text), len(text) + len(match["text"])))
        text += match["text"]
        position = match.end()
    return text + line[position:], spans


def vary(sentence: Annotated, first_names: list[str], surnames: list[str], chance: random.Random) -> Annotated:
    """The sentence with other names in the place of its own, in any case, and sometimes mistyped around them."""
    text, spans = sentence
    varied, places, position = "", [], 0
    for start, end in spans:
        varied += _mistyped(text[position:start], chance)
        name = text[start:end]
        if chance.random() < _NEW_NAME_SHARE:
            name = " ".join([chance.choice(first_names), *chance.sample(surnames, chance.choice((0, 0, 0, 1, 1, 2)))])
        name = chance.choice((name, fold(name), fold(name), name.lower(), name.upper()))
        places.append((len(varied), len(varied) + len(name)))
        varied += name
        position = end
    varied += _mistyped(text[position:], chance)
    return varied, places


def _mistyped(text: str, chance: random.Random) -> str:
    if chance.random() > _NOISE_SHARE or not text.strip():
        return text
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}{with_noise(text.strip(), chance, 0.5)}{right}"


def train(nlp: Language, sentences: list[Annotated], tables: dict[str, list[str]], epochs: int = _EPOCHS) -> float:
    """Teach the recogniser; the mean loss of the last epoch. The ruler takes no part in training.

    What is kept is the mean of the weights over all steps, which depends less on the last of them.
    """
    fix_random_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - guards nothing
    first_names, surnames = (tables[name] for name in _NAME_TABLES)
    # Sentences with a person are a minority: each is seen twice as often, with other names every time.
    drawn = [sentence for sentence in sentences for _ in range(2 if sentence[1] else 1)]
    loss = 0.0
    with nlp.select_pipes(enable="ner"):
        optimizer = _initialize(nlp, sentences)
        for _ in range(epochs):
            chance.shuffle(drawn)
            losses: dict[str, float] = {}
            for first in range(0, len(drawn), _BATCH):
                batch = drawn[first : first + _BATCH]
                examples = [_example(nlp, vary(sentence, first_names, surnames, chance)) for sentence in batch]
                nlp.update(examples, sgd=optimizer, drop=_DROPOUT, losses=losses)
            loss = losses["ner"] / len(drawn)
    recogniser = cast("EntityRecognizer", nlp.get_pipe("ner"))
    with nlp.use_params(optimizer.averages):
        averaged = recogniser.to_bytes()
    recogniser.from_bytes(averaged)
    return loss


def _initialize(nlp: Language, sentences: list[Annotated]) -> Optimizer:
    return nlp.initialize(lambda: [_example(nlp, sentence) for sentence in sentences[:200]])


def _example(nlp: Language, sentence: Annotated) -> Example:
    text, spans = sentence
    doc = nlp.make_doc(text)
    aligned = [span for start, end in spans if (span := doc.char_span(start, end)) is not None]
    entities = [(span.start_char, span.end_char, PERSON) for span in aligned]
    return Example.from_dict(doc, {"entities": entities})


def main(arguments: list[str] | None = None) -> None:
    """Build, train and write the pipeline."""
    parser = argparse.ArgumentParser(prog="python -m nlu.spacy_pipeline", description="Entrena la tubería de spaCy.")
    parser.add_argument("--model", type=Path, default=MODEL, help="carpeta de salida")
    options = parser.parse_args(arguments)
    tables = read_tables(ROOT / "data" / "lookups")
    nlp = new_pipeline(tables)
    sentences = read_sentences(ROOT / "data" / "nlu")
    train(nlp, sentences, tables)
    # The words of training, mistyped ones among them, stay in the vocabulary of the pipeline that was trained.
    shipped = new_pipeline(tables)
    with shipped.select_pipes(enable="ner"):
        _initialize(shipped, sentences)
    recogniser = cast("EntityRecognizer", nlp.get_pipe("ner")).to_bytes(exclude=["vocab"])
    cast("EntityRecognizer", shipped.get_pipe("ner")).from_bytes(recogniser)
    shipped.to_disk(options.model, exclude=["lookups"])


if __name__ == "__main__":
    main()
