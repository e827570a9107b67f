"""Loading the company's payroll over the network: a look at what a file would do, and the load itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.api.operation import Call, Operation, Parameter, Reply, ReplyBody, Upload, company_wide
from services.api.problem import FORBIDDEN, IMPORT_REFUSED, RATE_LIMITED
from services.auth.access import Permission
from services.imports.service import ImportKind
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.bootstrap import Services

TAG = "Carga de nómina"
LARGEST_FILE_BYTES = 20 * 1024 * 1024
MEDIA_TYPES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
LOAD_LIMIT_S = 120.0
LOADS_PER_PERSON = RateLimit(60, 3600)
_ZIP = b"PK\x03\x04"

KIND = Parameter(
    "kind",
    "form",
    "Qué trae el archivo.",
    {"type": "string", "enum": [kind.value for kind in ImportKind]},
    ImportKind,
)


class ImportReply(ReplyBody):
    """What the load did, or would do when ``dry_run``; ``ignored`` are headings that were not read."""

    kind: ImportKind
    rows: int
    added: int
    changed: int
    unchanged: int
    people: int
    ignored: list[str]
    dry_run: bool


def operations(services: Services) -> list[Operation]:
    """The operations that load payroll files."""

    def preview(call: Call) -> Reply:
        return _load(call, dry_run=True)

    def load(call: Call) -> Reply:
        return _load(call, dry_run=False)

    def _load(call: Call, *, dry_run: bool) -> Reply:
        services.limiter.take([(f"imports:{call.principal.user_id}", LOADS_PER_PERSON)])
        content = call.uploaded.content
        with tempfile.TemporaryDirectory(prefix="chatnomina-") as folder:
            # What it is is told by its first bytes: an ending is only a name.
            path = Path(folder) / ("file.xlsx" if content.startswith(_ZIP) else "file.csv")
            path.write_bytes(content)
            report = services.imports.load(call.parameters["kind"], path, dry_run=dry_run, principal=call.principal)
        return Reply(ImportReply(**{**vars(report), "ignored": list(report.ignored)}))

    loading: dict[str, Any] = {
        "tag": TAG,
        "policy": company_wide(Permission.IMPORT_RUN),
        "upload": Upload(LARGEST_FILE_BYTES, MEDIA_TYPES, (KIND,)),
        "reply": ImportReply,
        "problems": (FORBIDDEN, IMPORT_REFUSED, RATE_LIMITED),
        "time_limit_s": LOAD_LIMIT_S,
    }
    return [
        Operation(
            "POST",
            "/desk/imports/preview",
            "previewImport",
            summary="Qué haría la carga de un archivo, con cada problema que tenga; no guarda nada",
            handler=preview,
            **loading,
        ),
        Operation(
            "POST",
            "/desk/imports",
            "runImport",
            summary="Cargar un archivo completo, o nada si tiene algún problema",
            handler=load,
            **loading,
        ),
    ]
