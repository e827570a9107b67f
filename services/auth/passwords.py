"""Passwords: argon2id hashes, and which passwords are good enough (NIST SP 800-63B, ASVS 5.0 V6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher as Argon2Hasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256
# zxcvbn's score 3: more than 10^8 guesses needed, safe against online guessing and moderately against offline.
MINIMUM_SCORE = 3
EXAMINED_CHARACTERS = 72
# Words that the English frequency lists of zxcvbn lack and that people here choose first.
# fmt: off
LOCAL_WORDS = (
    "contraseña", "contrasena", "clave", "nomina", "nómina", "quincena", "sueldo", "salario", "empresa", "colombia",
    "bogota", "medellin", "cali", "barranquilla", "america", "millonarios", "nacional", "santafe", "junior",
    "chatnomina", "bienvenido", "hola", "mama", "papa", "teamo", "tequiero", "amor", "familia", "dios", "jesus",
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
)
# fmt: on


class WeakPassword(Exception):
    """The password is refused; ``reason_code`` is ``too_short``, ``too_long`` or ``too_common``."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


@dataclass(frozen=True)
class PasswordCheck:
    """The outcome of a verification; ``needs_rehash`` when the stored hash has older parameters."""

    matches: bool
    needs_rehash: bool = False


class PasswordHasher:
    """Hashes and verifies with argon2id (RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes).

    Verifying against no hash takes the time of a real verification, so that an unknown account looks like a known one.
    """

    def __init__(
        self, time_cost: int = 3, memory_cost_kib: int = 65_536, parallelism: int = 4, at_once: int = 4
    ) -> None:
        # Each hash takes its memory for itself: a burst of log-ins waits instead of taking the machine's.
        self._turns = BoundedSemaphore(at_once)
        self._argon2 = Argon2Hasher(time_cost=time_cost, memory_cost=memory_cost_kib, parallelism=parallelism)
        self._decoy = self._argon2.hash("no account has this password")

    def hash(self, password: str) -> str:
        """The encoded argon2id hash, salt and parameters included."""
        with self._turns:
            return self._argon2.hash(_normalised(password))

    def verify(self, stored: str | None, password: str) -> PasswordCheck:
        """Compare a password with a stored hash, or with a decoy when there is none."""
        candidate = _normalised(password)
        try:
            with self._turns:
                self._argon2.verify(stored or self._decoy, candidate)
        except (VerificationError, InvalidHashError):
            return PasswordCheck(matches=False)
        if not stored:
            return PasswordCheck(matches=False)
        return PasswordCheck(matches=True, needs_rehash=self._argon2.check_needs_rehash(stored))


def require_acceptable(password: str, personal_words: Iterable[str] = ()) -> None:
    """Raise ``WeakPassword`` unless the password is long enough and hard enough to guess.

    No composition rules. ``personal_words`` (names, e-mail, company) count as the first words a guesser would try.
    """
    normalised = _normalised(password)
    if len(normalised) < MINIMUM_LENGTH:
        raise WeakPassword("too_short")
    if len(normalised) > MAXIMUM_LENGTH:
        raise WeakPassword("too_long")
    words = {part for word in personal_words for part in re.split(r"[\W_]+", word.lower()) if len(part) > 2}
    estimate = zxcvbn(normalised[:EXAMINED_CHARACTERS], user_inputs=[*sorted(words), *LOCAL_WORDS])
    if estimate["score"] < MINIMUM_SCORE:
        raise WeakPassword("too_common")


def _normalised(password: str) -> str:
    # The same password typed on two keyboards may arrive composed or decomposed (NIST SP 800-63B §5.1.1.2).
    return unicodedata.normalize("NFKC", password)
