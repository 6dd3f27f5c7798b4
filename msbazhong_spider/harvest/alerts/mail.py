"""Mail, by SMTP: encrypted from the first byte (tls), after a greeting (starttls), or not."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from enum import StrEnum
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.alerts.channel import SECONDS, DeliveryError
from msbazhong_spider.harvest.alerts.post import in_words

if TYPE_CHECKING:
    from msbazhong_spider.harvest.alerts.message import Message


class Security(StrEnum):
    """How the way to the mail server is encrypted."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server, who sends and who receives. ``port`` 0 is the usual one."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 0
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Name it by its server."""
        return f"smtp ({self.host})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The password."""
        return (self.password,)

    def send(self, message: Message) -> None:
        """Send one mail to all. Raises DeliveryError, also if one of them is refused."""
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(self._letter(message))
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryError(_refusals(error.recipients)) from error
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error
            words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
            raise DeliveryError(f"refuses: {error.smtp_code} {words}") from error
        except smtplib.SMTPException as error:
            raise DeliveryError(f"does not work as a mail server should: {error}") from error
        except (OSError, ValueError) as error:
            raise DeliveryError(in_words(error)) from error
        if refused:
            raise DeliveryError(_refusals(refused))

    def _connected(self) -> smtplib.SMTP:
        port = self.port or PORTS[self.security]
        # Without a name smtplib asks the DNS for ours, which can take a minute where there is none.
        here = socket.gethostname()
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.host, port, local_hostname=here, timeout=SECONDS, context=context
            )
        server = smtplib.SMTP(self.host, port, local_hostname=here, timeout=SECONDS)
        if self.security is Security.STARTTLS:
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = " ".join(message.subject.split())
        letter["From"] = self.sender
        letter["To"] = ", ".join(self.to)
        letter["Date"] = formatdate(localtime=True)
        letter["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">"))
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text, cte="base64")
        return letter


def _refusals(refused: dict[str, tuple[int, bytes]]) -> str:
    said = (
        f"{who} ({code} {words.decode('utf-8', 'replace')})"
        for who, (code, words) in refused.items()
    )
    return f"refuses {', '.join(said)}"
