"""The API's own description: an OpenAPI document and a page to read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from services.api.documentation_page import PAGE_SECURITY_POLICY, render_page
from services.api.openapi import describe
from services.api.operation import PUBLIC, Call, Operation, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

TAG = "Documentación"


def operations(described: Sequence[Operation]) -> list[Operation]:
    """The description of ``described`` and of these two themselves."""
    everything: list[Operation] = list(described)

    def document(_call: Call) -> Reply:
        text = json.dumps(describe(everything), ensure_ascii=False)
        return Reply(text=text, content_type="application/json; charset=utf-8")

    def page(_call: Call) -> Reply:
        return Reply(
            text=render_page(describe(everything)),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": PAGE_SECURITY_POLICY},
        )

    own = [
        Operation("GET", "/openapi.json", "openapi", TAG, "Este documento (OpenAPI 3.1)", PUBLIC, document),
        Operation("GET", "/docs", "docs", TAG, "La documentación para leer", PUBLIC, page, media_type="text/html"),
    ]
    everything += own
    return own
