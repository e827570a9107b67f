"""Log records of ours, of Rasa and of the libraries as JSON lines, formatted in this process."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from monitoring.json_lines import JsonLineFormatter
from monitoring.redaction import HIDDEN


class Refused(Exception):
    """A failure with a code."""

    reason_code = "expired"


def line(name: str, message: Any, *arguments: Any, exc_info: Any = None) -> dict[str, Any]:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, exc_info)
    return json.loads(JsonLineFormatter("prueba").format(record))


def test_a_structured_line_says_when_where_and_what() -> None:
    written = line("services.api", {"event": "api.request", "status": 200, "text": "mi sueldo"})
    assert {written[name] for name in ("process", "logger", "event", "level")} == {
        "prueba",
        "services.api",
        "api.request",
        "error",
    }
    assert written["status"] == 200
    assert written["text"] == HIDDEN


def test_a_field_cannot_take_the_place_of_the_line_s_own() -> None:
    assert line("services.api", {"event": "x", "process": "otro"})["process"] == "prueba"


def test_a_line_that_rasa_rendered_before_the_configuration_is_read_again() -> None:
    rendered = json.dumps({"event": "processor.message.parse", "parse_data_text": "mi sueldo", "intent": "x y"})
    written = line("rasa.core.processor", rendered)
    assert written["event"] == "processor.message.parse"
    assert "sueldo" not in json.dumps(written)
    assert written["intent"] == HIDDEN


def test_a_library_s_arguments_stay_only_when_they_are_a_word_or_a_small_number() -> None:
    assert (
        line("sanic.error", "%s took %s s for %s", "/health", 3, "mi sueldo")["event"]
        == f"/health took 3 s for {HIDDEN}"
    )


def test_a_library_s_quotations_and_further_lines_are_left_out() -> None:
    written = line("asyncio", "never retrieved 'mi sueldo es poco'\nfuture: <Task exception=ValueError('mi sueldo')>")
    assert written["event"] == f"never retrieved {HIDDEN}"


@pytest.mark.parametrize("name", ["services.x", "rasa.core.x"])
def test_an_exception_gives_types_and_places_but_no_text(name: str) -> None:
    try:
        try:
            raise ValueError("salario 1.750.905")
        except ValueError as error:
            raise Refused("mi sueldo") from error
    except Refused:
        written = line(name, {"event": "failed"}, exc_info=sys.exc_info())
    assert written["exception"]["type"].endswith("Refused")
    assert written["exception"]["reason"] == "expired"
    assert [cause["type"] for cause in written["exception"]["caused_by"]] == ["ValueError"]
    assert any("test_json_lines.py" in frame for frame in written["exception"]["frames"])
    assert "sueldo" not in json.dumps(written)
    assert "1.750" not in json.dumps(written)
