"""Handing messages to the mail server (RFC 5321), one connection for a batch."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from rathaus.foundation.mail.enums import State

TIMEOUT = 20.0  # seconds for each step


class ServerAway(Exception):
    """No mail at all can be handed over at present: not reachable, not speaking SMTP, not letting us in."""


@dataclass(frozen=True, slots=True)
class Outcome:
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """`smtp://[user:password@]host[:port][?starttls=0]` or `smtps://...`; STARTTLS is used wherever it is offered."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = True

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Raises ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("RATHAUS_SMTP_URL must look like smtp://host:25 or smtps://user:password@host:465")
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=parts.scheme == "smtps",
            starttls=parse_qs(parts.query).get("starttls", ["1"])[0] != "0",
        )


class Session:
    """A connection that is open and signed in. Entering raises ServerAway."""

    def __init__(self, server: Server, *, timeout: float = TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        server = self._server
        try:
            if server.tls:
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=self._timeout, context=ssl.create_default_context()
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
            self._smtp = smtp
            smtp.ehlo_or_helo_if_needed()
            if not server.tls and server.starttls and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if server.user and not self._private(smtp):
                raise smtplib.SMTPNotSupportedError("no encryption for the password")
            if server.user:
                smtp.login(server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            self.__exit__(None, None, None)
            raise ServerAway(type(error).__name__) from error
        return self

    def _private(self, smtp: smtplib.SMTP) -> bool:
        """Whether a password may be sent: encrypted, or the operator has said `starttls=0`. Whoever hides STARTTLS gets none."""
        return isinstance(smtp.sock, ssl.SSLSocket) or not self._server.starttls

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def hand_over(self, *, sender: str, recipient: str, envelope_id: str, content: bytes) -> Outcome:
        """One message. Raises ServerAway where the connection ends before the text went out or we are refused as a sender."""
        smtp = self._smtp
        if smtp is None:
            raise ServerAway("closed")
        dsn = smtp.has_extn("dsn")
        try:
            code, _ = smtp.mail(sender, ["RET=HDRS", f"ENVID={envelope_id}"] if dsn else [])
            if code >= 400:
                raise ServerAway(f"sender refused: {code}")
            code, _ = smtp.rcpt(recipient, ["NOTIFY=FAILURE,DELAY"] if dsn else [])
            if code >= 400:
                smtp.rset()
                return Outcome(State.FAILED if code >= 500 else State.DEFERRED, str(code))
        except UnicodeEncodeError:
            smtp.rset()
            return Outcome(State.FAILED, "553")  # a mailbox name beyond ASCII, and the server has no SMTPUTF8
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(type(error).__name__) from error
        return self._data(smtp, content)

    @staticmethod
    def _data(smtp: smtplib.SMTP, content: bytes) -> Outcome:
        try:
            code, _ = smtp.data(content)
        except smtplib.SMTPDataError as error:  # refused before the text
            return _judge(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            smtp.close()
            return Outcome(State.UNKNOWN, "connection lost")
        return _judge(code)


def _judge(code: int) -> Outcome:
    if code < 400:
        return Outcome(State.SENT, str(code))
    return Outcome(State.FAILED if code >= 500 else State.DEFERRED, str(code))
