"""A second factor for what a stolen session must not do alone: a one-time code sent to the person's mailbox."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from services.auth.mail import Mail
from services.payroll.desk.errors import NotConfirmed
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from redis import Redis

    from services.auth.mail import MailSender
    from services.auth.principal import Principal
    from services.rate_limits import RateLimiter
    from services.users.service import UserService

CODE_TTL_S = 600
MOST_ATTEMPTS = 5
CODES_PER_PERSON = RateLimit(5, 3600)
_SUBJECT = "Tu código de confirmación de ChatNomina"
_BODY = (
    "Hola, {name}:\n\n"
    "Tu código para confirmar el cambio de la cuenta donde te pagan es {code}. Vence en 10 minutos y sirve una sola "
    "vez.\n\n"
    "Si no pediste este cambio, no compartas el código con nadie y avisa a Talento Humano.\n"
)
# One step, so that no code is left without its end.
_KEEP = """
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'salt', ARGV[1], 'digest', ARGV[2], 'attempts', 0)
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""


class ConfirmationCodes:
    """Sends codes and checks them; without Redis or mail nothing is confirmed (their errors pass through).

    What Redis keeps is a salted digest; five wrong codes spend the right one.
    """

    def __init__(
        self, redis_client: Redis[bytes], tenant: str, limiter: RateLimiter, users: UserService, mail: MailSender
    ) -> None:
        self._redis = redis_client
        self._prefix = f"{tenant}:account-change"
        self._limiter = limiter
        self._users = users
        self._mail = mail
        self._keep = redis_client.register_script(_KEEP)

    def send(self, principal: Principal) -> str:
        """Send a new code, in place of any earlier one; returns the address, masked. RateLimited."""
        self._limiter.take([(f"account-change:{principal.user_id}", CODES_PER_PERSON)])
        profile = self._users.profile(principal)
        code, salt = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(8)
        key = self._key(principal)
        self._keep(keys=[key, f"{key}:confirmed"], args=[salt, _digest(salt, code), CODE_TTL_S])
        self._mail.send(Mail(profile.email, _SUBJECT, _BODY.format(name=profile.first_names.split()[0], code=code)))
        return masked_address(profile.email)

    def check(self, principal: Principal, code: str) -> None:
        """Confirm with the code that was sent; NotConfirmed when it is wrong, spent or out of date."""
        key = self._key(principal)
        attempts = int(self._redis.hincrby(key, "attempts", 1))
        stored = self._redis.hgetall(key)
        salt, digest = stored.get(b"salt"), stored.get(b"digest")
        if attempts > MOST_ATTEMPTS or salt is None or digest is None:
            self._redis.delete(key)
            raise NotConfirmed
        if not hmac.compare_digest(digest.decode(), _digest(salt.decode(), code)):
            raise NotConfirmed
        self._redis.delete(key)
        self._redis.set(f"{key}:confirmed", 1, ex=CODE_TTL_S)

    def spend(self, principal: Principal) -> None:
        """Use the confirmation, once; NotConfirmed without one."""
        if self._redis.getdel(f"{self._key(principal)}:confirmed") is None:
            raise NotConfirmed

    def _key(self, principal: Principal) -> str:
        return f"{self._prefix}:{{{principal.user_id}}}"


def masked_address(email: str) -> str:
    """`l•••@tejidos.example`: enough to know which mailbox to look in."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()
