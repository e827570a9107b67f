"""The caches of encoded texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlu.t5_backends.vector_cache import DiskCache, MemoryCache, text_digest

if TYPE_CHECKING:
    from pathlib import Path

VECTORS = np.arange(6, dtype=np.float32).reshape(2, 3)


def test_memory_forgets_the_least_recently_used() -> None:
    cache = MemoryCache(2)
    cache.put(b"a", VECTORS)
    cache.put(b"b", VECTORS)
    assert cache.get(b"a") is not None
    cache.put(b"c", VECTORS)
    assert cache.get(b"b") is None
    assert cache.get(b"a") is not None
    assert len(cache) == 2


def test_disk_keeps_vectors_between_trainings(tmp_path: Path) -> None:
    DiskCache(tmp_path / "deep" / "vectors.sqlite").put_many({b"a": VECTORS})
    found = DiskCache(tmp_path / "deep" / "vectors.sqlite").get_many([b"a", b"b"])
    assert list(found) == [b"a"]
    np.testing.assert_array_equal(found[b"a"], VECTORS)


def test_disk_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    DiskCache(path).put_many({text_digest("model", "mi sueldo secreto"): VECTORS})
    assert b"secreto" not in path.read_bytes()


def test_another_model_or_text_has_another_digest() -> None:
    assert len({text_digest("one", "hola"), text_digest("two", "hola"), text_digest("one", "holá")}) == 3
