"""Handing one message to the mail server, and knowing afterwards whether it took it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr

from app.network import deadline
from app.services.jobs import NotDone, Refused
from app.settings.smtp import SmtpServer

STEP_S = 10.0
MOST_S = 20.0  # for each of three parts: getting in, naming the two, the message


def hand_over(server: SmtpServer, message: EmailMessage) -> None:
    """Deliver to the server, in this thread.

    Raises: NotDone: the server is not there, lets us not in, or says "later". Refused: it never will. Anything else:
    the connection broke after the message began to leave, and nobody knows.
    """
    try:
        smtp = _connected(server)
    except (OSError, smtplib.SMTPException) as error:
        raise NotDone(f"{server.host}:{server.port}: {_reason(error)}") from None
    try:
        wide = _announce(smtp, server, message)
        with deadline(lambda: smtp.sock, MOST_S):
            code, answer = smtp.data(message.as_bytes(policy=SMTPUTF8 if wide else SMTP))
    except smtplib.SMTPDataError as error:  # the answer to DATA itself: nothing has left
        code, answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    finally:
        smtp.close()  # without a farewell: the server has answered, or will not
    _check(code, answer, f"{server.host} does not take the message")


def _connected(server: SmtpServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.implicit_tls:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=STEP_S, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=STEP_S)
    try:
        with deadline(lambda: smtp.sock, MOST_S):
            if server.starttls == "required" and not server.implicit_tls:
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
            smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _announce(smtp: smtplib.SMTP, server: SmtpServer, message: EmailMessage) -> bool:
    try:
        with deadline(lambda: smtp.sock, MOST_S):
            return _address(smtp, message)
    except (OSError, smtplib.SMTPException) as error:
        raise NotDone(f"{server.host}:{server.port}: {_reason(error)}") from None


def _address(smtp: smtplib.SMTP, message: EmailMessage) -> bool:
    """Name sender and recipient; True where the addresses need SMTPUTF8. Raises: Refused, NotDone."""
    sender, to = parseaddr(str(message["From"]))[1], parseaddr(str(message["To"]))[1]
    wide = not (sender + to).isascii()
    if wide and not smtp.has_extn("smtputf8"):
        raise Refused(f"the mail server can't write to {to}: it knows no SMTPUTF8")
    code, answer = smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
    _check(code, answer, f"no mail may be sent from {sender}")
    code, answer = smtp.rcpt(to)
    _check(code, answer, f"{to} is not taken")
    return wide


def _check(code: int, answer: bytes, problem: str) -> None:
    """RFC 5321, 4.2.1: 4xx means later, 5xx never."""
    if 200 <= code < 300:
        return
    text = f"{problem}: {code} {answer.decode('utf-8', 'replace')}"
    raise (Refused if code >= 500 else NotDone)(text)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
