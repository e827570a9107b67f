"""What goes wrong while the product is being started, told in one line to whoever starts it."""

from __future__ import annotations


class LaunchError(Exception):
    """The product cannot be started; the message is one Spanish line that says why and what to do."""
