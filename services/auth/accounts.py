"""Administration of accounts: who may enter and with which roles. Every change acts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from redis import RedisError
from sqlalchemy.orm import Session

from services import audit
from services.auth.access import Permission, authorise
from services.auth.principal import AccessDenied, Principal, Role
from services.users import repository as people
from services.users.service import NoSuchPerson

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.auth.revocation import RevocationList
    from services.auth.service import AuthService
    from services.database import Database
    from services.users.service import UserService

log = structlog.get_logger(__name__)


class AccountAdministration:
    """Deactivates, reactivates, grants and withdraws; only for ``account.manage``, never on one's own account."""

    def __init__(self, database: Database, users: UserService, auth: AuthService, revocations: RevocationList) -> None:
        self._database = database
        self._users = users
        self._auth = auth
        self._revocations = revocations

    def deactivate(self, principal: Principal, user_id: UUID) -> None:
        """Close an account: sessions end and every token is refused from now on."""
        self._change(principal, user_id, "account.deactivated", lambda s: people.set_active(s, user_id, active=False))
        self._mark(lambda: self._revocations.revoke_user(user_id))

    def reactivate(self, principal: Principal, user_id: UUID) -> None:
        """Open an account again; the person logs in anew."""
        self._change(principal, user_id, "account.reactivated", lambda s: people.set_active(s, user_id, active=True))
        self._mark(lambda: self._revocations.restore_user(user_id))

    def grant_role(self, principal: Principal, user_id: UUID, role: Role) -> None:
        """Give a person a role; their sessions end, so that no token carries the old roles."""
        self._change(
            principal,
            user_id,
            "account.role_granted",
            lambda s: people.add_role(s, user_id, role, principal.user_id),
            {"role": role.value},
        )

    def withdraw_role(self, principal: Principal, user_id: UUID, role: Role) -> None:
        """Take a role from a person; their sessions end."""
        self._change(
            principal,
            user_id,
            "account.role_withdrawn",
            lambda s: people.remove_role(s, user_id, role),
            {"role": role.value},
        )

    def _change(
        self,
        principal: Principal,
        user_id: UUID,
        action: str,
        apply: Callable[[Session], None],
        details: dict[str, str] | None = None,
    ) -> None:
        try:
            ground = authorise(principal, Permission.ACCOUNT_MANAGE, user_id)
        except AccessDenied as refusal:
            self._trace_refusal(principal, user_id, action, refusal.reason_code)
            raise
        with self._database.session() as session:
            if people.account_by_id(session, user_id, lock=True) is None:
                raise NoSuchPerson
            apply(session)
            # In one transaction: no process may die between an account that is closed and sessions that are not.
            ended = self._auth.end_sessions_within(session, user_id, action)
            audit.record(
                session, action, actor_id=principal.user_id, subject_id=user_id, reason=ground, details=details
            )
            session.commit()
        self._users.forget_cached(user_id)
        self._auth.revoke(ended)

    def _trace_refusal(self, principal: Principal, user_id: UUID, action: str, reason: str) -> None:
        with self._database.session() as session:
            audit.record(
                session, action, actor_id=principal.user_id, subject_id=user_id, reason=reason, outcome="denied"
            )
            session.commit()

    @staticmethod
    def _mark(run: Callable[[], None]) -> None:
        try:
            run()
        except RedisError as error:
            # The account's state in the database decides every new token and every principal without Redis.
            log.error("auth.revocation_delayed", error=type(error).__name__)
