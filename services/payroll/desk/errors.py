"""What the desk refuses; the texts carry codes, never what anybody wrote."""

from __future__ import annotations


class DeskError(Exception):
    """Anything that the desk does not do."""


class NoSuchCase(DeskError):
    """There is no case with that identifier, or none that the principal could know of."""


class CaseClosed(DeskError):
    """The case has ended, or does not take this step."""


class CaseChanged(DeskError):
    """Somebody else took a step since the principal last looked."""


class FileRefused(DeskError):
    """A file that is not taken; `reason` is one of `empty`, `too_large`, `unknown_type`, `too_many`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"file refused: {reason}")
        self.reason = reason


class NoSuchFile(DeskError):
    """There is no such file, or none that is still to be sent."""


class AccountNumberNeeded(DeskError):
    """Approving a change of account takes the number that the bank certifies."""


class NotConfirmed(DeskError):
    """The second factor is missing, wrong, used or out of date."""
