"""The public page that says whether a document is in the register: plain HTML, no scripts, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from services.colombian_formats import day
from services.documents.codes import printed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.documents.repository import Verification

BOGOTA = ZoneInfo("America/Bogota")
KIND_NAMES = {
    "payslip": "Desprendible de pago de nómina",
    "work_certificate": "Certificado laboral",
    "income_certificate": "Certificado de Ingresos y Retenciones (formulario 220)",
}
STYLE = """
:root { color-scheme: light; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: #1f2937; }
body { margin: 0; background: #ecf3f5; }
main { max-width: 40rem; margin: 3rem auto; background: #fff; border-radius: .75rem; overflow: hidden;
  box-shadow: 0 1px 4px #0002; }
header { padding: 1.25rem 1.5rem; color: #fff; }
header h1 { margin: 0; font-size: 1.25rem; }
.valid header { background: #11604c; }
.expired header { background: #8a5a00; }
.unknown header { background: #9b1c1c; }
section { padding: 1.25rem 1.5rem; }
dl { margin: 0; display: grid; grid-template-columns: minmax(9rem, 1fr) 2fr; gap: .6rem 1rem; }
dt { color: #5b6472; } dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .9rem; }
p { margin: 1rem 0 0; } .small { color: #5b6472; font-size: .875rem; }
@media (max-width: 30rem) { main { margin: 0; border-radius: 0; } dl { grid-template-columns: 1fr; gap: .1rem; }
  dd { margin-bottom: .6rem; } }
"""
PAGE_SECURITY_POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)


def known_document_page(found: Verification, on: date) -> str:
    """What the register has about a document, and whether it is still in force on a day."""
    expired = found.expired(on)
    issued = found.issued_at.astimezone(BOGOTA)
    validity = "Sin fecha de vencimiento" if found.valid_until is None else f"Hasta el {day(found.valid_until)}"
    state = "vencido" if expired else "vigente"
    facts = (
        ("Documento", KIND_NAMES[found.kind]),
        ("Expedido por", found.employer),
        ("A nombre de", found.holder),
        ("Identificación", found.holder_document),
        ("Periodo", f"Del {day(found.period_start)} al {day(found.period_end)}"),
        ("Fecha de expedición", f"{day(issued.date())}, {issued:%H:%M} (hora de Colombia)"),
        ("Vigencia", f"{validity} ({state})"),
        ("Código", printed(found.code)),
    )
    title = "Documento auténtico, pero vencido" if expired else "Documento auténtico"
    body = (
        _facts(facts)
        + "<p>Compare estos datos con los del documento que recibió. El nombre y la identificación van incompletos, "
        "para proteger a la persona.</p>"
        f'<p class="small">Huella SHA-256 del archivo PDF: <code>{escape(found.content_sha256)}</code>. Si el archivo '
        "que recibió tiene otra huella, fue modificado.</p>"
    )
    return _page(title, "expired" if expired else "valid", body)


def unknown_document_page() -> str:
    """No document has that code; the code itself is not repeated."""
    return _page(
        "No encontramos este documento",
        "unknown",
        "<p>Ningún documento expedido tiene ese código. Revise que lo escribió completo: son veinte letras y números, "
        "en grupos de cuatro, al pie de cada página.</p>"
        "<p>Si el código es el que está impreso, el documento no es auténtico.</p>",
    )


def _facts(pairs: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs) + "</dl>"


def _page(title: str, state: str, body: str) -> str:
    return (
        '<!doctype html><html lang="es-CO"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)} · Verificación de documentos</title><style>{STYLE}</style></head>"
        f'<body><main class="{state}"><header><h1>{escape(title)}</h1></header><section>{body}</section></main>'
        "</body></html>"
    )
