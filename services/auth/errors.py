"""The ways in which proving who one is may fail; none of them carries anything of the person's."""

from __future__ import annotations


class AuthenticationError(Exception):
    """Base of the failures below; ``reason_code`` is for logs and audit rows."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


class InvalidCredentials(AuthenticationError):
    """E-mail and password do not open an active account; which of them is wrong is never told."""


class InvalidRefreshToken(AuthenticationError):
    """The refresh token is unknown, spent, expired or of an ended session."""


class InvalidResetToken(AuthenticationError):
    """The password reset token is unknown, used or expired."""


class LoginUnavailable(AuthenticationError):
    """Attempts cannot be counted now, so log-in stays closed."""


class NoSuchSession(AuthenticationError):
    """The person has no open session with that identifier."""
