"""Log-in sessions as families of refresh tokens: rotation, replay detection, listing and ending (RFC 9700 §4.14.2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select, update

from services import audit
from services.auth import opaque_tokens
from services.auth.errors import InvalidRefreshToken, NoSuchSession
from services.auth.models import LoginSession, RefreshToken

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.tokens import AccessToken

MAXIMUM_USER_AGENT = 256


@dataclass(frozen=True)
class Client:
    """The device that calls: its network address and what it says it is."""

    address: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True)
class SessionLimits:
    """How long sessions live (ASVS 5.0 V7): absolutely, unused, and the grace for a lost answer."""

    absolute: timedelta = timedelta(days=30)
    idle: timedelta = timedelta(days=7)
    reuse_grace: timedelta = timedelta(seconds=20)
    per_person: int = 20


@dataclass(frozen=True)
class TokenPair:
    """What log-in and refresh give: a signed access token and the refresh token that may be used once."""

    access_token: str
    refresh_token: str
    expires_in: int
    session_id: UUID

    def __repr__(self) -> str:
        return f"TokenPair(session_id={self.session_id})"


@dataclass(frozen=True)
class SessionView:
    """An open session as its owner sees it."""

    session_id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str | None
    address: str | None


@dataclass(frozen=True)
class RefreshOutcome:
    """Either a pair, or the reason for which the family had to be ended (``ended`` sessions to revoke)."""

    pair: TokenPair | None
    refusal: str | None = None
    ended: tuple[UUID, ...] = ()


SignAccessToken = Callable[[UUID, UUID], "AccessToken | None"]


class SessionStore:
    """Works inside the SQLAlchemy session it is given; the caller commits, then revokes what was ended.

    ``sign`` makes an access token for (person, session), or gives ``None`` when the person may not have one any more.
    """

    def __init__(self, limits: SessionLimits, clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock

    def open(self, session: Session, user_id: UUID, client: Client, sign: SignAccessToken) -> TokenPair | None:
        """A new session with its first pair; beyond ``per_person`` open ones, the least recently used end."""
        now = self._clock()
        family = LoginSession(
            id=uuid4(),
            user_id=user_id,
            created_at=now,
            last_used_at=now,
            expires_at=now + self._limits.absolute,
            user_agent=client.user_agent[:MAXIMUM_USER_AGENT] if client.user_agent else None,
            address=client.address,
        )
        access = sign(user_id, family.id)
        if access is None:
            return None
        session.add(family)
        session.flush()
        pair, _ = self._new_pair(session, family, access, now)
        return pair

    def refresh(self, session: Session, token: str, sign: SignAccessToken) -> RefreshOutcome:
        """Spend a refresh token.

        The family's row is locked, so two uses at once come one after the other: the second finds the token just spent
        and, within the grace, gets the very pair the first got. Only the immediately previous token has that grace, and
        only until its successor is used; anything else ends the family.
        """
        if len(token) > opaque_tokens.MAXIMUM_CHARACTERS:
            raise InvalidRefreshToken("malformed")
        digest = opaque_tokens.digest(token)
        family_id = session.execute(
            select(RefreshToken.session_id).where(RefreshToken.token_hash == digest)
        ).scalar_one_or_none()
        if family_id is None:
            raise InvalidRefreshToken("unknown")
        family = session.execute(
            select(LoginSession).where(LoginSession.id == family_id).with_for_update()
        ).scalar_one_or_none()
        current = session.execute(select(RefreshToken).where(RefreshToken.token_hash == digest)).scalar_one_or_none()
        if family is None or current is None:
            raise InvalidRefreshToken("unknown")
        now = self._clock()
        if family.ended_at is not None:
            raise InvalidRefreshToken("session_ended")
        if family.expires_at <= now or (current.used_at is None and current.expires_at <= now):
            return self._end_family(session, family, "expired", now)
        if current.used_at is not None:
            return self._replayed(session, family, current, token, now)
        access = sign(family.user_id, family.id)
        if access is None:
            return self._end_family(session, family, "account_closed", now)
        pair, successor = self._new_pair(session, family, access, now)
        current.used_at = now
        current.successor_id = successor.id
        current.sealed_successor = opaque_tokens.seal(token, _dump_pair(pair, now))
        family.last_used_at = now
        # The pair sealed for the token before this one can never be asked for again.
        session.execute(
            update(RefreshToken).where(RefreshToken.successor_id == current.id).values(sealed_successor=None)
        )
        return RefreshOutcome(pair)

    def list_open(self, session: Session, user_id: UUID) -> list[SessionView]:
        """The person's open sessions, the last used first."""
        rows = session.execute(
            select(LoginSession)
            .where(
                LoginSession.user_id == user_id,
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > self._clock(),
            )
            .order_by(LoginSession.last_used_at.desc(), LoginSession.id)
        ).scalars()
        return [
            SessionView(row.id, row.created_at, row.last_used_at, row.expires_at, row.user_agent, row.address)
            for row in rows
        ]

    def end(self, session: Session, user_id: UUID, reason: str, session_id: UUID | None = None) -> list[UUID]:
        """End one session of a person, or all of them; the identifiers of those ended."""
        query = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
        if session_id is not None:
            query = query.where(LoginSession.id == session_id)
        query = query.values(ended_at=self._clock(), end_reason=reason).returning(LoginSession.id)
        ended = list(session.execute(query.execution_options(synchronize_session=False)).scalars())
        if session_id is not None and not ended:
            raise NoSuchSession("unknown_session")
        return ended

    def end_least_used(self, session: Session, user_id: UUID) -> list[UUID]:
        """End the sessions beyond the number a person may have open, least recently used first."""
        open_ids = [view.session_id for view in self.list_open(session, user_id)]
        ended: list[UUID] = []
        for session_id in open_ids[self._limits.per_person :]:
            ended += self.end(session, user_id, "too_many", session_id)
        return ended

    def owner_of_refresh_token(self, session: Session, token: str) -> tuple[UUID, UUID] | None:
        """The person and the session that a refresh token belongs to, spent or not."""
        row = session.execute(
            select(LoginSession.user_id, LoginSession.id)
            .join(RefreshToken, RefreshToken.session_id == LoginSession.id)
            .where(RefreshToken.token_hash == opaque_tokens.digest(token))
        ).first()
        return (row[0], row[1]) if row is not None else None

    def is_open(self, session: Session, session_id: UUID) -> bool:
        """Whether the session may still be used, by the database itself."""
        query = select(LoginSession.id).where(
            LoginSession.id == session_id, LoginSession.ended_at.is_(None), LoginSession.expires_at > self._clock()
        )
        return session.execute(query).first() is not None

    def ended_since(self, session: Session, since: datetime) -> Sequence[UUID]:
        """The sessions ended from a moment on."""
        return list(session.execute(select(LoginSession.id).where(LoginSession.ended_at >= since)).scalars())

    def _new_pair(
        self, session: Session, family: LoginSession, access: AccessToken, now: datetime
    ) -> tuple[TokenPair, RefreshToken]:
        value = opaque_tokens.new_token()
        row = RefreshToken(
            id=uuid4(),
            session_id=family.id,
            token_hash=opaque_tokens.digest(value),
            issued_at=now,
            expires_at=min(now + self._limits.idle, family.expires_at),
        )
        session.add(row)
        session.flush()
        return TokenPair(access.value, value, access.expires_in, family.id), row

    def _replayed(
        self, session: Session, family: LoginSession, current: RefreshToken, token: str, now: datetime
    ) -> RefreshOutcome:
        successor = session.get(RefreshToken, current.successor_id) if current.successor_id is not None else None
        in_grace = now - current.used_at <= self._limits.reuse_grace
        if in_grace and successor is not None and successor.used_at is None and current.sealed_successor is not None:
            content = opaque_tokens.unseal(token, current.sealed_successor)
            if content is not None:
                return RefreshOutcome(_parse_pair(content, family.id, now))
        return self._end_family(session, family, "refresh_token_reused", now)

    @staticmethod
    def _end_family(session: Session, family: LoginSession, reason: str, now: datetime) -> RefreshOutcome:
        family.ended_at = now
        family.end_reason = reason
        audit.record(
            session,
            "session.ended",
            actor_id=None,
            subject_id=family.user_id,
            reason=reason,
            outcome="denied",
            details={"session_id": str(family.id)},
        )
        return RefreshOutcome(None, refusal=reason, ended=(family.id,))


def _dump_pair(pair: TokenPair, now: datetime) -> bytes:
    return json.dumps(
        {
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            "expires_at": now.timestamp() + pair.expires_in,
        }
    ).encode()


def _parse_pair(content: bytes, session_id: UUID, now: datetime) -> TokenPair:
    document = json.loads(content)
    return TokenPair(
        access_token=document["access_token"],
        refresh_token=document["refresh_token"],
        expires_in=max(0, int(document["expires_at"] - now.timestamp())),
        session_id=session_id,
    )
