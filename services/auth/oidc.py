"""Log-in through a company's own directory: OpenID Connect, authorization code with PKCE."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jwt
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from services import audit
from services.auth.attempts import AttemptCounter
from services.auth.errors import AuthenticationError
from services.rate_limits import RateLimit
from services.users import repository as people

if TYPE_CHECKING:
    from redis import Redis

    from services.auth.service import AuthService
    from services.auth.sessions import Client, TokenPair
    from services.database import Database
    from services.rate_limits import RateLimiter

SCOPE = "openid email"
# Asymmetric only: with HS256 whoever knows the client secret could sign.
ALGORITHMS = ("EdDSA", "ES256", "ES384", "PS256", "RS256")
REQUIRED_CLAIMS = ("iss", "aud", "sub", "exp", "iat", "nonce")
TRANSACTION_LIFETIME_S = 600
DISCOVERY_LIFETIME_S = 3_600
PROVIDER_TIMEOUT_S = 4.0
CLOCK_LEEWAY_S = 30
ATTEMPTS = RateLimit(60, 15 * 60)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OidcRefused(AuthenticationError):
    """The provider's answer opens no session here; ``reason_code`` says why, for logs and audit rows."""


class OidcUnavailable(AuthenticationError):
    """The provider does not answer, or not as OpenID Connect asks."""


@dataclass(frozen=True)
class OidcProvider:
    """The company's provider and our registration with it; ``client_secret`` is ``None`` for a public client."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str

    def __repr__(self) -> str:
        return f"OidcProvider({self.issuer})"


@dataclass(frozen=True)
class OidcStart:
    """Where to send the browser, and the secret with which it comes back to finish."""

    authorization_url: str
    state: str
    login_secret: str

    def __repr__(self) -> str:
        return "OidcStart()"


@dataclass(frozen=True)
class _Transaction:
    nonce: str
    code_verifier: str
    login_secret_hash: str


class OidcLogin:
    """Starts and finishes log-ins with one provider; the sessions it opens are ordinary ones of ours.

    A log-in under way is kept in Redis for ten minutes and used once. The browser that started it holds its
    ``login_secret``: a code and state that somebody else obtained cannot be finished in it (login CSRF). A person is
    recognised by an e-mail address that the provider states to be verified and that belongs to an active account;
    nobody is registered this way.
    """

    def __init__(
        self,
        provider: OidcProvider,
        database: Database,
        redis_client: Redis[bytes],
        limiter: RateLimiter,
        auth: AuthService,
        tenant: str,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._provider = provider
        self._database = database
        self._redis = redis_client
        self._attempts = AttemptCounter(limiter)
        self._auth = auth
        self._prefix = f"{tenant}:auth:oidc"
        self._clock = clock
        self._discovered: tuple[float, dict[str, Any]] | None = None

    def start(self, client: Client) -> OidcStart:
        """Begin a log-in; ``OidcUnavailable``, ``RateLimited``, ``LoginUnavailable`` or ``RedisError`` otherwise."""
        self._count(client)
        state, login_secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        transaction = _Transaction(secrets.token_urlsafe(32), secrets.token_urlsafe(48), _digest(login_secret))
        with self._oauth() as oauth:
            url, _ = oauth.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=state,
                nonce=transaction.nonce,
                code_verifier=transaction.code_verifier,
            )
        self._redis.set(self._key(state), json.dumps(vars(transaction)), ex=TRANSACTION_LIFETIME_S)
        return OidcStart(url, state, login_secret)

    def finish(self, state: str, code: str, login_secret: str, client: Client) -> TokenPair:
        """Open a session with the code that the provider gave; ``OidcRefused`` when it proves no active account."""
        self._count(client)
        try:
            email = self._proven_email(self._claims(self._take(state, login_secret), code))
            with self._database.session() as session:
                account = people.account_by_email(session, email)
            if account is None or not account.active:
                raise OidcRefused("no_active_account")
        except OidcRefused as refusal:
            with self._database.session() as session:
                audit.record(
                    session,
                    "login.failed",
                    actor_id=None,
                    subject_id=None,
                    reason=f"oidc:{refusal.reason_code}",
                    outcome="denied",
                )
                session.commit()
            raise
        return self._auth.open_session(account.user_id, client, "oidc")

    def _take(self, state: str, login_secret: str) -> _Transaction:
        stored: bytes | None = self._redis.getdel(self._key(state))
        if stored is None:
            raise OidcRefused("unknown_state")
        transaction = _Transaction(**json.loads(stored))
        if not hmac.compare_digest(transaction.login_secret_hash, _digest(login_secret)):
            raise OidcRefused("another_browser")
        return transaction

    def _claims(self, transaction: _Transaction, code: str) -> dict[str, Any]:
        try:
            with self._oauth() as oauth:
                token = oauth.fetch_token(
                    self._endpoint("token_endpoint"),
                    code=code,
                    code_verifier=transaction.code_verifier,
                    timeout=PROVIDER_TIMEOUT_S,
                    allow_redirects=False,
                )
        except AuthlibBaseError:
            raise OidcRefused("code_not_accepted") from None
        except (requests.RequestException, ValueError):
            raise OidcUnavailable("token_endpoint") from None
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise OidcRefused("no_id_token")
        claims = self._verified(id_token)
        if not hmac.compare_digest(str(claims["nonce"]).encode(), transaction.nonce.encode()):
            raise OidcRefused("nonce")
        if claims.get("azp", self._provider.client_id) != self._provider.client_id:
            raise OidcRefused("authorised_party")
        return claims

    def _verified(self, id_token: str) -> dict[str, Any]:
        """The ID token's claims, checked against the provider's published keys (OpenID Connect Core §3.1.3.7)."""
        try:
            header = jwt.get_unverified_header(id_token)
            keys = jwt.PyJWKSet.from_dict(self._get(self._endpoint("jwks_uri"))).keys
            candidates = [key for key in keys if header.get("kid") in (None, key.key_id)]
            if header.get("alg") not in ALGORITHMS or len(candidates) != 1:
                raise OidcRefused("id_token_key")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                candidates[0].key,
                algorithms=[header["alg"]],
                audience=self._provider.client_id,
                issuer=self._provider.issuer,
                leeway=CLOCK_LEEWAY_S,
                options={"require": list(REQUIRED_CLAIMS)},
            )
        except jwt.PyJWTError:
            raise OidcRefused("id_token") from None
        return claims

    @staticmethod
    def _proven_email(claims: dict[str, Any]) -> str:
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise OidcRefused("email_not_verified")
        return email

    def _endpoint(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str) or not _is_safe(address):
            raise OidcUnavailable("discovery")
        return address

    def _metadata(self) -> dict[str, Any]:
        if self._discovered is not None and self._clock() - self._discovered[0] < DISCOVERY_LIFETIME_S:
            return self._discovered[1]
        if not _is_safe(self._provider.issuer):
            raise OidcUnavailable("issuer_without_tls")
        document = self._get(f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self._provider.issuer:
            raise OidcUnavailable("issuer_mismatch")
        self._discovered = (self._clock(), document)
        return document

    def _get(self, address: str) -> dict[str, Any]:
        try:
            response = requests.get(address, timeout=PROVIDER_TIMEOUT_S, allow_redirects=False)
            document = response.json() if response.status_code == requests.codes.ok else None
        except (requests.RequestException, ValueError):
            raise OidcUnavailable("provider") from None
        if not isinstance(document, dict):
            raise OidcUnavailable("provider")
        return document

    def _oauth(self) -> OAuth2Session:
        return OAuth2Session(
            self._provider.client_id,
            self._provider.client_secret,
            token_endpoint_auth_method="client_secret_basic" if self._provider.client_secret else "none",
            scope=SCOPE,
            redirect_uri=self._provider.redirect_uri,
            code_challenge_method="S256",
        )

    def _count(self, client: Client) -> None:
        address = hashlib.sha256((client.address or "unknown").encode()).hexdigest()[:32]
        self._attempts.count((f"oidc:address:{address}", ATTEMPTS))

    def _key(self, state: str) -> str:
        return f"{self._prefix}:{_digest(state)}"


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
