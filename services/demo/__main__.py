"""`python -m services.demo`: fill the database of DATABASE_URL with the demo company, up to today."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

from rich.progress import Progress

from services.auth.passwords import PasswordHasher, WeakPassword, require_acceptable
from services.cache import Cache
from services.database import Database
from services.demo.company import COMPANY
from services.demo.seeding import DemoCompany, SeedingReport
from services.encryption import FieldCipher
from services.payroll.legal_parameters import default_legal_parameters
from services.redis_client import LOADING, connect_redis
from services.settings import Settings, SettingsError
from services.users.directory import EmployeeDirectory

PASSWORD_VARIABLE = "CHATNOMINA_DEMO_PASSWORD"  # noqa: S105 - the name of a variable
BOGOTA = ZoneInfo("America/Bogota")


def main(arguments: list[str] | None = None) -> int:
    """Seed the company or bring it up to date; 0, or 2 with one line that says what is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m services.demo",
        description=f"Siembra la empresa de demostración, «{COMPANY}», o la pone al día si ya está.",
        epilog=f"La contraseña de las cuentas que pueden entrar se lee de {PASSWORD_VARIABLE}.",
    )
    parser.add_argument("--as-of", default="", metavar="AAAA-MM-DD", help="último día de la historia; hoy si falta")
    parser.add_argument("--json", action="store_true", help="escribe las cuentas como JSON")
    options = parser.parse_args(arguments)
    password = os.environ.get(PASSWORD_VARIABLE, "")
    try:
        settings = Settings.from_environment()
        day = date.fromisoformat(options.as_of) if options.as_of else datetime.now(BOGOTA).date()
        require_acceptable(password)
    except SettingsError as error:
        return _fail(str(error))
    except ValueError:
        return _fail("La fecha se escribe AAAA-MM-DD.")
    except WeakPassword:
        return _fail(f"La contraseña de {PASSWORD_VARIABLE} falta o es débil: se necesitan doce caracteres o más.")
    if not settings.relaxed:
        return _fail("La empresa de demostración no se siembra en producción.")
    started = perf_counter()
    with Progress(disable=options.json or not sys.stderr.isatty()) as bar:
        task = bar.add_task("Sembrando la empresa de demostración", total=None)
        report = _company(settings).seed(
            day, password, lambda done, total, name: bar.update(task, completed=done, total=total, description=name)
        )
    _print(report, perf_counter() - started, as_json=options.json)
    return 0


def _company(settings: Settings) -> DemoCompany:
    # Whole payrolls are written in one statement, so the limit is longer than that of the services.
    database = Database(settings.database_url.get_secret_value(), statement_timeout_ms=30_000)
    redis = connect_redis(settings.redis_url.get_secret_value(), LOADING)
    cache = Cache(redis, f"{settings.tenant}:cache")
    cipher = FieldCipher.from_file(settings.encryption_keys_path, create=settings.relaxed)
    directory = EmployeeDirectory(database, cache, cipher, PasswordHasher())
    return DemoCompany(database, cache, cipher, directory, default_legal_parameters())


def _print(report: SeedingReport, seconds: float, *, as_json: bool) -> None:
    if as_json:
        users = [{"role": each.role, "email": each.email, "user_id": str(each.user_id)} for each in report.log_ins]
        _write(json.dumps({"users": users, "payslips_added": report.payslips_added}, ensure_ascii=False))
        return
    _write(f"{report.people} personas, {report.payslips_added} desprendibles nuevos, {seconds:.1f} s.")
    _write(f"Pueden entrar con la contraseña de {PASSWORD_VARIABLE}:")
    for each in report.log_ins:
        _write(f"  {each.role:<9} {each.email}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _fail(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
