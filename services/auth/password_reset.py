"""A new password for somebody who lost theirs: a link to their own mailbox, good once and for half an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select, update

from services import audit
from services.auth import opaque_tokens
from services.auth.errors import InvalidResetToken
from services.auth.mail import Mail, MailSender
from services.auth.models import PasswordReset
from services.users import repository as people

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

RESET_LIFETIME = timedelta(minutes=30)


class PasswordResetLinks:
    """Issues and spends reset links within the caller's transaction; only a digest of a token is kept.

    A link is `reset_url`, `#token=` and the token: a fragment stays out of servers' logs and of `Referer`.
    """

    def __init__(self, mail: MailSender, reset_url: str, clock: Callable[[], datetime]) -> None:
        self._mail = mail
        self._reset_url = reset_url
        self._clock = clock

    def issue(self, session: Session, account: people.Account) -> str:
        """Record a request of the account; its token, to be sent once the transaction holds."""
        token, now = opaque_tokens.new_token(), self._clock()
        session.add(
            PasswordReset(
                id=uuid4(),
                user_id=account.user_id,
                token_hash=opaque_tokens.digest(token),
                requested_at=now,
                expires_at=now + RESET_LIFETIME,
            )
        )
        audit.record(session, "password.reset_requested", actor_id=None, subject_id=account.user_id)
        return token

    def send(self, account: people.Account, token: str) -> None:
        """Mail the link to the account's address."""
        self._mail.send(
            Mail(
                recipient=account.email,
                subject="Restablece tu contraseña de ChatNomina",
                body=(
                    f"Hola, {account.full_name}:\n\n"
                    "Recibimos una solicitud para restablecer tu contraseña de ChatNomina. "
                    "Abre este enlace en los próximos 30 minutos y elige una nueva:\n\n"
                    f"{self._reset_url}#token={token}\n\n"
                    "Si no fuiste tú, ignora este mensaje: tu contraseña sigue siendo la misma.\n"
                ),
            )
        )

    def spend(self, session: Session, token: str) -> people.Account:
        """The locked account of a good token, which with the account's other links is spent from then on.

        ``InvalidResetToken`` when it is unknown, used or expired, or the account is closed.
        """
        if len(token) > opaque_tokens.MAXIMUM_CHARACTERS:
            raise InvalidResetToken("malformed")
        reset = session.execute(
            select(PasswordReset).where(PasswordReset.token_hash == opaque_tokens.digest(token)).with_for_update()
        ).scalar_one_or_none()
        now = self._clock()
        if reset is None or reset.used_at is not None or reset.expires_at <= now:
            raise InvalidResetToken("unknown_or_spent")
        account = people.account_by_id(session, reset.user_id, lock=True)
        if account is None or not account.active:
            raise InvalidResetToken("account_closed")
        session.execute(
            update(PasswordReset)
            .where(PasswordReset.user_id == account.user_id, PasswordReset.used_at.is_(None))
            .values(used_at=now)
        )
        return account
