"""`python -m bench [race|growth|stores|imports|web|turns …]`: measure the product beside stock Rasa; all by default."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import redis
from rasa.core.lock_store import RedisLockStore as StockLockStore
from rasa.core.tracker_store import AwaitableTrackerStore
from rasa.core.tracker_store import RedisTrackerStore as StockTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bench import small_assistant
from bench.full_product import running_product
from bench.growth import growth
from bench.imports import import_cost
from bench.race import race
from bench.rasa_servers import rasa_servers, small_action_server
from bench.results import keep
from bench.small_actions import SECRET
from bench.stock_assistant import stock_assistant
from bench.stores import store_cost
from bench.token_signer import TokenSigner
from bench.turns import turns
from bench.web_client import web_client_figures
from context.event_stream import RedisEventStream
from context.keys import Keyspace
from context.lock_store import RedisLockStore
from context.tracker_store import RedisTrackerStore
from deploy.local.assistant import model_path
from deploy.local.configuration import ROOT
from deploy.local.ports import free_port
from deploy.local.redis_server import RedisServer

TENANT = "medida"
STOCK_MODELS = ROOT / ".chatnomina" / "bench"
CONVERSATIONS, MESSAGES = 50, 10
GROWTH_POINTS = [10, 50, 100, 200, 500, 1000]
STOCK_GROWTH_POINTS = [10, 50, 100, 200]


def say(text: str) -> None:
    """Show progress to whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Bench:
    """A Redis, an action server and a key set for the parts that use the small assistant."""

    folder: Path
    redis_server: RedisServer
    signer: TokenSigner
    actions_url: str
    model: Path

    def configuration(self, side: str) -> Path:
        """A folder with endpoints.yml and credentials.yml of a side, `product` or `stock`."""
        folder = self.folder / side
        if side == "stock":
            small_assistant.write_stock_configuration(
                folder, redis_url=self.redis_server.url, actions_url=self.actions_url, actions_secret=SECRET
            )
        else:
            small_assistant.write_product_configuration(
                folder,
                redis_url=self.redis_server.url,
                actions_url=self.actions_url,
                actions_secret=SECRET,
                jwks_url=self.signer.jwks_url,
                tenant=TENANT,
            )
        return folder

    def token_of(self, side: str) -> Any:
        """How a side's client proves who writes."""
        return self.signer.token if side == "product" else None

    def events_of(self, client: redis.Redis[str], side: str) -> Any:
        """How to read the stored events of a side's conversation."""

        def product(sender: str) -> list[dict[str, Any]]:
            stored = client.lrange(Keyspace(TENANT).conversation(sender).events, 0, -1)
            return [json.loads(event) for event in stored]

        def stock(sender: str) -> list[dict[str, Any]]:
            stored = client.get(f"tracker:{sender}")
            return [] if stored is None else list(json.loads(stored)["events"])

        return product if side == "product" else stock


@contextmanager
def small_bench() -> Iterator[Bench]:
    """What the race, the growth and the stores are measured on."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="chatnomina-bench-")))
        server = RedisServer(folder / "redis", free_port(), "clave-de-medida")
        server.start()
        running.callback(server.stop)
        signer = running.enter_context(TokenSigner(folder))
        actions_url = running.enter_context(small_action_server(folder))
        yield Bench(folder, server, signer, actions_url, small_assistant.train_assistant(folder))


def measure_race(bench: Bench) -> dict[str, Any]:
    """Ten messages of each of fifty conversations at once, through two replicas."""
    found: dict[str, Any] = {}
    with closing(redis.Redis.from_url(bench.redis_server.url, decode_responses=True)) as client:
        for side in ("product", "stock"):
            say(f"carrera: {side}")
            with rasa_servers(bench.model, bench.configuration(side), 2) as servers:
                found[side] = asyncio.run(
                    race(servers, bench.token_of(side), bench.events_of(client, side), CONVERSATIONS, MESSAGES)
                )
    product, stock = found["product"], found["stock"]
    return {
        "race": found,
        "race.lost": product["lost"],
        "race.double": product["double"],
        "race.double_starts": product["double_starts"],
        "race.wait_over_stock": product["wait_p50_s"] / stock["wait_p50_s"],
    }


def measure_growth(bench: Bench) -> dict[str, Any]:
    """A conversation of a thousand turns; stock Rasa's until it takes too long to wait for."""
    found: dict[str, Any] = {}
    with closing(redis.Redis.from_url(bench.redis_server.url, decode_responses=True)) as client:
        sides = (("product", GROWTH_POINTS, 8), ("stock", STOCK_GROWTH_POINTS, 2))
        for side, points, repeat in sides:
            say(f"crecimiento: {side}, {repeat} conversaciones de {points[-1]} turnos")
            with rasa_servers(bench.model, bench.configuration(side), 1) as (server,):
                found[side] = asyncio.run(growth(server, bench.token_of(side), client, points, repeat))
    first, last = found["product"]["points"][0], found["product"]["points"][-1]
    return {
        "growth": found,
        "growth.cpu_1000_over_10": last["cpu_ms"] / first["cpu_ms"],
        "growth.bytes_1000_over_10": last["redis_kb"] / first["redis_kb"],
    }


def measure_stores(bench: Bench) -> dict[str, Any]:
    """Lock, read and write of conversations of fifty turns, in this process."""
    domain = Domain.from_yaml(small_assistant.DOMAIN)
    address = urlsplit(bench.redis_server.url)

    async def product() -> float:
        keyspace = Keyspace(f"{TENANT}-stores")
        broker = RedisEventStream(bench.redis_server.url, keyspace)
        store = RedisTrackerStore(domain, bench.redis_server.url, broker, tenant=keyspace.tenant)
        locks = RedisLockStore(EndpointConfig(bench.redis_server.url, tenant=keyspace.tenant))
        try:
            return await store_cost(store, locks, 50, 7)
        finally:
            await locks.close()
            await store.close()
            await broker.close()

    async def stock() -> float:
        where: dict[str, Any] = {"port": address.port, "password": address.password, "db": 0}
        store = StockTrackerStore(domain, host=str(address.hostname), **where)
        locks = StockLockStore(host=str(address.hostname), **where)
        return await store_cost(AwaitableTrackerStore(store), locks, 50, 7)

    say("almacenes")
    costs = {"product_cpu_ms": asyncio.run(product()), "stock_cpu_ms": asyncio.run(stock())}
    return {"store": costs, "store.cpu_over_stock": costs["product_cpu_ms"] / costs["stock_cpu_ms"]}


def measure_turns() -> dict[str, Any]:
    """Real questions to the whole product, and to stock Rasa with the same data and the same action server."""
    models = {"product": model_path(), "stock": stock_assistant(STOCK_MODELS)}
    found: dict[str, Any] = {}
    with running_product() as product, TokenSigner(product.home) as signer:
        people = [UUID(person) for person in product.people]
        for side, model in models.items():
            folder = product.home / side
            if side == "stock":
                small_assistant.write_stock_configuration(folder, **product.addresses)
            else:
                small_assistant.write_product_configuration(
                    folder, **product.addresses, jwks_url=signer.jwks_url, tenant=TENANT
                )
            for replicas in (1, 2):
                say(f"turnos: {side}, {replicas} réplica(s)")
                with rasa_servers(model, folder, replicas) as servers:
                    for conversations in (1, 16, 64) if replicas == 1 else (16, 64):
                        token_of = signer.token if side == "product" else None
                        figures = asyncio.run(turns(servers, token_of, people * 2, conversations, 256))
                        found[f"{side}.{replicas}x{conversations}"] = figures
                        keep({"turn": found})  # a run that is cut off keeps what it found
                        say(f"  {conversations} conversaciones: {figures['cpu_ms']:.1f} ms de CPU por turno")
    throughput = {f"throughput.{name}": figures["turns_per_s"] for name, figures in found.items()}
    ratio = found["product.1x1"]["cpu_ms"] / found["stock.1x1"]["cpu_ms"]
    return {"turn": found, "turn.cpu_over_stock": ratio, **throughput}


def measure_web_client() -> dict[str, Any]:
    """The page of the chat in a browser on a slow device."""
    say("cliente web")
    with running_product() as product:
        figures = web_client_figures(product.services_url, product.users[0])
    return {"web": figures, **{f"web.{name}": figure for name, figure in figures.items()}}


def main() -> int:
    """Measure what the command line names."""
    small_parts = {"race": measure_race, "growth": measure_growth, "stores": measure_stores}
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = [*small_parts, "imports", "web", "turns"]
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(parts))
    wanted = parser.parse_args().parts or parts
    unknown = set(wanted) - set(parts)
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    if set(wanted) & set(small_parts):
        with small_bench() as bench:
            for name, measure in small_parts.items():
                if name in wanted:
                    _report(measure(bench))
    if "imports" in wanted:
        say("carga de nómina")
        figures = import_cost()
        _report({"import": figures, "import.first_s": figures["first_s"]})
    if "web" in wanted:
        _report(measure_web_client())
    if "turns" in wanted:
        _report(measure_turns())
    return 0


def _report(figures: dict[str, Any]) -> None:
    keep(figures)
    for name, figure in figures.items():
        if not isinstance(figure, dict):
            say(f"{name}: {figure:.3g}")


if __name__ == "__main__":
    sys.exit(main())
