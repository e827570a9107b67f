"""What a waiting person reads of a training, from lines as Rasa and its progress bars write them."""

from __future__ import annotations

from deploy.local.training_stages import TrainingStages


def test_each_component_and_bar_is_named_and_a_second_round_is_told_from_the_first() -> None:
    lines = [
        "2026-11-27 07:46:15 INFO     rasa.engine.training.hooks  - Restored component 'SpellingMender' from cache.",
        "2026-11-27 07:46:15 INFO     rasa.engine.training.hooks  - Starting to train component 'T5Featurizer'.",
        "T5:  15%|#5        | 922/6177 [00:03<00:16, 323.79frase/s]",
        "some/library.py:100: UserWarning: 50% of nothing",
        "Epochs:   0%|          | 0/12 [00:00<?, ?it/s]",
        "Epochs:  83%|########3 | 10/12 [00:40<00:08, 4.02s/it, t_loss=1.2]",
        "Epochs:   0%|          | 0/3 [00:00<?, ?it/s]",
        "2026-11-27 07:49:00 INFO     rasa.engine.training.hooks  - Finished training component 'RulePolicy'.",
    ]
    stages = TrainingStages()
    assert [stages.read(line) for line in lines] == [
        "SpellingMender",
        "T5Featurizer",
        "vectores de T5: 15 %",
        None,
        "épocas de DIET: 0 %",
        "épocas de DIET: 83 %",
        "épocas de DIET, 2.ª vuelta: 0 %",
        None,
    ]
