"""Stratified cross-validation: every training sentence predicted by an assistant that never saw it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rasa.model_training import train_nlu
from rasa.nlu.test import generate_folds
from rasa.shared.importers.utils import training_data_from_paths

from nlu.evaluation.examples import LANGUAGE, Example, Prediction, examples_of, predict

if TYPE_CHECKING:
    from collections.abc import Callable


async def cross_validate(
    data: list[Path], config: Path, domain: Path, folds: int, progress: Callable[[str], None]
) -> list[tuple[Example, Prediction]]:
    """Trains `folds` assistants and returns the held-out predictions of all.

    `data` are the NLU files, lookup tables and synonyms included. Each fold costs a whole training.
    """
    everything = training_data_from_paths([str(path) for path in data], LANGUAGE)
    pairs: list[tuple[Example, Prediction]] = []
    for number, (train, held_out) in enumerate(generate_folds(folds, everything), start=1):
        progress(f"Validación cruzada: parte {number} de {folds}")
        with TemporaryDirectory() as folder:
            sentences = Path(folder) / "nlu.yml"
            train.persist_nlu(str(sentences))
            model = train_nlu(str(config), str(sentences), folder, domain=str(domain))
            if model is None:
                raise RuntimeError("training a fold produced no model")
            examples = examples_of(held_out)
            predictions = await predict(Path(model), [example.text for example in examples])
        pairs.extend(zip(examples, predictions, strict=True))
    return pairs
