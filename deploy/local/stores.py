"""PostgreSQL and Redis together: `python -m deploy.local.stores --dir DIR` prints their URLs and runs until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from deploy.local.errors import LaunchError
from deploy.local.ports import free_port
from deploy.local.postgres_server import PostgresServer
from deploy.local.redis_server import RedisServer
from deploy.local.secrets_file import load_or_create_secrets


class Stores:
    """An embedded PostgreSQL and an embedded Redis with their data in `home`/postgres and `home`/redis."""

    def __init__(self, home: Path, postgres_port: int | None = None, redis_port: int | None = None) -> None:
        passwords = load_or_create_secrets(home)
        self.postgres = PostgresServer(
            home / "postgres",
            postgres_port or free_port(),
            administrator_password=passwords.postgres_administrator,
            password=passwords.postgres,
        )
        self.redis = RedisServer(home / "redis", redis_port or free_port(), passwords.redis)

    def __enter__(self) -> Stores:
        self.redis.start()
        try:
            self.postgres.start()
        except BaseException:
            self.redis.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            self.redis.stop()
        finally:
            self.postgres.stop()


def main(arguments: list[str] | None = None) -> int:
    """Start both stores, print DATABASE_URL and REDIS_URL as shell assignments, and stop them at Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.stores", description=main.__doc__)
    parser.add_argument("--dir", type=Path, default=Path(".chatnomina"), help="carpeta de los datos")
    parser.add_argument("--postgres-port", type=int)
    parser.add_argument("--redis-port", type=int)
    options = parser.parse_args(arguments)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        with Stores(options.dir, options.postgres_port, options.redis_port) as stores:
            sys.stdout.write(f"export DATABASE_URL={stores.postgres.url}\nexport REDIS_URL={stores.redis.url}\n")
            sys.stdout.flush()
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except LaunchError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
