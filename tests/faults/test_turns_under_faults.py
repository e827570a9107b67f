"""No accepted message is lost or answered twice, whatever breaks, and everybody is answered or told to try again."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

from bench.race import race
from tests.faults.conftest import Rig
from tests.faults.tcp_proxy import Mode


def test_redis_killed_and_back_after_five_seconds(rig: Rig) -> None:
    with rig.under_load() as load:
        assert rig.redis.process is not None
        rig.redis.process.kill()
        rig.redis.process.wait()
        time.sleep(5)
        rig.redis.start()
    rig.check_nothing_lost_or_doubled(load)


def test_redis_two_seconds_slow(rig: Rig) -> None:
    with rig.under_load() as load, rig.redis_proxy.behaving(Mode.SLOW):
        time.sleep(8)
    rig.check_nothing_lost_or_doubled(load)


def test_redis_half_open(rig: Rig) -> None:
    with rig.under_load() as load, rig.redis_proxy.behaving(Mode.SILENT):
        time.sleep(8)
    rig.check_nothing_lost_or_doubled(load)


def test_redis_connections_cut(rig: Rig) -> None:
    with rig.under_load() as load, rig.redis_proxy.behaving(Mode.CLOSED):
        time.sleep(3)
    rig.check_nothing_lost_or_doubled(load)


def test_a_replica_killed_in_mid_turn(rig: Rig) -> None:
    with rig.under_load() as load:
        rig.kill(rig.replicas[0])
        time.sleep(5)
    rig.check_nothing_lost_or_doubled(load)


def test_the_action_server_killed_in_mid_action(rig: Rig) -> None:
    with rig.under_load() as load:
        rig.kill(rig.actions)
        time.sleep(2)
        rig.start_again()
    rig.check_nothing_lost_or_doubled(load)


def test_messages_at_once_to_workers_that_share_a_port(rig: Rig) -> None:
    rig.start_again()
    shared_port = [SimpleNamespace(url=rig.urls[1])]
    found = asyncio.run(race(shared_port, rig.identity.token, rig.events_of, conversations=6, messages=8))  # type: ignore[arg-type]
    assert (found["lost"], found["double"], found["double_starts"], found["unanswered"]) == (0, 0, 0, 0)


def test_one_of_the_workers_that_share_a_port_killed_in_mid_turn(rig: Rig) -> None:
    with rig.under_load(rig.urls[1:]) as load:
        rig.kill_a_worker()
        time.sleep(3)
    rig.check_nothing_lost_or_doubled(load)
    rig.kill(rig.replicas[1])
