"""What a caller is told when something fails: RFC 9457 problem details, in Spanish, with a correlation id."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sanic.response import HTTPResponse

CONTENT_TYPE = "application/problem+json; charset=utf-8"
TYPE_PREFIX = "urn:chatnomina:problem:"


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one member of the request; ``pointer`` is an RFC 6901 JSON pointer or a parameter's name."""

    pointer: str
    detail: str


@dataclass(frozen=True)
class ProblemKind:
    """A sort of failure: HTTP status, stable slug, title and usual detail."""

    status: int
    slug: str
    title: str
    detail: str


BAD_REQUEST = ProblemKind(400, "solicitud-invalida", "Solicitud no válida", "No pudimos entender la solicitud.")
INVALID_FIELDS = ProblemKind(422, "datos-invalidos", "Datos no válidos", "Revisa los datos señalados.")
UNAUTHENTICATED = ProblemKind(
    401, "no-autenticado", "Debes iniciar sesión", "Falta una sesión vigente. Inicia sesión de nuevo."
)
INVALID_CREDENTIALS = ProblemKind(
    401, "credenciales-invalidas", "No pudimos iniciar tu sesión", "El correo o la contraseña no son correctos."
)
DIRECTORY_REFUSED = ProblemKind(
    401,
    "directorio-no-reconocido",
    "No pudimos iniciar tu sesión",
    "El directorio de tu empresa no confirmó una cuenta activa. Inténtalo de nuevo o usa tu correo y contraseña.",
)
INVALID_REFRESH = ProblemKind(
    401, "sesion-terminada", "Tu sesión terminó", "La sesión ya no es válida. Inicia sesión de nuevo."
)
WRONG_CURRENT_PASSWORD = ProblemKind(
    403, "contrasena-actual-incorrecta", "No pudimos cambiar la contraseña", "La contraseña actual no es correcta."
)
INVALID_RESET = ProblemKind(
    400, "enlace-vencido", "El enlace no sirve", "El enlace ya se usó o venció. Solicita uno nuevo."
)
WEAK_PASSWORD = ProblemKind(
    422, "contrasena-debil", "Contraseña poco segura", "Elige una contraseña más difícil de adivinar."
)
FORBIDDEN = ProblemKind(403, "sin-permiso", "No tienes permiso", "Esta información no está disponible para ti.")
NOT_FOUND = ProblemKind(404, "no-encontrado", "No encontrado", "Lo que buscas no existe.")
YEAR_NOT_OVER = ProblemKind(
    422, "anio-sin-terminar", "El año no ha terminado", "El certificado se expide cuando termina el año gravable."
)
EMPLOYER_UNKNOWN = ProblemKind(
    503, "empresa-sin-configurar", "Documentos no disponibles", "Aún no se han configurado los datos de la empresa."
)
NO_PAYSLIP = ProblemKind(404, "sin-desprendible", "Sin desprendible", "No hay desprendible de pago para ese mes.")
METHOD_NOT_ALLOWED = ProblemKind(
    405, "metodo-no-permitido", "Método no permitido", "Esta dirección no admite ese método."
)
NOT_ACCEPTABLE_TYPE = ProblemKind(
    415, "tipo-no-admitido", "Tipo de contenido no admitido", "Envía el cuerpo como application/json."
)
TOO_LARGE = ProblemKind(
    413, "demasiado-grande", "Solicitud demasiado grande", "La solicitud supera el tamaño permitido."
)
RATE_LIMITED = ProblemKind(
    429, "demasiadas-solicitudes", "Demasiadas solicitudes", "Espera un momento antes de intentarlo otra vez."
)
OUTDATED_POLICY = ProblemKind(
    409, "politica-no-vigente", "La política cambió", "Lee la política de datos vigente antes de responder."
)
REQUEST_CLOSED = ProblemKind(
    409, "solicitud-cerrada", "La solicitud ya no admite cambios", "La solicitud ya fue respondida o ampliada."
)
TOO_MANY_OPEN = ProblemKind(
    409, "demasiadas-pendientes", "Tienes muchas solicitudes abiertas", "Espera la respuesta a las que ya enviaste."
)
CASE_CLOSED = ProblemKind(
    409, "caso-cerrado", "El caso no admite este paso", "El caso ya se cerró, o se decide de otra manera."
)
CASE_CHANGED = ProblemKind(
    409,
    "caso-cambio",
    "El caso cambió mientras lo veías",
    "Otra persona hizo algo en este caso. Mira qué cambió antes de continuar.",
)
ACCOUNT_NUMBER_NEEDED = ProblemKind(
    422, "falta-el-numero", "Falta el número de la cuenta", "Escribe el número que certifica el banco."
)
FILE_REFUSED = ProblemKind(
    422, "archivo-no-admitido", "No podemos recibir el archivo", "Envía un PDF, una foto JPG o una imagen PNG."
)
IMPORT_REFUSED = ProblemKind(
    422, "archivo-con-problemas", "No se cargó nada", "El archivo tiene problemas por corregir."
)
INTERNAL = ProblemKind(
    500, "error-interno", "Algo falló de nuestro lado", "Intenta de nuevo; si continúa, da este código a soporte."
)
UNAVAILABLE = ProblemKind(
    503, "no-disponible", "Servicio no disponible", "El servicio no responde en este momento. Intenta en unos segundos."
)
TIMED_OUT = ProblemKind(
    503, "tiempo-agotado", "El servicio tardó demasiado", "No alcanzamos a responder. Intenta en unos segundos."
)

KINDS = (
    BAD_REQUEST,
    INVALID_FIELDS,
    UNAUTHENTICATED,
    INVALID_CREDENTIALS,
    DIRECTORY_REFUSED,
    INVALID_REFRESH,
    WRONG_CURRENT_PASSWORD,
    INVALID_RESET,
    WEAK_PASSWORD,
    FORBIDDEN,
    NOT_FOUND,
    YEAR_NOT_OVER,
    EMPLOYER_UNKNOWN,
    NO_PAYSLIP,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE_TYPE,
    TOO_LARGE,
    RATE_LIMITED,
    OUTDATED_POLICY,
    REQUEST_CLOSED,
    TOO_MANY_OPEN,
    CASE_CLOSED,
    CASE_CHANGED,
    ACCOUNT_NUMBER_NEEDED,
    FILE_REFUSED,
    IMPORT_REFUSED,
    INTERNAL,
    UNAVAILABLE,
    TIMED_OUT,
)


class Problem(Exception):
    """A failure to report to the caller; ``detail`` replaces the kind's usual one and never names data of anyone's."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str | None = None,
        *,
        headers: dict[str, str] | None = None,
        fields: tuple[FieldProblem, ...] = (),
        extensions: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.detail = detail or kind.detail
        self.headers = headers or {}
        self.fields = fields
        self.extensions = extensions or {}


@dataclass(frozen=True)
class ProblemDocument:
    """A problem as it is sent, bound to the request it answers."""

    problem: Problem
    correlation_id: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> HTTPResponse:
        """The HTTP response."""
        problem = self.problem
        body: dict[str, Any] = {
            "type": TYPE_PREFIX + problem.kind.slug,
            "title": problem.kind.title,
            "status": problem.kind.status,
            "detail": problem.detail,
            "instance": f"urn:uuid:{self.correlation_id}",
            **problem.extensions,
        }
        if problem.fields:
            body["errors"] = [{"pointer": item.pointer, "detail": item.detail} for item in problem.fields]
        return HTTPResponse(
            json.dumps(body, ensure_ascii=False),
            status=problem.kind.status,
            headers={**self.headers, **problem.headers},
            content_type=CONTENT_TYPE,
        )
