"""Turns a raw HTTP request into what an operation declared, or into a problem that says what is wrong with it."""

from __future__ import annotations

import ipaddress
import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from services.api.problem import (
    BAD_REQUEST,
    INVALID_FIELDS,
    NOT_ACCEPTABLE_TYPE,
    NOT_FOUND,
    UNAUTHENTICATED,
    FieldProblem,
    Problem,
)
from services.auth.sessions import Client

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanic.request import Request

    from services.api.operation import Parameter

_BEARER = re.compile(r"Bearer ([A-Za-z0-9\-._~+/]+=*)", re.IGNORECASE)
_FIELD_MESSAGES = {
    "value_error.missing": "Falta este dato.",
    "value_error.extra": "Este dato no se admite.",
    "type_error.none.not_allowed": "Falta este dato.",
    "type_error.str": "Debe ser un texto.",
    "type_error.bool": "Debe ser verdadero o falso.",
    "value_error.str.readable": "Tiene caracteres que no se pueden leer.",
    "value_error.any_str.min_length": "Es demasiado corto.",
    "value_error.any_str.max_length": "Es demasiado largo.",
}


def bearer_token(request: Request) -> str:
    """The access token of the ``Authorization`` header (RFC 6750 §2.1); it is accepted nowhere else."""
    values = request.headers.getall("authorization", [])
    if not values:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
    match = _BEARER.fullmatch(values[0].strip()) if len(values) == 1 else None
    if match is None:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": 'Bearer error="invalid_request"'})
    return match.group(1)


def client_of(request: Request, trusted_proxies: int) -> Client:
    """The device that calls; behind ``trusted_proxies`` reverse proxies, the address the outermost of them saw."""
    address: str | None = request.ip or None
    if trusted_proxies:
        forwarded = [
            part.strip() for value in request.headers.getall("x-forwarded-for", []) for part in value.split(",")
        ]
        if len(forwarded) >= trusted_proxies:
            address = forwarded[-trusted_proxies]
    return Client(address=_valid_address(address), user_agent=_readable(request.headers.get("user-agent")))


def read_body(request: Request, model: type[BaseModel]) -> BaseModel:
    """The JSON body as the declared model."""
    content_type = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if content_type != "application/json":
        raise Problem(NOT_ACCEPTABLE_TYPE)
    try:
        document = json.loads(
            request.body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates
        )
    except (ValueError, RecursionError):
        raise Problem(BAD_REQUEST, "El cuerpo no es JSON válido.") from None
    if not isinstance(document, dict):
        raise Problem(BAD_REQUEST, "El cuerpo debe ser un objeto JSON.")
    try:
        return model.parse_obj(document)
    except ValidationError as error:
        raise Problem(
            INVALID_FIELDS,
            fields=tuple(
                FieldProblem(
                    "/" + "/".join(str(part) for part in item["loc"]),
                    _FIELD_MESSAGES.get(item["type"], "El valor no es válido."),
                )
                for item in error.errors()
            ),
        ) from None


def read_parameters(request: Request, declared: Sequence[Parameter], path_values: dict[str, str]) -> dict[str, Any]:
    """Path and query parameters as declared; unknown or repeated query parameters are refused."""
    query = {item.name: item for item in declared if item.location == "query"}
    arguments = request.get_args(keep_blank_values=True)
    wrong = [FieldProblem(name, "Este parámetro no se admite.") for name in arguments if name not in query]
    values: dict[str, Any] = {}
    for name, item in query.items():
        given = arguments.getlist(name) or []
        if len(given) > 1:
            wrong.append(FieldProblem(name, "Este parámetro va una sola vez."))
        elif given:
            try:
                values[name] = item.parse(given[0])
            except ValueError:
                wrong.append(FieldProblem(name, "El valor no es válido."))
        elif item.required:
            wrong.append(FieldProblem(name, "Falta este parámetro."))
    if wrong:
        raise Problem(INVALID_FIELDS, fields=tuple(wrong))
    for item in declared:
        if item.location == "path":
            try:
                values[item.name] = item.parse(path_values[item.name])
            except ValueError:
                raise Problem(NOT_FOUND) from None
    return values


def _valid_address(address: str | None) -> str | None:
    try:
        return str(ipaddress.ip_address(address)) if address else None
    except ValueError:
        return None


def _readable(header: str | None) -> str | None:
    """A header as text that can be stored: bytes that are no UTF-8 come as lone surrogates."""
    if header is None:
        return None
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members
