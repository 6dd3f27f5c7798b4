"""Mail to a server on loopback: encrypted, with a password, with receivers that are refused."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from msbazhong_spider.harvest.alerts import mail
from msbazhong_spider.harvest.alerts.channel import DeliveryError
from msbazhong_spider.harvest.alerts.deliver import deliver
from msbazhong_spider.harvest.alerts.mail import Mail, Security
from msbazhong_spider.harvest.alerts.message import Message

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "geheim-1234"
MESSAGE = Message("msbazhong 采集 yunxi: errors\nBcc: all@a.example", "12 errors\n第二行\n", {})


@dataclass
class Post:
    """A post office: what came, in which envelope, and whether the way was encrypted."""

    letters: list[Any] = field(default_factory=list)
    envelopes: list[Any] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, *___: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody"):
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 taken"


def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """Let one user in."""
    known = data.login == b"operator" and data.password == PASSWORD.encode()
    return AuthResult(success=known, handled=False)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> Post:
    """Give a post office whose certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return Post()


@pytest.fixture
def open_office(office: Post) -> Iterator[Callable[..., int]]:
    """Open the office with options of the server; gives its port."""
    opened: list[Controller] = []

    def start(**options: Any) -> int:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        controller = Controller(office, hostname="127.0.0.1", port=port, **options)
        controller.start()
        opened.append(controller)
        return port

    yield start
    for controller in opened:
        controller.stop()


def letterbox(port: int, **changes: Any) -> Mail:
    """Give a channel to the office."""
    values = {
        "host": "127.0.0.1",
        "sender": "harvest@a.example",
        "to": ("one@a.example", "two@b.example"),
        "port": port,
        "security": Security.NONE,
    }
    return Mail(**values | changes)


def test_a_letter_arrives(office: Post, open_office: Callable[..., int]) -> None:
    """Subject in one line, text as it was, to all, marked as sent by a machine."""
    letterbox(open_office()).send(MESSAGE)
    (letter,) = office.letters
    assert letter["Subject"] == "msbazhong 采集 yunxi: errors Bcc: all@a.example"
    assert letter.get_content() == "12 errors\n第二行\n"
    assert letter["To"] == "one@a.example, two@b.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Bcc"] is None
    assert office.envelopes[0].rcpt_tos == ["one@a.example", "two@b.example"]
    assert letter["Message-ID"].endswith("@a.example>")
    assert letter["Date"]


def test_starttls_and_a_password(
    office: Post, open_office: Callable[..., int], server_side: ssl.SSLContext
) -> None:
    """The password goes only after the greeting has been encrypted."""
    port = open_office(
        tls_context=server_side, require_starttls=True, authenticator=check, auth_required=True
    )
    letterbox(port, security=Security.STARTTLS, user="operator", password=PASSWORD).send(MESSAGE)
    assert office.encrypted == [True]


def test_tls_from_the_first_byte(
    office: Post, open_office: Callable[..., int], server_side: ssl.SSLContext
) -> None:
    """As on port 465."""
    letterbox(open_office(ssl_context=server_side), security=Security.TLS).send(MESSAGE)
    assert len(office.letters) == 1


def refusal(channel: Mail) -> str:
    """Say why a channel did not deliver."""
    with pytest.raises(DeliveryError) as caught:
        channel.send(MESSAGE)
    return str(caught.value)


def test_a_wrong_password(open_office: Callable[..., int], server_side: ssl.SSLContext) -> None:
    """The server's words are told, and not the password."""
    port = open_office(tls_context=server_side, authenticator=check, auth_required=True)
    wrong = PASSWORD[::-1]
    channel = letterbox(port, security=Security.STARTTLS, user="operator", password=wrong)
    (delivery,) = deliver([channel], MESSAGE)
    assert delivery.error.startswith("refuses: 535")
    assert wrong not in f"{delivery} {channel!r}"


def test_a_certificate_that_nobody_trusts(
    open_office: Callable[..., int], server_side: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sits in between gets no password."""
    monkeypatch.delenv("SSL_CERT_FILE")
    port = open_office(tls_context=server_side)
    assert "certificate is not trusted" in refusal(letterbox(port, security=Security.STARTTLS))


def test_a_server_without_starttls(office: Post, open_office: Callable[..., int]) -> None:
    """Nothing is sent in the clear that was to be encrypted."""
    assert "STARTTLS" in refusal(letterbox(open_office(), security=Security.STARTTLS))
    assert office.letters == []


def test_one_receiver_is_refused(office: Post, open_office: Callable[..., int]) -> None:
    """The others have the letter, and the operator learns of the one who has not."""
    to = ("nobody@a.example", "two@b.example")
    assert "nobody@a.example (550 no such user" in refusal(letterbox(open_office(), to=to))
    assert len(office.letters) == 1


def test_all_receivers_are_refused(office: Post, open_office: Callable[..., int]) -> None:
    """Nothing is sent."""
    assert "refuses nobody@a.example" in refusal(letterbox(open_office(), to=("nobody@a.example",)))
    assert office.letters == []


def test_no_server(open_office: Callable[..., int]) -> None:
    """A closed port is told in words."""
    assert refusal(letterbox(1)) == "can't be reached (Connection refused)"


def test_a_server_that_says_nothing(
    receive: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web server waits for a request, and a mail client for a greeting."""
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    with receive(lambda _: (200, {}, b"")) as receiver:
        why = refusal(letterbox(int(receiver.url.rpartition(":")[2])))
    assert "timed out" in why or "no answer" in why
