"""Whatever arrives, a body is a message or a problem, never another failure."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from connectors.message_body import MAXIMUM_CHARACTERS, read_message
from connectors.problem import Problem

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
MEMBERS = st.fixed_dictionaries(
    {}, optional={"message": JSON, "sender": JSON, "client_message_id": JSON, "metadata": JSON, "input_channel": JSON}
)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    try:
        message = read_message(raw, "ana", None)
    except Problem:
        return
    assert 0 < len(message.text) <= MAXIMUM_CHARACTERS


@given(MEMBERS, st.none() | st.text(max_size=70))
def test_any_members(document: dict[str, object], key: str | None) -> None:
    try:
        message = read_message(json.dumps(document).encode(), "ana", key)
    except Problem:
        return
    assert document.get("sender") in (None, "ana")
    assert message.text == message.text.strip()
    assert message.text.encode()


@given(st.text(alphabet=st.characters(whitelist_categories=("L", "N", "P", "S", "M")), min_size=1, max_size=200))
def test_any_writing_is_a_message(text: str) -> None:
    assert read_message(json.dumps({"message": text}).encode(), "ana", None).client_message_id is None


def test_the_message_does_not_show_its_text() -> None:
    assert "salario" not in repr(read_message(b'{"message": "mi salario"}', "ana", "m-1"))
