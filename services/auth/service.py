"""Log-in, refresh, log-out, sessions and passwords: the one door through which a person proves who they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from redis import RedisError

from services import audit
from services.auth.attempts import AttemptCounter, LoginLimits, attempt_keys
from services.auth.errors import InvalidCredentials, InvalidRefreshToken
from services.auth.mail import MailSender
from services.auth.models import LoginSession, PasswordReset
from services.auth.password_reset import PasswordResetLinks
from services.auth.passwords import MAXIMUM_LENGTH, PasswordHasher, require_acceptable
from services.auth.revocation import MARK_LIFETIME_S, RevocationList
from services.auth.sessions import Client, SessionLimits, SessionStore, SessionView, TokenPair
from services.auth.tokens import AccessToken, InvalidToken, TokenIssuer, TokenVerifier, VerifiedToken
from services.held_rows import held_rows
from services.users import repository as people

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.principal import Principal
    from services.database import Database
    from services.rate_limits import RateLimiter

log = structlog.get_logger(__name__)

MAXIMUM_EMAIL = 254


class AuthService:
    """Everything about proving identity. Times come from ``clock``; nothing here logs an e-mail, password or token.

    ``idle_limit`` is how long a refresh token may lie unused.
    """

    def __init__(
        self,
        database: Database,
        hasher: PasswordHasher,
        issuer: TokenIssuer,
        verifier: TokenVerifier,
        revocations: RevocationList,
        limiter: RateLimiter,
        mail: MailSender,
        *,
        reset_url: str,
        login_limits: LoginLimits | None = None,
        session_limits: SessionLimits | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._issuer = issuer
        self._verifier = verifier
        self._revocations = revocations
        self._attempts = AttemptCounter(limiter)
        self._limits = login_limits or LoginLimits()
        self._clock = clock
        self._resets = PasswordResetLinks(mail, reset_url, clock)
        limits = session_limits or SessionLimits()
        self._sessions = SessionStore(limits, clock)
        self.idle_limit = limits.idle

    def login(self, email: str, password: str, client: Client) -> TokenPair:
        """Open a session with e-mail and password.

        ``InvalidCredentials`` whatever is wrong, in the same time; ``RateLimited`` beyond the limits, the same for
        accounts that do not exist; ``LoginUnavailable`` when attempts cannot be counted.
        """
        pair_key, account_key, address_key = attempt_keys("login", email, client)
        self._attempts.count(
            (pair_key, self._limits.account_and_address),
            (account_key, self._limits.account),
            (address_key, self._limits.address),
        )
        account = self._check_password(email, password)
        if account is None:
            raise InvalidCredentials("login_refused")
        with self._database.session() as session:
            # Locked, so that a log-in and a deactivation or password change at once come one after the other.
            current = people.account_by_id(session, account.user_id, lock=True)
            if current is None or not current.active or current.password_hash != account.password_hash:
                raise InvalidCredentials("account_changed")
            pair, crowded = self._open(session, current, client, "login")
            session.commit()
        self.revoke(crowded)
        self._attempts.forget(pair_key)
        return pair

    def open_session(self, user_id: UUID, client: Client, method: str) -> TokenPair:
        """Open a session for a person whose identity another proof has established (``method``: ``oidc``…)."""
        with self._database.session() as session:
            account = people.account_by_id(session, user_id, lock=True)
            if account is None or not account.active:
                raise InvalidCredentials("account_closed")
            pair, crowded = self._open(session, account, client, method)
            session.commit()
        self.revoke(crowded)
        return pair

    def refresh(self, refresh_token: str) -> TokenPair:
        """Exchange a refresh token for a new pair; ``InvalidRefreshToken`` when it is no good (and what it implies)."""
        with self._database.session() as session:

            def sign(user_id: UUID, session_id: UUID) -> AccessToken | None:
                account = people.account_by_id(session, user_id)
                if account is None or not account.active:
                    return None
                return self._issuer.issue(user_id, account.roles, session_id)

            outcome = self._sessions.refresh(session, refresh_token, sign)
            session.commit()
        self.revoke(outcome.ended)
        if outcome.pair is None:
            log.warning("auth.refresh_refused", reason=outcome.refusal)
            raise InvalidRefreshToken(outcome.refusal or "refused")
        return outcome.pair

    def authenticate(self, access_token: str) -> VerifiedToken:
        """The verified statement of an access token that is not revoked; ``InvalidToken`` otherwise.

        When Redis does not answer, the database says whether the session is open.
        """
        token = self._verifier.verify(access_token)
        if self._is_revoked(token):
            raise InvalidToken("revoked")
        return token

    def logout(self, user_id: UUID, session_id: UUID) -> None:
        """End the session that the caller is using."""
        self._end(user_id, "logout", session_id)

    def logout_everywhere(self, user_id: UUID) -> int:
        """End every session of the person; how many there were."""
        return len(self._end(user_id, "logout_everywhere"))

    def logout_with_refresh_token(self, refresh_token: str) -> None:
        """End the session of a refresh token, when the access token has expired; unknown tokens change nothing."""
        with self._database.session() as session:
            owner = self._sessions.owner_of_refresh_token(session, refresh_token)
            if owner is None or not self._sessions.is_open(session, owner[1]):
                return
        self._end(owner[0], "logout", owner[1])

    def sessions(self, principal: Principal) -> list[SessionView]:
        """The principal's open sessions."""
        with self._database.session() as session:
            return self._sessions.list_open(session, principal.user_id)

    def held(self, principal: Principal) -> dict[str, list[dict[str, Any]]]:
        """What is kept of the principal's log-ins, ended ones included, and requests for a new password; no token."""
        with self._database.session() as session:
            return {
                "sessions": held_rows(session, LoginSession, principal.user_id, "created_at"),
                "password_resets": held_rows(session, PasswordReset, principal.user_id, "requested_at"),
            }

    def end_session(self, principal: Principal, session_id: UUID) -> None:
        """End one of the principal's own sessions; ``NoSuchSession`` for any other identifier."""
        self._end(principal.user_id, "ended_by_owner", session_id)

    def end_sessions_within(self, session: Session, user_id: UUID, reason: str) -> list[UUID]:
        """End every session of a person in the transaction of what changed in the account; ``revoke`` them after it."""
        ended = self._sessions.end(session, user_id, reason)
        audit.record(session, "session.ended", actor_id=user_id, subject_id=user_id, reason=reason)
        return ended

    def change_password(self, principal: Principal, current: str, new: str, client: Client) -> TokenPair:
        """Set a new password: every session ends and a new one opens on this device.

        ``InvalidCredentials`` when the current one is wrong, ``WeakPassword`` when the new one is not acceptable.
        """
        with self._database.session() as session:
            account = people.account_by_id(session, principal.user_id)
        if account is None:
            raise InvalidCredentials("account_closed")
        pair_key, account_key, _ = attempt_keys("login", account.email, client)
        self._attempts.count((pair_key, self._limits.account_and_address), (account_key, self._limits.account))
        if len(current) > MAXIMUM_LENGTH or not self._hasher.verify(account.password_hash, current).matches:
            raise InvalidCredentials("password_change_refused")
        require_acceptable(new, (account.full_name, account.email))
        new_hash = self._hasher.hash(new)
        with self._database.session() as session:
            locked = people.account_by_id(session, principal.user_id, lock=True)
            if locked is None or not locked.active or locked.password_hash != account.password_hash:
                raise InvalidCredentials("account_changed")
            ended = self._replace_password(session, locked, new_hash, "password_changed")
            pair, _ = self._open(session, locked, client, "password_change")
            session.commit()
        self.revoke(ended)
        self._attempts.forget(pair_key)
        return pair

    def request_password_reset(self, email: str, client: Client) -> None:
        """Send a reset link when the address belongs to an active person; the caller cannot tell whether it did."""
        _, account_key, address_key = attempt_keys("reset", email, client)
        self._attempts.count((account_key, self._limits.reset_account), (address_key, self._limits.reset_address))
        with self._database.session() as session:
            account = people.account_by_email(session, email[:MAXIMUM_EMAIL])
            if account is None or not account.active:
                # The same row and the same commit as for an address that is known take the same time.
                audit.record(session, "password.reset_requested", actor_id=None, subject_id=None, outcome="denied")
                session.commit()
                return
            token = self._resets.issue(session, account)
            session.commit()
        self._resets.send(account, token)

    def reset_password(self, token: str, new: str) -> None:
        """Set a new password with a reset token, once; every session ends.

        ``InvalidResetToken`` when the token is no good; ``WeakPassword`` spends nothing.
        """
        with self._database.session() as session:
            account = self._resets.spend(session, token)
            require_acceptable(new, (account.full_name, account.email))
            ended = self._replace_password(session, account, self._hasher.hash(new), "password_reset")
            session.commit()
        self.revoke(ended)

    def republish_revocations(self) -> None:
        """Mark again in Redis every session ended within the life of an access token.

        Run now and then: it makes good the marks that were lost while Redis was away.
        """
        with self._database.session() as session:
            ended = self._sessions.ended_since(session, self._clock() - timedelta(seconds=MARK_LIFETIME_S))
        if ended:
            self._revocations.revoke_sessions(ended)

    def _check_password(self, email: str, password: str) -> people.Account | None:
        with self._database.session() as session:
            account = people.account_by_email(session, email) if len(email) <= MAXIMUM_EMAIL else None
        check = self._hasher.verify(account.password_hash if account else None, password[:MAXIMUM_LENGTH])
        refused = not check.matches or account is None or not account.active or len(password) > MAXIMUM_LENGTH
        if refused or account is None:
            with self._database.session() as session:
                audit.record(
                    session,
                    "login.failed",
                    actor_id=None,
                    subject_id=account.user_id if account else None,
                    outcome="denied",
                )
                session.commit()
            return None
        if check.needs_rehash:
            with self._database.session() as session:
                people.set_password_hash(session, account.user_id, self._hasher.hash(password), None)
                session.commit()
                return people.account_by_id(session, account.user_id)
        return account

    def _open(
        self, session: Session, account: people.Account, client: Client, method: str
    ) -> tuple[TokenPair, list[UUID]]:
        """A new session's pair, and the sessions that had to end to make room for it."""

        def sign(user_id: UUID, session_id: UUID) -> AccessToken:
            return self._issuer.issue(user_id, account.roles, session_id)

        pair = self._sessions.open(session, account.user_id, client, sign)
        if pair is None:
            raise InvalidCredentials("account_closed")
        audit.record(
            session,
            "session.opened",
            actor_id=account.user_id,
            subject_id=account.user_id,
            reason=method,
            details={"session_id": str(pair.session_id)},
        )
        return pair, self._sessions.end_least_used(session, account.user_id)

    def _replace_password(self, session: Session, account: people.Account, new_hash: str, reason: str) -> list[UUID]:
        people.set_password_hash(session, account.user_id, new_hash, self._clock())
        ended = self._sessions.end(session, account.user_id, reason)
        audit.record(session, reason.replace("_", "."), actor_id=account.user_id, subject_id=account.user_id)
        return ended

    def _end(self, user_id: UUID, reason: str, session_id: UUID | None = None) -> list[UUID]:
        with self._database.session() as session:
            ended = self._sessions.end(session, user_id, reason, session_id)
            audit.record(session, "session.ended", actor_id=user_id, subject_id=user_id, reason=reason)
            session.commit()
        self.revoke(ended)
        return ended

    def revoke(self, session_ids: Sequence[UUID]) -> None:
        """Have every access token of ended sessions refused from now on, or as soon as Redis is there again."""
        if not session_ids:
            return
        try:
            self._revocations.revoke_sessions(session_ids)
        except RedisError as error:
            # The database already holds the end of the session; republish_revocations repeats the marks.
            log.error("auth.revocation_delayed", error=type(error).__name__)

    def _is_revoked(self, token: VerifiedToken) -> bool:
        try:
            return self._revocations.is_revoked(token)
        except RedisError as error:
            log.warning("auth.revocation_list_unavailable", error=type(error).__name__)
        with self._database.session() as session:
            return not self._sessions.is_open(session, token.session_id)
