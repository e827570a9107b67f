from __future__ import annotations

import os
import socket

import pytest

from deploy.local.errors import LaunchError
from deploy.local.ports import LOOPBACK, free_port, preferred_or_free, require_free


def test_a_busy_port_is_told_with_its_holder_and_the_variable_that_moves_us() -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(LaunchError) as refusal:
            require_free(port, LOOPBACK, "el asistente", "RASA_PORT")
        assert preferred_or_free(port) != port
    message = str(refusal.value)
    assert message.startswith(f"El puerto {port}, que necesita el asistente, está ocupado por «")
    assert f"(proceso {os.getpid()})" in message
    assert message.endswith("Libérelo o escoja otro con RASA_PORT=<puerto>.")


def test_a_free_port_is_taken() -> None:
    port = free_port()
    require_free(port, LOOPBACK, "el asistente", "RASA_PORT")
    assert preferred_or_free(port) == port
