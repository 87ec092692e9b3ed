"""What a redirect may be, and how a pattern is applied. Knows no database.

Patterns are JavaScript's as far as RE2 has them (no look-around, no back-references): RE2 takes time in proportion
to the address, whatever the pattern, so that neither an owner's mistake nor a stranger's address can stall a page.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import re2

from app.errors import Invalid
from app.services.site.addresses import cleaned, normalise
from app.services.site.models import Redirect

LONGEST_PATTERN = 500
LONGEST_ADDRESS = 2000
_MOST_MEMORY_BYTES = 1 << 20  # of one compiled pattern
_MOST_ROUNDS = 10
_REFERENCE = re.compile(r"\$([$&1-9])")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?")
_UNQUOTED = "/:@!$'()*+,;=~"


def checked(redirect: Redirect) -> Redirect:
    """The redirect as it is kept. Raises: Invalid: a sentence why it can't be."""
    target = _checked_target(redirect)
    if redirect.is_regex:
        compiled(redirect.source)
        return replace(redirect, target=target)
    source = normalise(redirect.source)
    if source == "/" or len(source) > LONGEST_ADDRESS:
        raise Invalid("the front page can't be redirected" if source == "/" else "its address is too long")
    if source == target_key(target):
        raise Invalid("it leads to itself")
    return replace(redirect, source=source, target=target)


def target_key(target: str) -> str | None:
    """The spelling under which a redirect of the target would be kept; None: it is on another site."""
    return normalise(unquote(target.partition("#")[0])) if target.startswith("/") else None


def compiled(pattern: str) -> Any:
    """Raises: Invalid: it is no pattern, or one RE2 can't do."""
    if len(pattern) > LONGEST_PATTERN:
        raise Invalid(f"the pattern has more than {LONGEST_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY_BYTES
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise Invalid(f"the pattern can't be used: {reason}") from None
    except UnicodeEncodeError:
        raise Invalid("the pattern holds half a character") from None


class Patterns:
    """The regular expressions among the redirects, in their order."""

    def __init__(self, redirects: Sequence[Redirect]) -> None:
        self.redirects = tuple(redirects)
        self._compiled = [(redirect, compiled(redirect.source)) for redirect in redirects]

    def find(self, address: str) -> Redirect | None:
        """The first one that matches, with its target filled in; `address` is percent-decoded."""
        if len(address) > LONGEST_ADDRESS:
            return None
        tried = _spellings(address)
        for redirect, pattern in self._compiled:
            target = _once(pattern, redirect.target, tried)
            if target is not None and not _goes_on(pattern, redirect.target, normalise(address), target):
                return replace(redirect, target=target)
        return None


def _goes_on(pattern: Any, template: str, start: str, target: str) -> bool:
    """Whether the pattern matches what it makes again and again: that leads nowhere."""
    again: str | None = target
    for _ in range(_MOST_ROUNDS):
        key = None if again is None else target_key(again)
        if key is None:
            return False
        if key == start:
            return True
        again = _once(pattern, template, _spellings(key))
    return again is not None


def _once(pattern: Any, template: str, spellings: Sequence[str]) -> str | None:
    for spelling in spellings:
        found = pattern.search(spelling)
        if found is not None:
            return _filled(template, found, spelling)
    return None


def _spellings(address: str) -> tuple[str, ...]:
    """With and without the slash at its end: patterns insist on one or on none."""
    whole = normalise(address)
    return tuple(dict.fromkeys((cleaned(address), whole, whole if "?" in whole else whole + "/")))


def _filled(template: str, found: Any, address: str) -> str:
    """As JavaScript's `replace` does it: what the pattern leaves of the address stays. What is put in is quoted."""

    def value(reference: re.Match[str]) -> str:
        name = reference[1]
        if name == "$":
            return "$"
        number = 0 if name == "&" else int(name)
        return quote(found.group(number) or "", safe=_UNQUOTED) if number <= found.re.groups else reference[0]

    target = _REFERENCE.sub(value, template)
    rest = quote(address[found.end() :], safe=_UNQUOTED + "?&")
    if not template.startswith("/"):
        return target + rest
    before = quote(address[: found.start()], safe=_UNQUOTED)
    return "/" + re.sub(r"/{2,}", "/", before + target + rest).lstrip("/\\")


def _checked_target(redirect: Redirect) -> str:
    target = _CONTROL.sub(lambda found: quote(found[0]), redirect.target.strip())
    if redirect.is_regex and target.startswith("$"):
        return "/" + target
    if not target.startswith("/"):
        return _elsewhere(target)
    if target.startswith(("//", "/\\")):
        raise Invalid(f"its target {target} names another site, but neither http nor https")
    return target


def _elsewhere(target: str) -> str:
    """An absolute address as browsers want it: the host in IDNA, the rest quoted."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:  # UnicodeError is one
        raise Invalid(f"its target {target} is no address") from None
    if "$" in parts.netloc:
        raise Invalid(f"its target {target} would let the reader choose the site")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise Invalid(f"its target {target} is neither a path of this site nor an http or https address")
    tail = parts._replace(scheme="", netloc="").geturl()
    return f"{parts.scheme}://{host}{port}{quote(tail, safe=_UNQUOTED + '%?#&[]')}"
