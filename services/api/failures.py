"""How each failure of a service is told to the caller."""

from __future__ import annotations

from redis import RedisError
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, SanicException
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.api import problem as kinds
from services.api.problem import Problem
from services.auth.errors import (
    InvalidCredentials,
    InvalidRefreshToken,
    InvalidResetToken,
    LoginUnavailable,
    NoSuchSession,
)
from services.auth.oidc import OidcRefused, OidcUnavailable
from services.auth.passwords import MINIMUM_LENGTH, WeakPassword
from services.auth.principal import AccessDenied
from services.auth.tokens import InvalidToken
from services.chat.feedback import NoSuchMessage
from services.documents.employer import EmployerUnknown
from services.documents.service import YearNotOver
from services.imports.problems import ImportRefused
from services.payroll.desk.errors import (
    AccountNumberNeeded,
    CaseChanged,
    CaseClosed,
    FileRefused,
    NoSuchCase,
    NoSuchFile,
)
from services.payroll.errors import NoPayrollRecord, NoPayslip
from services.privacy.service import NoSuchRequest, OutdatedPolicy, RequestClosed, TooManyRequests
from services.rate_limits import RateLimited
from services.resilience import CircuitOpen, DeadlineExceeded
from services.users.service import NoSuchPerson

RETRY_SOON_S = "2"
MOST_PROBLEMS_SHOWN = 200
_FILE_REFUSED = {
    "empty": "El archivo está vacío.",
    "too_large": "El archivo pesa más de 5 MB.",
    "unknown_type": "Envía un PDF, una foto JPG o una imagen PNG.",
    "too_many": "Ya adjuntaste varios archivos sin enviar la solicitud. Envíala, o vuelve a intentarlo mañana.",
}
_WEAK_PASSWORD = {
    "too_short": f"La contraseña debe tener al menos {MINIMUM_LENGTH} caracteres.",
    "too_long": "La contraseña es demasiado larga.",
    "too_common": "La contraseña es fácil de adivinar. Prueba con varias palabras que no tengan relación entre sí.",
}


def as_problem(error: Exception) -> Problem:
    """The problem to report; anything unforeseen is an internal error that says nothing of its cause."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, SanicException):
        return _from_framework(error)
    for told in (_from_identity, _from_privacy, _from_desk, _from_services):
        if (problem := told(error)) is not None:
            return problem
    return Problem(kinds.INTERNAL)


def _from_identity(error: Exception) -> Problem | None:
    if isinstance(error, InvalidToken):
        return Problem(kinds.UNAUTHENTICATED, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if isinstance(error, InvalidCredentials):
        return Problem(kinds.INVALID_CREDENTIALS, headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, InvalidRefreshToken):
        return Problem(kinds.INVALID_REFRESH, headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, InvalidResetToken):
        return Problem(kinds.INVALID_RESET)
    if isinstance(error, WeakPassword):
        return Problem(kinds.WEAK_PASSWORD, _WEAK_PASSWORD[error.reason_code])
    if isinstance(error, AccessDenied):
        return Problem(kinds.FORBIDDEN)
    if isinstance(error, NoSuchSession):
        return Problem(kinds.NOT_FOUND)
    if isinstance(error, OidcRefused):
        return Problem(kinds.DIRECTORY_REFUSED, headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, (LoginUnavailable, OidcUnavailable)):
        return _unavailable()
    return None


def _from_privacy(error: Exception) -> Problem | None:
    if isinstance(error, NoSuchRequest):
        return Problem(kinds.NOT_FOUND)
    if isinstance(error, OutdatedPolicy):
        return Problem(kinds.OUTDATED_POLICY)
    if isinstance(error, RequestClosed):
        return Problem(kinds.REQUEST_CLOSED)
    if isinstance(error, TooManyRequests):
        return Problem(kinds.TOO_MANY_OPEN)
    return None


def _from_desk(error: Exception) -> Problem | None:
    if isinstance(error, (NoSuchCase, NoSuchFile)):
        return Problem(kinds.NOT_FOUND)
    if isinstance(error, CaseClosed):
        return Problem(kinds.CASE_CLOSED)
    if isinstance(error, CaseChanged):
        return Problem(kinds.CASE_CHANGED)
    if isinstance(error, AccountNumberNeeded):
        return Problem(kinds.ACCOUNT_NUMBER_NEEDED)
    if isinstance(error, FileRefused):
        return Problem(kinds.FILE_REFUSED, _FILE_REFUSED[error.reason])
    if isinstance(error, ImportRefused):
        return _import_refused(error)
    return None


def _import_refused(error: ImportRefused) -> Problem:
    shown = error.problems[:MOST_PROBLEMS_SHOWN]
    problems = [{"line": each.line, "column": each.column, "reason": each.reason} for each in shown]
    count = len(error.problems)
    detail = "Hay un problema por corregir." if count == 1 else f"Hay {count} problemas por corregir."
    return Problem(kinds.IMPORT_REFUSED, detail, extensions={"problems": problems, "problem_count": count})


def _from_services(error: Exception) -> Problem | None:
    if isinstance(error, RateLimited):
        return Problem(kinds.RATE_LIMITED, headers={"Retry-After": str(error.retry_after_s)})
    if isinstance(error, NoPayslip):
        nearest = {"nearest_month": str(error.nearest)} if error.nearest is not None else {}
        return Problem(kinds.NO_PAYSLIP, extensions=nearest)
    if isinstance(error, YearNotOver):
        return Problem(kinds.YEAR_NOT_OVER)
    if isinstance(error, EmployerUnknown):
        return Problem(kinds.EMPLOYER_UNKNOWN)
    if isinstance(error, (NoSuchPerson, NoSuchMessage, NoPayrollRecord)):
        return Problem(kinds.NOT_FOUND)
    if isinstance(error, (TimeoutError, DeadlineExceeded)):
        return Problem(kinds.TIMED_OUT, headers={"Retry-After": RETRY_SOON_S})
    if isinstance(error, (RedisError, PoolTimeout, CircuitOpen)):
        return _unavailable()
    if isinstance(error, DBAPIError) and _is_outage(error):
        return _unavailable()
    return None


def _from_framework(error: SanicException) -> Problem:
    if isinstance(error, MethodNotSupported):
        return Problem(kinds.METHOD_NOT_ALLOWED, headers={"Allow": error.headers.get("Allow", "")})
    if isinstance(error, NotFound):
        return Problem(kinds.NOT_FOUND)
    if isinstance(error, PayloadTooLarge):
        return Problem(kinds.TOO_LARGE)
    if error.status_code == 503:
        return _unavailable()
    return Problem(kinds.BAD_REQUEST) if error.status_code < 500 else Problem(kinds.INTERNAL)


def _unavailable() -> Problem:
    return Problem(kinds.UNAVAILABLE, headers={"Retry-After": RETRY_SOON_S})


def _is_outage(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    # psycopg2 gives no SQLSTATE when the server was not reached.
    state = getattr(error.orig, "pgcode", None)
    return isinstance(error, OperationalError) and (state is None or state[:2] in {"08", "53", "55", "57"})
