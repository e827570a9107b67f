"""The product's domain and training data with the pipeline and policies that `rasa init` gives."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from deploy.local.assistant import TRAINING_DATA, fingerprint
from deploy.local.configuration import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# What a turn costs does not depend on how long the models were trained, so they are trained briefly.
CONFIG = """
recipe: default.v1
assistant_id: stock
language: es
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
  - {name: DIETClassifier, epochs: 8, constrain_similarities: true}
  - name: EntitySynonymMapper
  - {name: ResponseSelector, epochs: 1, constrain_similarities: true}
  - {name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
  - {name: UnexpecTEDIntentPolicy, max_history: 5, epochs: 1}
  - {name: TEDPolicy, max_history: 5, epochs: 1, constrain_similarities: true}
"""
# The product answers by rules alone; TED, one of the stock policies, does not train without a story.
STORIES = """
version: "3.1"
stories:
- {story: saludo, steps: [{intent: saludar}, {action: action_saludar}]}
- {story: salario, steps: [{intent: consultar_salario}, {action: action_consultar_salario}]}
- {story: vacaciones, steps: [{intent: consultar_vacaciones}, {action: action_consultar_vacaciones}]}
"""
LIMIT_S = 5400


def stock_assistant(folder: Path) -> Path:
    """Path of the model in `folder`, trained unless one of the present sources is there."""
    model = folder / f"stock-{fingerprint()}.tar.gz"
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "config.yml"
        config.write_text(CONFIG, encoding="utf-8")
        stories = folder / "stories.yml"
        stories.write_text(STORIES, encoding="utf-8")
        subprocess.run(
            [
                *(sys.executable, "-m", "rasa", "train", "--config", str(config), "--domain", "domain.yml"),
                *(
                    "--data",
                    *TRAINING_DATA,
                    str(stories),
                    "--out",
                    str(folder),
                    "--fixed-model-name",
                    model.name.split(".")[0],
                ),
            ],
            cwd=ROOT,
            check=True,
            timeout=LIMIT_S,
        )
    return model
