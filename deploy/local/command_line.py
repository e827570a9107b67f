"""`chatnomina`: what payroll people run from a terminal, against the running product or against stores by URL."""

from __future__ import annotations

import os
import sys

import typer

from deploy.local.configuration import LocalConfiguration
from deploy.local.demo_file import read_demo_file
from deploy.local.errors import LaunchError
from deploy.local.process_environment import process_environment
from deploy.local.run_lock import RunLock
from deploy.local.secrets_file import load_or_create_secrets
from services.imports.__main__ import UNUSABLE, columns, load
from services.payroll.__main__ import show
from services.rotation import rotate_keys

IMPORT, ROTATE = "import", "rotate-keys"

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command(IMPORT)(load)
app.command("columns")(columns)
app.command("preview")(show)
app.command(ROTATE)(rotate_keys)


@app.callback()
def main(context: typer.Context) -> None:
    """La nómina de la empresa desde la terminal.

    Usa las direcciones de DATABASE_URL y REDIS_URL o, sin ellas, lo que esté corriendo con «make run».
    """
    if context.invoked_subcommand not in (IMPORT, ROTATE) or os.environ.get("DATABASE_URL"):
        return
    try:
        _use_running_product(LocalConfiguration.from_environment())
    except LaunchError as failure:
        sys.stderr.write(f"{failure}\n")
        raise typer.Exit(UNUSABLE) from None


def _use_running_product(configuration: LocalConfiguration) -> None:
    if not RunLock(configuration.home).is_held():
        raise LaunchError(
            f"ChatNomina no está corriendo con {configuration.home}: arránquela con «make run», o defina DATABASE_URL "
            "y REDIS_URL."
        )
    demo = read_demo_file(configuration)
    secrets = load_or_create_secrets(configuration.home)
    os.environ.update(process_environment(configuration, secrets, demo.database_url, demo.redis_url))
