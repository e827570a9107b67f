"""One training of one variant, measured: its figures on the exam, the processor time of a message and of training."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from nlu.evaluation.examples import LANGUAGE, predict_with, read_examples
from nlu.evaluation.metrics import scores
from nlu.graph_runner import OrderedGraphRunner

if TYPE_CHECKING:
    from nlu.evaluation.ablation.pipelines import Variant
    from nlu.evaluation.ablation.quiet import Quiet

Record = dict[str, Any]


async def train_and_measure(variant: Variant, seed: int, root: Path, quiet: Quiet) -> Record:
    """Trains a variant on `data/nlu` and reads the fixed exam with it; times are seconds and milliseconds of CPU."""
    with quiet.working():
        agent, spent = _trained(variant, seed, root)
        examples = read_examples(root / "tests/nlu/testset")
        texts = [example.text for example in examples]
        predictions = await predict_with(agent, texts)
        found = scores(list(zip(examples, predictions, strict=True))).as_dict()
    with quiet.alone():
        message = await _message_cpu(agent, texts)
    return {"variant": variant.name, "seed": seed, **found, "message_cpu_ms": message, **spent}


def _trained(variant: Variant, seed: int, root: Path) -> tuple[Agent, dict[str, float]]:
    """Returns the loaded assistant of a variant, and what training it took."""
    config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        config["pipeline"] = variant.pipeline(config["pipeline"], seed)
        (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        sentences = folder / "nlu.yml"
        data = [*sorted((root / "data/nlu").glob("*.yml")), *sorted((root / "data/lookups").glob("*.yml"))]
        everything = training_data_from_paths([str(path) for path in data], LANGUAGE)
        sampled(everything, variant.per_intent, seed).persist_nlu(str(sentences))
        wall, cpu = time.monotonic(), time.process_time()
        model = train_nlu(str(folder / "config.yml"), str(sentences), name, domain=str(root / "domain.yml"))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        if model is None:
            raise RuntimeError(f"the variant «{variant.name}» produced no model")
        agent = Agent.load(str(model))
    agent.processor.graph_runner = OrderedGraphRunner.of(agent.processor.graph_runner)
    return agent, {"training_cpu_s": cpu, "training_wall_s": wall}


def sampled(everything: TrainingData, per_intent: int | None, seed: int) -> TrainingData:
    """Returns the data with so many examples of each intent, drawn with the seed; all of them without a number."""
    if per_intent is None:
        return everything
    by_intent: dict[str, list[Any]] = defaultdict(list)
    for message in everything.intent_examples:
        by_intent[message.get(INTENT)].append(message)
    chance = random.Random(seed)  # noqa: S311 - guards nothing
    chosen = [
        message
        for _, messages in sorted(by_intent.items())
        for message in chance.sample(messages, min(per_intent, len(messages)))
    ]
    for message in chosen:
        message.set(ENTITIES, message.get(ENTITIES, []))
    return TrainingData(chosen, everything.entity_synonyms, everything.regex_features, everything.lookup_tables)


async def _message_cpu(agent: Agent, texts: list[str]) -> float:
    """Returns the median processor time of a message in milliseconds, on one thread.

    There are more texts than vectors of messages are remembered, so that each is read as if for the first time.
    """
    with threadpool_limits(1):
        spent = []
        for text in texts:
            began = time.process_time()
            await agent.parse_message(text)
            spent.append(time.process_time() - began)
    return 1000 * median(spent)
