"""Teacher targets on disk: shards of sentence and word vectors in fp16, written once and read by every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from nlu.t5_encoder.corpus import read_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlu.t5_encoder.recipe import Recipe, Workspace

_LEAST_DEVIATION = 1e-4


@dataclass(frozen=True)
class Shard:
    """Targets of consecutive sentences.

    `words[word_offsets[i]:word_offsets[i + 1]]` are those of sentence i (none where the pieces did not align).
    """

    first: int
    sentences: NDArray[np.float16]
    words: NDArray[np.float16]
    word_offsets: NDArray[np.int64]


def _shard_file(folder: Path, index: int, part: str) -> Path:
    return folder / f"{index:04d}.{part}.npy"


def shard_bounds(sentences: int, recipe: Recipe) -> list[tuple[int, int]]:
    """First and last-plus-one sentence of each shard."""
    size = recipe.shard_sentences
    return [(start, min(start + size, sentences)) for start in range(0, sentences, size)]


def write_targets(workspace: Workspace, recipe: Recipe, device: str) -> None:
    """Compute every missing shard; a finished shard is never computed again."""
    import torch

    from nlu.t5_encoder.precision import bfloat16_is_native
    from nlu.t5_encoder.teacher import Teacher

    workspace.targets.mkdir(parents=True, exist_ok=True)
    _, sentences = read_sentences(workspace)
    missing = [
        (index, start, stop)
        for index, (start, stop) in enumerate(shard_bounds(len(sentences), recipe))
        if not shard_is_ready(workspace, index, stop - start)
    ]
    if not missing:
        return
    teacher = Teacher(torch.bfloat16 if bfloat16_is_native(device) else torch.float32, device)
    total = sum(stop - start for _, start, stop in missing)
    with tqdm(total=total, desc="objetivos del maestro", unit="frase") as progress:
        for index, start, stop in missing:
            targets = teacher.targets(sentences[start:stop])
            parts = {"words": targets.words, "counts": targets.word_counts, "sentences": targets.sentences}
            for part, values in parts.items():  # "sentences" last: its presence says that the shard is whole
                path = _shard_file(workspace.targets, index, part)
                temporary = path.with_suffix(".tmp.npy")
                np.save(temporary, values)
                temporary.replace(path)
            progress.update(stop - start)


def shard_is_ready(workspace: Workspace, index: int, size: int) -> bool:
    """Whether the shard is on disk with as many sentences as the corpus now has for it."""
    path = _shard_file(workspace.targets, index, "sentences")
    return path.exists() and len(np.load(path, mmap_mode="r")) == size


def open_shard(workspace: Workspace, index: int, first: int) -> Shard:
    """Map one shard into memory."""
    counts = np.load(_shard_file(workspace.targets, index, "counts"))
    return Shard(
        first,
        np.load(_shard_file(workspace.targets, index, "sentences"), mmap_mode="r"),
        np.load(_shard_file(workspace.targets, index, "words"), mmap_mode="r"),
        np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
    )


def target_statistics(workspace: Workspace) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and deviation of the teacher's word space, from the first shard.

    The student learns standardised targets: that removes the teacher's anisotropy and suits T5's RMS normalisation.
    """
    words = np.load(_shard_file(workspace.targets, 0, "words"), mmap_mode="r").astype(np.float32)
    return words.mean(0), words.std(0) + _LEAST_DEVIATION
