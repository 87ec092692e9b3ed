"""What the letters say. Plain words, one address to follow at most, and what to do if it was not you."""

from dataclasses import dataclass
from datetime import datetime

FORGOTTEN = "If it was not you: nothing has changed, and there is nothing you need to do."


@dataclass(frozen=True, slots=True)
class Letter:
    """`link`: an address and the words that lead to it, between `before` and `after`, which are paragraphs."""

    to: str
    subject: str
    before: tuple[str, ...]
    link: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    unsubscribe: str = ""  # where a POST ends letters of this kind (RFC 8058)


@dataclass(frozen=True, slots=True)
class Happening:
    """What a letter about somebody's account says of the change: when, and from where."""

    at: datetime
    device: str  # "Firefox on Linux"
    address: str  # of the network

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y, %H:%M} UTC, with {self.device} from {self.address or 'an unknown address'}"


def invitation(to: str, site: str, by: str, role: str, address: str) -> Letter:
    return Letter(
        to,
        f"{by} invites you to {site}",
        (f"{by} invites you to write on {site}, as {role}.",),
        ("Join", address),
        ("The address works once, for seven days. If you expected nothing of the kind, ignore this letter.",),
    )


def reset(to: str, site: str, address: str) -> Letter:
    return Letter(
        to,
        f"A new password for {site}",
        (f"Somebody, probably you, asked for a new password for your account on {site}.",),
        ("Choose a new password", address),
        ("The address works once, for one hour.", FORGOTTEN),
    )


def password_changed(to: str, site: str, happening: Happening, account: str) -> Letter:
    return _notice(to, site, "Your password was changed", happening, account)


def second_step_removed(to: str, site: str, happening: Happening, account: str) -> Letter:
    return _notice(to, site, "Your second step was turned off", happening, account)


def passkey_added(to: str, site: str, happening: Happening, account: str) -> Letter:
    return _notice(to, site, "A passkey was added", happening, account)


def email_changed(to: str, site: str, happening: Happening, account: str) -> Letter:
    """Goes to the old address: the new one may be somebody else's."""
    return _notice(to, site, "Your e-mail address was changed", happening, account)


def new_device(to: str, site: str, happening: Happening, account: str) -> Letter:
    return _notice(to, site, "You signed in from a new browser", happening, account)


def _notice(to: str, site: str, what: str, happening: Happening, account: str) -> Letter:
    return Letter(
        to,
        f"{what}: {site}",
        (f"{what} on {site}: {happening}.", "If it was you, there is nothing to do."),
        ("Look at your account", account),
        ("If it was not you: choose a new password at once, end all other sessions, and tell an owner of the site.",),
    )
