"""What a web client must know before anybody logs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.operation import PUBLIC, Call, Operation, Reply, ReplyBody

if TYPE_CHECKING:
    from services.bootstrap import Services


class ClientConfigurationReply(ReplyBody):
    """Where the assistant listens, left out when that is this very address; and whether one can log in elsewhere.

    ``directory_login``: with the company's directory (``/auth/oidc/start``), besides e-mail and password.
    """

    assistant_url: str | None
    directory_login: bool


def operations(services: Services) -> list[Operation]:
    """The operation that tells a client where to connect."""

    def configuration(_call: Call) -> Reply:
        return Reply(
            ClientConfigurationReply(
                assistant_url=services.settings.assistant_address, directory_login=services.oidc is not None
            )
        )

    return [
        Operation(
            "GET",
            "/client-configuration",
            "clientConfiguration",
            "Estado",
            "A dónde se conecta un cliente web",
            PUBLIC,
            configuration,
            reply=ClientConfigurationReply,
        )
    ]
