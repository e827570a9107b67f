"""Makes people and identity services for tests that bring their own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from redis import Redis

from services.audit import AuditLog
from services.auth.accounts import AccountAdministration
from services.auth.attempts import LoginLimits
from services.auth.keys import SigningKeyRing
from services.auth.mail import Mail
from services.auth.passwords import PasswordHasher
from services.auth.principal import Principal, Role
from services.auth.revocation import RevocationList
from services.auth.service import AuthService
from services.auth.sessions import Client
from services.auth.tokens import TokenIssuer, TokenVerifier
from services.cache import Cache
from services.database import Database
from services.encryption import EncryptionKey, FieldCipher
from services.rate_limits import RateLimiter
from services.users.directory import AffiliationTerm, ContractTerm, EmployeeDirectory, NewEmployee, PositionTerm
from services.users.service import UserService

PASSWORD = "telar-verde-72-manzana-rio"
PHONE = Client(address="203.0.113.7", user_agent="Chat móvil")
TODAY = date(2026, 11, 23)


class Clock:
    """A clock that tests move by hand, starting at the real time."""

    def __init__(self) -> None:
        self.now = datetime.now(timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def epoch(self) -> float:
        return self.now.timestamp()

    def advance(self, **elapsed: float) -> None:
        self.now += timedelta(**elapsed)


class Mailbox:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.received: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.received.append(mail)


@dataclass
class IdentityWorld:
    """Every service of identity over a real database and Redis, with a clock moved by hand."""

    database: Database
    redis: Redis
    tenant: str
    clock: Clock
    mailbox: Mailbox
    cache: Cache
    users: UserService
    directory: EmployeeDirectory
    auth: AuthService
    accounts: AccountAdministration
    audit: AuditLog
    revocations: RevocationList

    def hire(
        self,
        *roles: Role,
        manager_id: UUID | None = None,
        password: str | None = PASSWORD,
        email: str | None = None,
        first_names: str = "Ana María",
    ) -> NewEmployee:
        user_id = uuid4()
        employee = NewEmployee(
            user_id=user_id,
            email=email or f"persona.{user_id.hex[:12]}@tejidosdelvalle.example",
            first_names=first_names,
            last_names="Restrepo Gil",
            document_type="CC",
            document_number=str(secrets.randbelow(9 * 10**9) + 10**9),
            contracts=(ContractTerm("indefinite", date(2022, 3, 15)),),
            positions=(
                PositionTerm("Auxiliar", "Tejeduría", date(2022, 3, 15), date(2024, 6, 30), manager_id),
                PositionTerm("Tejedora", "Tejeduría", date(2024, 7, 1), None, manager_id),
            ),
            affiliations=(AffiliationTerm("eps", "EPS Sura", date(2022, 3, 15)),),
            roles=frozenset({Role.EMPLOYEE, *roles}),
            manager_id=manager_id,
            password=password,
        )
        assert self.directory.register(employee)
        return employee

    def principal(self, employee: NewEmployee) -> Principal:
        return Principal(employee.user_id, employee.roles)


def identity_world(
    database: Database, redis: Redis, keys: SigningKeyRing, login_limits: LoginLimits | None = None
) -> IdentityWorld:
    """Fresh services over the given stores, under a tenant of their own."""
    tenant = f"t{secrets.token_hex(6)}"
    clock, mailbox = Clock(), Mailbox()
    cache = Cache(redis, f"{tenant}:cache")
    cipher = FieldCipher((EncryptionKey(b"test", bytes(32)),), bytes(32))
    hasher = PasswordHasher(time_cost=1, memory_cost_kib=64, parallelism=1)
    users = UserService(database, cache, cipher, today=lambda: TODAY)
    revocations = RevocationList(redis, tenant)
    auth = AuthService(
        database,
        hasher,
        TokenIssuer(keys.current, issuer="chatnomina", audience="chatnomina", clock=clock.epoch),
        TokenVerifier(keys.public_keys, issuer="chatnomina", audience="chatnomina", clock=clock.epoch),
        revocations,
        RateLimiter(redis, tenant),
        mailbox,
        reset_url="https://chat.example/restablecer",
        login_limits=login_limits,
        clock=clock,
    )
    return IdentityWorld(
        database,
        redis,
        tenant,
        clock,
        mailbox,
        cache,
        users,
        EmployeeDirectory(database, cache, cipher, hasher),
        auth,
        AccountAdministration(database, users, auth, revocations),
        AuditLog(database),
        revocations,
    )
