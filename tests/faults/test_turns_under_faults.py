"""No accepted message is lost or answered twice, whatever breaks, and everybody is answered or told to try again."""

from __future__ import annotations

import time

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
        rig.replicas[0].kill()
        rig.replicas[0].wait()
        time.sleep(5)
    rig.check_nothing_lost_or_doubled(load)


def test_the_action_server_killed_in_mid_action(rig: Rig) -> None:
    with rig.under_load() as load:
        rig.actions.kill()
        rig.actions.wait()
        time.sleep(2)
        rig.start_again()
    rig.check_nothing_lost_or_doubled(load)
