"""The OpenAPI 3.1 document, made from the operations' own declarations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic.schema import schema

from services.api import problem as kinds
from services.api.problem import TYPE_PREFIX, ProblemKind
from services.api.session_cookie import TRANSPORT_HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from services.api.operation import Operation, Upload

REFERENCE_PREFIX = "#/components/schemas/"
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Detalle de un problema (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri", "description": "Código para dar a soporte."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_TRANSPORT: dict[str, Any] = {
    "name": TRANSPORT_HEADER,
    "in": "header",
    "description": "Con «cookie», el token de renovación va y viene en una cookie que ningún script puede leer; solo "
    "desde las páginas permitidas.",
    "required": False,
    "schema": {"type": "string", "enum": ["cookie"]},
}
_PATH_PARAMETER = re.compile(r"<(\w+)(?::\w+)?>")


def describe(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PATH_PARAMETER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation)
    models = {model for operation in operations for model in (operation.body, operation.reply) if model is not None}
    definitions = schema(sorted(models, key=lambda model: model.__name__), ref_prefix=REFERENCE_PREFIX)["definitions"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ChatNomina: servicios",
            "version": "1.0.0",
            "description": "Identidad, personas y nómina. Los errores siguen RFC 9457, en español, con un código de "
            "correlación.",
        },
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA, **definitions},
            "securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"}},
        },
    }


def problems_of(operation: Operation) -> tuple[ProblemKind, ...]:
    """Every problem an operation may answer with: its own, and those its declaration implies."""
    implied: list[ProblemKind] = [kinds.INTERNAL, kinds.UNAVAILABLE, kinds.TIMED_OUT]
    if operation.policy.authenticated:
        implied += [kinds.UNAUTHENTICATED, kinds.RATE_LIMITED]
    if operation.body is not None or operation.upload is not None:
        implied += [kinds.BAD_REQUEST, kinds.INVALID_FIELDS, kinds.NOT_ACCEPTABLE_TYPE, kinds.TOO_LARGE]
    if any(parameter.location == "path" for parameter in operation.parameters):
        implied.append(kinds.NOT_FOUND)
    implied.append(kinds.INVALID_FIELDS)
    return tuple(dict.fromkeys((*operation.problems, *implied)))


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.operation_id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": " ".join(filter(None, (operation.description, operation.policy.described))),
        "responses": {str(operation.status): _success(operation), **_failures(operation)},
        "security": [{"accessToken": []}] if operation.policy.authenticated else [],
    }
    if operation.parameters:
        described["parameters"] = [
            {
                "name": parameter.name,
                "in": parameter.location,
                "description": parameter.description,
                "required": parameter.required,
                "schema": parameter.schema,
            }
            for parameter in operation.parameters
        ]
    if operation.session_cookie:
        described.setdefault("parameters", []).append(_TRANSPORT)
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(operation.body)}},
        }
    if operation.upload is not None:
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": _form(operation.upload)}}
    return described


def _form(upload: Upload) -> dict[str, Any]:
    file = {
        "type": "string",
        "format": "binary",
        "maxLength": upload.maximum_bytes,
        "description": f"Hasta {upload.maximum_bytes // 1_048_576} MiB: {', '.join(upload.media_types)}.",
    }
    fields = {item.name: {**item.schema, "description": item.description} for item in upload.fields}
    required = ["file", *(item.name for item in upload.fields if item.required)]
    return {
        "schema": {
            "type": "object",
            "required": required,
            "properties": {"file": file, **fields},
            "additionalProperties": False,
        }
    }


def _success(operation: Operation) -> dict[str, Any]:
    if operation.status in {202, 204}:
        return {"description": "Hecho."}
    content: dict[str, Any] = {"schema": _reference(operation.reply)} if operation.reply is not None else {}
    return {"description": "Respuesta.", "content": {operation.media_type: content}}


def _failures(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[ProblemKind]] = {}
    for kind in problems_of(operation):
        by_status.setdefault(kind.status, []).append(kind)
    return {
        str(status): {
            "description": " / ".join(f"{kind.title} (`{TYPE_PREFIX}{kind.slug}`)" for kind in kinds_of_status),
            "content": {
                "application/problem+json": {"schema": {"$ref": REFERENCE_PREFIX + "Problem"}},
                # A page for people says by itself that there is nothing at its address.
                **({"text/html": {}} if operation.media_type == "text/html" and status == 404 else {}),
            },
        }
        for status, kinds_of_status in sorted(by_status.items())
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE_PREFIX + model.__name__}
