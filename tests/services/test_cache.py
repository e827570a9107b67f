"""The cache over real Redis: one load under a stampede, no stale write, corrupt is a miss, no Redis is no failure."""

from __future__ import annotations

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from services.cache import Cache


class Source:
    """Counts how often it is asked."""

    def __init__(self, value: int = 7) -> None:
        self.value = value
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.value


def read(cache: Cache, source: Source, key: str = "persona:1") -> int:
    return cache.get_or_load(key, 60, source, str, int)


def test_loads_once_and_then_remembers(cache: Cache) -> None:
    source = Source()
    assert [read(cache, source) for _ in range(3)] == [7, 7, 7]
    assert source.asked == 1


def test_each_key_is_its_own(cache: Cache) -> None:
    mine, theirs = Source(1), Source(2)
    assert (read(cache, mine, "persona:1"), read(cache, theirs, "persona:2")) == (1, 2)


def test_a_stampede_loads_once(cache: Cache) -> None:
    source, together = Source(), threading.Barrier(12)
    loaded = threading.Event()

    def slow() -> int:
        loaded.wait(0.2)
        return source()

    def ask(_number: int) -> int:
        together.wait()
        return cache.get_or_load("persona:1", 60, slow, str, int)

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(ask, range(12))) == {7}
    assert source.asked == 1


def test_a_corrupt_entry_is_a_miss(cache: Cache, cache_client: Redis) -> None:
    source = Source()
    read(cache, source)
    (key,) = cache_client.scan_iter(f"{cache._prefix}:*")
    cache_client.set(key, b"\xff no es un numero")
    assert read(cache, source) == 7
    assert source.asked == 2


def test_a_deleted_entry_is_loaded_again(cache: Cache) -> None:
    source = Source()
    read(cache, source)
    source.value = 8
    cache.delete("persona:1")
    assert read(cache, source) == 8


def test_a_pattern_deletes_what_matches_and_nothing_else(cache: Cache, cache_client: Redis) -> None:
    sources = {key: Source() for key in ("persona:1:a", "persona:1:b", "persona:10:a", "otra:1:a")}
    for key, source in sources.items():
        read(cache, source, key)
    cache.delete_pattern("persona:1:*")
    for key, source in sources.items():
        read(cache, source, key)
    assert [source.asked for source in sources.values()] == [2, 2, 1, 1]


def test_a_pattern_never_leaves_the_prefix(cache_client: Redis) -> None:
    prefix = f"test-{secrets.token_hex(4)}"
    starred, plain, source = Cache(cache_client, f"{prefix}*"), Cache(cache_client, f"{prefix}x"), Source()
    read(plain, source)
    starred.delete_pattern("*")
    read(plain, source)
    assert source.asked == 1


def test_a_write_during_a_load_voids_it(cache: Cache) -> None:
    source = Source(1)

    def load_while_another_writes() -> int:
        before = source()
        source.value = 2
        cache.delete("persona:1")
        return before

    assert cache.get_or_load("persona:1", 60, load_while_another_writes, str, int) == 1
    assert read(cache, source) == 2


def test_a_failed_load_stores_nothing_and_frees_the_next(cache: Cache) -> None:
    def fail() -> int:
        raise LookupError("sin datos")

    with pytest.raises(LookupError):
        cache.get_or_load("persona:1", 60, fail, str, int)
    source = Source()
    assert read(cache, source) == 7
    assert source.asked == 1


def test_entries_expire(cache: Cache, cache_client: Redis) -> None:
    read(cache, Source())
    (key,) = cache_client.scan_iter(f"{cache._prefix}:*")
    assert 50_000 < cache_client.pttl(key) <= 60_000


def test_without_redis_asks_the_source() -> None:
    absent = Redis(port=1, socket_connect_timeout=0.2)
    cache, source = Cache(absent, "test"), Source()
    assert [read(cache, source) for _ in range(5)] == [7] * 5
    assert source.asked == 5
    cache.delete("persona:1")
    cache.delete_pattern("persona:*")
