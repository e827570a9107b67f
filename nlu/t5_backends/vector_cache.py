"""Encoded texts by digest: the last messages in memory, a training set on disk. No text is kept, only its digest."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import OrderedDict
from contextlib import closing
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from nlu.t5_backends.backend import Floats

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_TIMEOUT_S = 30.0


def text_digest(fingerprint: str, text: str) -> bytes:
    """Key of a text under one model."""
    return hashlib.blake2b(text.encode(), key=fingerprint.encode()[:64], digest_size=16).digest()


class MemoryCache:
    """The most recently used `capacity` entries; safe to share between threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[bytes, Floats] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> Floats | None:
        """The entry, which becomes the most recent one."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def put(self, key: bytes, vectors: Floats) -> None:
        """Keep an entry and drop the oldest beyond the capacity."""
        with self._lock:
            self._entries[key] = vectors
            self._entries.move_to_end(key)
            while len(self._entries) > self._capacity:
                self._entries.popitem(last=False)

    def __len__(self) -> int:
        return len(self._entries)


class DiskCache:
    """A SQLite file that outlives the training; several trainings may share it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with closing(self._connect()) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, width INTEGER, data BLOB)")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S)

    def get_many(self, keys: list[bytes]) -> dict[bytes, Floats]:
        """The entries that exist."""
        found: dict[bytes, Floats] = {}
        with closing(self._connect()) as connection:
            for key in keys:
                row = connection.execute("SELECT width, data FROM vectors WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    found[key] = np.frombuffer(row[1], np.float32).reshape(-1, row[0])
        return found

    def put_many(self, entries: dict[bytes, Floats]) -> None:
        """Keep all entries in one transaction."""
        rows = [(key, vectors.shape[1], vectors.astype(np.float32).tobytes()) for key, vectors in entries.items()]
        with closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
