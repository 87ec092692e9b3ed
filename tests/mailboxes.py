"""A real SMTP server on loopback, and what it was given."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "blog@mail.example", "p@ss/word:1"


@dataclass
class Mailbox:
    """`answers`: command -> what the server says instead of taking it; "hang up" at DATA ends the connection."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    asked: threading.Event = field(default_factory=threading.Event)  # set once somebody was named as recipient
    logins: list[tuple[str, bool]] = field(default_factory=list)  # (user, over TLS)
    _moved: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, number: int) -> list[EmailMessage]:
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.received) >= number, timeout=20), self.received
            return list(self.received)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.set()
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer == "hang up":
            server.transport.abort()
        if answer == "250 OK":
            with self._moved:
                self.envelopes.append(envelope)
                message = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
                assert isinstance(message, EmailMessage)
                self.received.append(message)
                self._moved.notify_all()
        return answer

    def authenticate(self, server: SMTP, session: Any, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), server.transport.get_extra_info("sslcontext") is not None))
        fits = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=fits, handled=fits)


class OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        """Before it tries whether it answers it has to know where."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(certificate: tuple[Path, Path] | None = None, *, implicit: bool = False) -> Iterator[Mailbox]:
    """With a certificate: by STARTTLS and a login, or by TLS from the beginning."""
    box = Mailbox()
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        options = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
        options |= {"authenticator": box.authenticate, "auth_require_tls": not implicit, "auth_required": True}
    controller = OnAnyPort(box, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that only trusts itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return certificate, secret
