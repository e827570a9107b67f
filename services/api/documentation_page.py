"""The API's documentation as one page of HTML that needs nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; }
article { border: 1px solid #8886; border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
article h3 { margin: 0; font-size: 1rem; }
code { font-family: ui-monospace, monospace; }
.method { display: inline-block; min-width: 4rem; font-weight: 700; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; border-top: 1px solid #8884; }
"""
PAGE_SECURITY_POLICY = (
    "default-src 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)


def render_page(document: dict[str, Any]) -> str:
    """The page for an OpenAPI document; every text is escaped."""
    by_tag: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    anchors = {tag: f"tema-{number}" for number, tag in enumerate(by_tag)}
    index = " · ".join(f'<a href="#{anchors[tag]}">{escape(tag)}</a>' for tag in by_tag)
    sections = "".join(f'<h2 id="{anchors[tag]}">{escape(tag)}</h2>{"".join(parts)}' for tag, parts in by_tag.items())
    info = document["info"]
    return (
        '<!doctype html><html lang="es"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        '<p>Documento para programas: <a href="/openapi.json">/openapi.json</a> '
        f"(OpenAPI {escape(document['openapi'])}).</p>"
        f'<nav>{index} · <a href="#esquemas">Esquemas</a></nav>'
        f'{sections}<h2 id="esquemas">Esquemas</h2>{_schemas(document["components"]["schemas"])}</main></body></html>'
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        _row(parameter["name"], f"{parameter['description']}{'' if parameter['required'] else ' (opcional)'}")
        for parameter in operation.get("parameters", ())
    )
    body = operation.get("requestBody")
    if body is not None:
        ((media_type, content),) = body["content"].items()
        schema = content["schema"]
        rows += _row("cuerpo", "" if "$ref" in schema else f"{media_type}: {', '.join(schema['properties'])}", schema)
    for status, reply in operation["responses"].items():
        rows += _row(status, reply["description"], reply.get("content", {}).get("application/json", {}).get("schema"))
    return (
        f'<article id="{escape(operation["operationId"], quote=True)}"><h3>'
        f'<span class="method">{escape(method.upper())}</span> <code>{escape(path)}</code></h3>'
        f"<p>{escape(operation['summary'])}. {escape(operation['description'])}</p>"
        f"<table>{rows}</table></article>"
    )


def _schemas(schemas: dict[str, Any]) -> str:
    parts = []
    for name, schema in sorted(schemas.items()):
        required = set(schema.get("required", ()))
        rows = "".join(
            _row(member, _type_name(described) + ("" if member in required else " (opcional)"), described)
            for member, described in schema.get("properties", {}).items()
        )
        parts.append(f'<article id="esquema-{escape(name, quote=True)}"><h3><code>{escape(name)}</code></h3>')
        parts.append(f"<table>{rows}</table></article>")
    return "".join(parts)


def _row(name: str, text: str, schema: dict[str, Any] | None = None) -> str:
    """A name and its explanation, in which `…` is code, with a link to the schema that it refers to, if any."""
    explained = re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))
    named = _schema_name(schema or {})
    if named:
        explained += f' <a href="#esquema-{escape(named, quote=True)}"><code>{escape(named)}</code></a>'
    return f"<tr><th><code>{escape(name)}</code></th><td>{explained}</td></tr>"


def _schema_name(schema: dict[str, Any]) -> str:
    referring = schema if "$ref" in schema else schema.get("items", {})
    return str(referring.get("$ref", "")).rsplit("/", 1)[-1]


def _type_name(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return ""
    if schema.get("type") == "array":
        return f"lista de {_type_name(schema.get('items', {}))}".rstrip()
    return " ".join(filter(None, (str(schema.get("type", "")), str(schema.get("format", "")))))
