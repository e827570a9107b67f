"""``python -m services.migrations upgrade``: bring the database of ``DATABASE_URL`` to the newest revision."""

from __future__ import annotations

import os
import sys

import typer

from services.migrations import runner

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Migraciones de la base de datos de ChatNomina.")


def _database_url() -> str:
    url = os.environ.get("DATABASE_URL")
    if not url:
        typer.echo("Falta la variable DATABASE_URL.", err=True)
        sys.exit(2)
    return url


@app.command()
def upgrade(revision: str = typer.Argument("head")) -> None:
    """Aplica las migraciones que falten."""
    url = _database_url()
    before = runner.current_revision(url)
    runner.upgrade(url, revision)
    after = runner.current_revision(url)
    typer.echo(f"Base de datos en {after}" + ("" if before != after else " (sin cambios)"))


@app.command()
def downgrade(revision: str) -> None:
    """Deshace migraciones hasta la revisión dada («base» las deshace todas)."""
    runner.downgrade(_database_url(), revision)
    typer.echo(f"Base de datos en {runner.current_revision(_database_url()) or 'base'}")


@app.command()
def current() -> None:
    """Muestra la revisión actual y la más nueva."""
    typer.echo(f"actual: {runner.current_revision(_database_url()) or '—'}; más nueva: {runner.head_revision()}")


if __name__ == "__main__":
    app()
