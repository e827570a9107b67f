"""What a person's client is told when a message cannot be answered: RFC 9457 problem details, in Spanish."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sanic.response import HTTPResponse

CONTENT_TYPE = "application/problem+json; charset=utf-8"
TYPE_PREFIX = "urn:chatnomina:problem:"


@dataclass(frozen=True)
class ProblemKind:
    """A sort of failure: HTTP status, stable slug, title and detail."""

    status: int
    slug: str
    title: str
    detail: str


UNAUTHENTICATED = ProblemKind(
    401, "no-autenticado", "Debes iniciar sesión", "Falta una sesión vigente. Inicia sesión de nuevo."
)
SESSION_ENDED = ProblemKind(
    401, "sesion-terminada", "Tu sesión terminó", "La sesión ya no es válida. Inicia sesión de nuevo."
)
SENDER_MISMATCH = ProblemKind(403, "remitente-ajeno", "No tienes permiso", "Solo puedes conversar en tu propio nombre.")
NOT_JSON = ProblemKind(400, "solicitud-invalida", "Solicitud no válida", "El cuerpo debe ser un objeto JSON válido.")
BAD_REQUEST = ProblemKind(400, "solicitud-invalida", "Solicitud no válida", "No pudimos entender la solicitud.")
NOT_FOUND = ProblemKind(404, "no-encontrado", "No encontrado", "Lo que buscas no existe.")
MESSAGE_MISSING = ProblemKind(
    422, "mensaje-vacio", "El mensaje está vacío", "Escribe un mensaje en el campo «message»."
)
MESSAGE_NOT_TEXT = ProblemKind(
    422, "mensaje-no-es-texto", "El mensaje no es texto", "El campo «message» debe ser un texto legible."
)
MESSAGE_TOO_LONG = ProblemKind(
    422, "mensaje-muy-largo", "El mensaje es demasiado largo", "Escribe un mensaje de máximo 2.000 caracteres."
)
MESSAGE_ID_INVALID = ProblemKind(
    422,
    "identificador-invalido",
    "El identificador del mensaje no es válido",
    "Usa de 1 a 64 letras, números, puntos o guiones, y el mismo valor en el encabezado y en el cuerpo.",
)
METHOD_NOT_ALLOWED = ProblemKind(
    405, "metodo-no-permitido", "Método no permitido", "Envía los mensajes con el método POST."
)
NO_SUCH_METHOD = ProblemKind(405, "metodo-no-permitido", "Método no permitido", "Esta dirección no admite ese método.")
TOO_LARGE = ProblemKind(
    413, "demasiado-grande", "Solicitud demasiado grande", "La solicitud supera el tamaño permitido."
)
WRONG_TYPE = ProblemKind(
    415, "tipo-no-admitido", "Tipo de contenido no admitido", "Envía el cuerpo como application/json."
)
RATE_LIMITED = ProblemKind(
    429, "demasiados-mensajes", "Vas muy rápido", "Espera unos segundos antes de enviar otro mensaje."
)
TOO_MANY_CONNECTIONS = ProblemKind(
    429, "demasiadas-conexiones", "Demasiadas conexiones", "Cierra el chat en alguno de tus otros dispositivos."
)
INTERNAL = ProblemKind(
    500, "error-interno", "No pude responder", "Algo falló de nuestro lado. Intenta de nuevo en un momento."
)
UNAVAILABLE = ProblemKind(503, "no-disponible", "El asistente no está disponible", "Intenta de nuevo en unos segundos.")
TIMED_OUT = ProblemKind(
    503, "tiempo-agotado", "La respuesta tardó demasiado", "No alcancé a responder. Intenta de nuevo en unos segundos."
)


class Problem(Exception):
    """A refusal or failure to report; ``headers`` go with the response."""

    def __init__(self, kind: ProblemKind, headers: dict[str, str] | None = None) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.headers = headers or {}


def problem_document(problem: Problem, correlation_id: str) -> dict[str, Any]:
    """The problem's details as a JSON object."""
    kind = problem.kind
    return {
        "type": TYPE_PREFIX + kind.slug,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
        "instance": f"urn:uuid:{correlation_id}",
    }


def problem_response(problem: Problem, correlation_id: str) -> HTTPResponse:
    """The HTTP response of a problem; ``instance`` carries the correlation id to give to support."""
    return HTTPResponse(
        json.dumps(problem_document(problem, correlation_id), ensure_ascii=False),
        status=problem.kind.status,
        headers={**problem.headers, "X-Correlation-ID": correlation_id},
        content_type=CONTENT_TYPE,
    )
