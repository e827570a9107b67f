"""Reads an uploaded file and its fields, as much as the operation allows and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanic.request import parse_multipart_form

from services.api.operation import UploadedFile
from services.api.problem import (
    BAD_REQUEST,
    INVALID_FIELDS,
    NOT_ACCEPTABLE_TYPE,
    TOO_LARGE,
    FieldProblem,
    Problem,
)

if TYPE_CHECKING:
    from sanic.request import Request

    from services.api.operation import Upload

# Boundaries, headers and text fields beside the file itself.
OVERHEAD_BYTES = 16 * 1024
FILE_FIELD = "file"


async def read_upload(request: Request, declared: Upload) -> tuple[UploadedFile, dict[str, Any]]:
    """The file and the text fields; refused as soon as the body passes the limit, whatever length was announced."""
    content_type = request.headers.get("content-type", "")
    media_type, _, options = content_type.partition(";")
    if media_type.strip().lower() != "multipart/form-data" or "boundary=" not in options.lower():
        raise Problem(NOT_ACCEPTABLE_TYPE, "Envía el archivo como multipart/form-data.")
    boundary = options[options.lower().index("boundary=") + len("boundary=") :].split(";", 1)[0].strip().strip('"')
    body = await _body(request, declared.maximum_bytes + OVERHEAD_BYTES)
    try:
        fields, files = parse_multipart_form(body, boundary.encode())  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, AttributeError, LookupError):
        raise Problem(BAD_REQUEST, "El formulario no se pudo leer.") from None
    sent = files.getlist(FILE_FIELD) or []
    wrong = [FieldProblem(name, "Este dato no se admite.") for name in files if name != FILE_FIELD]
    if len(sent) != 1:
        wrong.append(FieldProblem(FILE_FIELD, "Va un archivo, y uno solo."))
    values = _values(fields, declared, wrong)
    if wrong:
        raise Problem(INVALID_FIELDS, fields=tuple(wrong))
    if len(sent[0].body) > declared.maximum_bytes:
        raise Problem(TOO_LARGE)
    return UploadedFile(sent[0].name, bytes(sent[0].body)), values


def _values(fields: Any, declared: Upload, wrong: list[FieldProblem]) -> dict[str, Any]:
    known = {item.name: item for item in declared.fields}
    wrong += [FieldProblem(name, "Este dato no se admite.") for name in fields if name not in known]
    values: dict[str, Any] = {}
    for name, item in known.items():
        given = fields.getlist(name) or []
        if not given and item.required:
            wrong.append(FieldProblem(name, "Falta este dato."))
        elif given:
            try:
                values[name] = item.parse(given[0])
            except ValueError:
                wrong.append(FieldProblem(name, "El valor no es válido."))
    return values


async def _body(request: Request, maximum: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > maximum:
        raise Problem(TOO_LARGE, headers={"Connection": "close"})
    body = bytearray()
    stream = request.stream
    if stream is None:
        return b""
    stream.request_max_size = maximum
    while True:
        chunk = await stream.read()
        if chunk is None:
            return bytes(body)
        body += chunk
        if len(body) > maximum:
            raise Problem(TOO_LARGE, headers={"Connection": "close"})
