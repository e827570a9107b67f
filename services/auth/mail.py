"""How a message reaches a person's mailbox: SMTP, or a folder of files in development."""

from __future__ import annotations

import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import structlog

if TYPE_CHECKING:
    from pathlib import Path

SMTP_TIMEOUT_S = 10
MAXIMUM_WAITING = 1_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Mail:
    """A plain-text message for one person."""

    recipient: str
    subject: str
    body: str

    def __repr__(self) -> str:
        return "Mail()"


class MailSender(Protocol):
    """Delivers a message or raises ``OSError`` (``smtplib`` errors included)."""

    def send(self, mail: Mail) -> None:
        """Hand the message over for delivery."""


class FileOutbox:
    """Leaves every message as an ``.eml`` file (mode 600) in a private folder."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, mail: Mail) -> None:
        """Write the message to a file of its own."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._directory / f"{uuid4().hex}.eml"
        path.touch(mode=0o600)
        path.write_bytes(_message(mail, "no-reply@localhost").as_bytes())


class DeferredSender:
    """Hands messages to another sender from a thread of its own, so that whoever asks for one does not wait for it.

    How long a delivery takes, or that it fails, would tell a caller that the address belongs to somebody.
    """

    def __init__(self, sender: MailSender) -> None:
        self._sender = sender
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="mail")
        self._waiting = BoundedSemaphore(MAXIMUM_WAITING)

    def send(self, mail: Mail) -> None:
        """Take the message for delivery; beyond a thousand that wait it is dropped, and logged."""
        if not self._waiting.acquire(blocking=False):
            log.error("auth.mail_dropped", waiting=MAXIMUM_WAITING)
            return
        self._executor.submit(self._deliver, mail)

    def close(self) -> None:
        """Deliver what waits, and take no more."""
        self._executor.shutdown(wait=True)

    def _deliver(self, mail: Mail) -> None:
        try:
            self._sender.send(mail)
        except Exception as error:  # the thread goes on to the next message whatever was wrong with this one
            log.error("auth.mail_not_sent", error=type(error).__name__)
        finally:
            self._waiting.release()


class SmtpSender:
    """Sends through ``smtps://user:password@host:port`` or ``smtp://…`` (then STARTTLS is required)."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("the SMTP URL must be smtp://host or smtps://host")
        self._implicit_tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Deliver over TLS, within ten seconds a step."""
        context = ssl.create_default_context()
        if self._implicit_tls:
            with smtplib.SMTP_SSL(self._host, self._port, timeout=SMTP_TIMEOUT_S, context=context) as connection:
                self._deliver(connection, mail)
        else:
            with smtplib.SMTP(self._host, self._port, timeout=SMTP_TIMEOUT_S) as connection:
                connection.starttls(context=context)
                self._deliver(connection, mail)

    def _deliver(self, connection: smtplib.SMTP, mail: Mail) -> None:
        if self._user:
            connection.login(self._user, self._password)
        connection.send_message(_message(mail, self._sender))


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message.set_content(mail.body)
    return message
