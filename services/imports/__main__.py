"""`chatnomina import desprendibles FILE`: load an export into the database of DATABASE_URL."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SQLAlchemyError

from services.cache import Cache
from services.database import Database
from services.encryption import EncryptionError, FieldCipher
from services.imports.problems import ImportRefused
from services.imports.service import COLUMNS, ImportKind, ImportReport, ImportService
from services.payroll.legal_parameters import default_legal_parameters
from services.private_files import PrivateFileError
from services.redis_client import LOADING, connect_redis
from services.settings import Settings, SettingsError

MOST_PROBLEMS_SHOWN = 200
REFUSED = 1
UNUSABLE = 2

KIND = typer.Argument(..., help="Qué trae el archivo.", show_default=False)
FILE = typer.Argument(
    ..., exists=True, dir_okay=False, readable=True, help="El archivo CSV o XLSX.", show_default=False
)
DRY_RUN = typer.Option(False, "--dry-run", help="Revisa y cuenta los cambios sin guardarlos.")

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Carga la nómina real de la empresa.")


@app.command("import")
def load(
    kind: ImportKind = KIND,
    file: Path = FILE,
    dry_run: bool = DRY_RUN,
) -> None:
    """Carga un archivo completo o nada; cargarlo dos veces no cambia nada la segunda."""
    console, errors = Console(), Console(stderr=True)
    try:
        service = _service(Settings.from_environment())
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=errors,
            disable=not errors.is_terminal,
        ) as bar:
            task = bar.add_task("Abriendo el archivo", total=None)
            report = service.load(
                kind,
                file,
                dry_run=dry_run,
                progress=lambda done, total, what: bar.update(
                    task, completed=done, total=total or None, description=what
                ),
            )
    except ImportRefused as refusal:
        _print_problems(errors, refusal)
        raise typer.Exit(REFUSED) from None
    except (SettingsError, EncryptionError, PrivateFileError) as error:
        errors.print(f"Configuración: {error}", markup=False)
        raise typer.Exit(UNUSABLE) from None
    except SQLAlchemyError as error:
        errors.print(f"La base de datos no respondió ({type(error).__name__}); no se guardó nada.", markup=False)
        raise typer.Exit(UNUSABLE) from None
    _print_report(console, report)


@app.command("columns")
def columns(kind: ImportKind = KIND) -> None:
    """Muestra las columnas que se leen de cada clase de archivo."""
    console = Console()
    for column in COLUMNS[kind]:
        others = f" (también: {', '.join(column.aliases)})" if column.aliases else ""
        console.print(f"{column.name:<18} {'obligatoria' if column.required else 'opcional'}{others}", markup=False)


def _service(settings: Settings) -> ImportService:
    database = Database(settings.database_url.get_secret_value())
    redis = connect_redis(settings.redis_url.get_secret_value(), LOADING)
    # Never made here: with other keys than the services', nobody already loaded would be recognised.
    cipher = FieldCipher.from_file(settings.encryption_keys_path)
    return ImportService(database, Cache(redis, f"{settings.tenant}:cache"), cipher, default_legal_parameters())


def _print_problems(console: Console, refusal: ImportRefused) -> None:
    for problem in refusal.problems[:MOST_PROBLEMS_SHOWN]:
        console.print(escape(str(problem)), soft_wrap=True, highlight=False)
    left = len(refusal.problems) - MOST_PROBLEMS_SHOWN
    if left > 0:
        console.print(f"… y {left} problemas más.")
    console.print(f"No se cargó nada: hay {len(refusal.problems)} problemas por corregir.", style="bold red")


def _print_report(console: Console, report: ImportReport) -> None:
    if report.ignored:
        console.print(f"Columnas que no se leyeron: {', '.join(report.ignored)}.", markup=False)
    verb = "Se guardarían" if report.dry_run else "Se guardaron"
    console.print(
        f"{report.rows} filas leídas. {verb} {report.added} registros nuevos y {report.changed} cambiados, de "
        f"{report.people} personas; {report.unchanged} ya estaban iguales.",
        markup=False,
    )


if __name__ == "__main__":
    app()
