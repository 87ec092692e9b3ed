"""Whether something sent may appear, has to wait, or is taken for spam. Pure rules: they know no database.

Nothing is asked of a third party. What is refused outright is said so to whoever sent it; what is taken for spam is
kept, with its reasons, for somebody to look at.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from app.errors import TooMany
from app.services.inbox.models import Decision, Reason, Sent

RECENT_S = 600
MOST_RECENT_OF_NETWORK = 5  # what comes after them within ten minutes is taken for spam
MOST_HOURLY_OF_NETWORK = 40  # what comes after them is refused
MOST_RECENT_ON_POST = 20  # then those whose form's script did not run are taken for spam
MOST_RECENT_ON_SITE = 2000  # then all but known people's is refused: the disk belongs to the blog
SHORTEST_TYPING_S = 2.0
MOST_LINKS = 2  # more have to wait
MOST_LINKS_OF_ALL = 6  # more are spam
FEWEST_LETTERS = 40  # a shorter text, "Thank you!", may well be sent by several people

_LINK = re.compile(r"https?://|\[url|<a\s", re.IGNORECASE)
_PRIVATE = [
    *map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")),
    *map(ip_network, ("::1/128", "fc00::/7")),
]
_SUSPICIOUS: frozenset[Reason] = frozenset({"trap", "blocked", "fast", "repeated", "rate", "surge"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What Inbox.db knows. Counts are of the last ten minutes where nothing else is said."""

    from_network: int = 0
    from_network_hourly: int = 0
    on_post: int = 0
    on_site: int = 0
    is_repeated: bool = False
    is_known: bool = False  # this browser, with this e-mail, has had a comment approved, and none taken for spam
    is_trusted: bool = False  # somebody at the desk has said so


@dataclass(frozen=True, slots=True)
class Verdict:
    decision: Decision
    reasons: tuple[Reason, ...] = ()


def judge(sent: Sent, evidence: Evidence, blocked: Collection[str], *, known_at_once: bool) -> Verdict:
    """Raises: TooMany: it can't even be kept."""
    if sent.may_publish:
        return Verdict("approved")
    if evidence.from_network_hourly >= MOST_HOURLY_OF_NETWORK:
        raise TooMany("Too many comments came from your network; try again in an hour", 3600)
    if evidence.on_site >= MOST_RECENT_ON_SITE and not (evidence.is_known or evidence.is_trusted):
        raise TooMany("Too many comments are coming in just now; try again in ten minutes", RECENT_S)
    links = len(_LINK.findall(sent.body))
    reasons = tuple(_reasons(sent, evidence, blocked, links))
    if not _SUSPICIOUS.isdisjoint(reasons) or links > MOST_LINKS_OF_ALL:
        return Verdict("spam", reasons)
    if evidence.is_trusted or (known_at_once and evidence.is_known and not reasons):
        return Verdict("approved")
    return Verdict("pending", reasons)


def _reasons(sent: Sent, evidence: Evidence, blocked: Collection[str], links: int) -> list[Reason]:
    spared = evidence.is_known or evidence.is_trusted
    found: list[tuple[Reason, bool]] = [
        ("trap", sent.has_trap),
        ("blocked", is_blocked(sent, blocked)),
        ("fast", sent.typing_s is not None and sent.typing_s < SHORTEST_TYPING_S),
        ("links", links > MOST_LINKS),
        ("repeated", evidence.is_repeated and not evidence.is_trusted),
        ("rate", evidence.from_network >= MOST_RECENT_OF_NETWORK and not spared),
        ("surge", evidence.on_post >= MOST_RECENT_ON_POST and sent.typing_s is None and not spared),
    ]
    return [reason for reason, holds in found if holds]


def is_blocked(sent: Sent, blocked: Collection[str]) -> bool:
    """Whether a line of the desk's list is in what was sent: a word, an e-mail or its end, a domain, a network."""
    text = "\n".join((sent.author_name, sent.email or "", sent.url or "", sent.body)).casefold()
    return any(_is_from(sent.address, line) or line in text for line in blocked)


def _is_from(address: str | None, line: str) -> bool:
    if not address or not ("." in line or ":" in line):
        return False
    try:
        return ip_address(address) in ip_network(line, strict=False)
    except ValueError:
        return False


def network_of(address: str | None) -> str | None:
    """What is counted as one sender: an address of IPv4, a /64 of IPv6.

    None for a private address: that is a proxy the settings do not name, with everybody behind it.
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if any(parsed in network for network in _PRIVATE):
        return None
    return str(ip_network(f"{parsed}/64", strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def fingerprint_of(text: str) -> str | None:
    """What two texts have in common that differ only in signs, spaces and case; None for a short one."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(letters.encode()).hexdigest()[:32] if len(letters) >= FEWEST_LETTERS else None
