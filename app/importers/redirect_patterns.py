"""Patterns of other systems' redirects -> Python's regular expressions over a whole path, with $1 … $9 in the target.

Ghost takes a rule's `from` as a JavaScript regular expression, strips a slash at its end, and adds `/?$`; `/…/i`
ignores case (source: TryGhost/express-dynamic-redirects). It also meets a rule in the middle of a path and keeps what
stands before; here that is so only for rules that begin with neither "^" nor "/".
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SPECIAL = re.compile(r"[\\^$()\[\]{}*+?|]")
_WITH_QUERY = re.compile(r"/[^?\\^$()\[\]{}*+|]*\?[\w.~%-]+=[\w.~%-]*(?:&[\w.~%-]+=[\w.~%-]*)*")
_EASY_ESCAPE = re.compile(r"\\([/.\-_])")
_TOKEN = re.compile(r"\\k<\w+>|\\.|\(\?<(?![=!])|\[\^?\]?|\]|.", re.DOTALL)
_GROUP_REF = re.compile(r"\$(?:(\d{1,2})|<(\w+)>|&)")
# A repeated group that itself ends or begins in a repetition can take longer than anybody waits.
_EXPLOSIVE = re.compile(r"\((?:\?:)?[^()]*(?:[*+]|\{\d+,\d*\})[^()]*\)(?:[*+]|\{\d+,)")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
_MAX_LENGTH, _MAX_UNBOUNDED, _MAX_GROUPS = 500, 6, 9


class BadPattern(Exception):
    """The rule can't be carried over; the text says why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    source: str
    target: str
    is_regex: bool = False


def settled_target(target: str) -> str:
    """Raises: BadPattern: a target that is neither a path nor a web address."""
    try:
        scheme = urlsplit(target).scheme
    except ValueError:
        raise BadPattern("its new address is not a valid one") from None
    if scheme not in ("", "http", "https"):
        raise BadPattern(f"its new address has the scheme “{scheme[:20]}”")
    return target if scheme or target.startswith(("/", "$")) else f"/{target}"


def from_path(source: str, target: str) -> Pattern:
    """Take a path as people and Netlify write it: `*` at the end for the rest (`:splat`), `:name` for one part."""
    path = _own_path(source)
    names = re.findall(r"(?<=/):(\w+)", path)
    if "*" not in path and not names:
        return Pattern(path, target)
    expression = re.sub(r"/:\w+(?=/|$)", "/([^/]+)", re.escape(path).replace(r"\:", ":"))
    expression = re.sub(r"/?\\\*$", "(?:/(.*))?", expression).replace(r"\*", "(.*)")
    for at, name in enumerate((*names, "splat"), 1):
        target = re.sub(rf":{re.escape(name)}\b", f"${at}", target)
    return _checked(f"^{expression}$", target)


def from_javascript(source: str, target: str) -> Pattern:
    """Raises: BadPattern: JavaScript reads it, and Python or common sense does not."""
    flags, expression = "", source
    if source.startswith("/") and source.endswith("/i") and len(source) > 3:
        flags, expression = "(?i)", source[1:-2]
    if _WITH_QUERY.fullmatch(expression):
        return Pattern(expression, target)
    plain = _plain(expression)
    if plain is not None and not flags:
        return Pattern(plain, target)
    expression = expression.removesuffix("/")
    if not expression.endswith("$"):
        expression += "/?$"
    expression = _in_python(expression)
    target = _numbered(target, expression)
    if expression.startswith("^"):
        return _checked(flags + expression, target)
    if expression.startswith("/"):
        return _checked(f"{flags}^{expression}", target)
    if not target.startswith("/"):
        return _checked(f"{flags}^.*?{expression}", target)
    return _checked(f"{flags}^(.*?)/??{_shifted(expression)}", "$1" + _shifted_target(target))


def _own_path(source: str) -> str:
    """Reduce an absolute old address to its path and query."""
    if not source.startswith(("http://", "https://", "//")):
        return source if source.startswith("/") else f"/{source}"
    try:
        parts = urlsplit(source)
    except ValueError:
        raise BadPattern("its old address is not a valid one") from None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _plain(expression: str) -> str | None:
    """Return the one path an expression stands for, None where it stands for several."""
    inner = expression.removeprefix("^").removesuffix("$").removesuffix("/?").removesuffix("\\")
    path = _EASY_ESCAPE.sub(r"\1", inner)
    if _SPECIAL.search(path):
        return None
    return path if path.startswith("/") else f"/{path}"


def _in_python(expression: str) -> str:
    """Rewrite what the two dialects spell differently: named groups, "[" and "[]" in sets, `\\/`."""
    parts: list[str] = []
    in_set = False
    for piece in _TOKEN.findall(expression):
        parts.append(_in_set(piece) if in_set else _outside(piece))
        in_set = piece != "]" if in_set else piece in ("[", "[^")
    return "".join(parts)


def _in_set(piece: str) -> str:
    return f"\\{piece}" if piece[0] in "[&|~" else piece


def _outside(piece: str) -> str:
    if piece.startswith("\\k<"):
        return f"(?P={piece[3:-1]})"
    if piece in ("\\/", "\\-", "\\_"):
        return piece[1]
    return {"(?<": "(?P<", "[^]": "[\\s\\S]", "[]": "(?!)"}.get(piece, piece)


def _numbered(target: str, expression: str) -> str:
    """Turn `$<name>` into the number of its group, and `$&`, the whole match, into an error."""
    names = re.findall(r"\((?!\?)|\(\?P<(\w+)>", expression)

    def number(found: re.Match[str]) -> str:
        if found[1]:
            return found[0]
        if found[2] and found[2] in names:
            return f"${names.index(found[2]) + 1}"
        raise BadPattern(f"its new address uses {found[0]}, which can't be carried over")

    return _GROUP_REF.sub(number, target)


def _shifted(expression: str) -> str:
    return re.sub(r"\\([1-9])", lambda found: f"\\{int(found[1]) + 1}", expression)


def _shifted_target(target: str) -> str:
    return re.sub(r"\$(\d)", lambda found: f"${int(found[1]) + 1}", target)


def _checked(expression: str, target: str) -> Pattern:
    if len(expression) > _MAX_LENGTH:
        raise BadPattern(f"its pattern is longer than {_MAX_LENGTH} characters")
    if _EXPLOSIVE.search(expression) or len(_UNBOUNDED.findall(expression)) > _MAX_UNBOUNDED:
        raise BadPattern("its pattern could take far too long to match")
    try:
        groups = re.compile(expression).groups
    except (re.error, RecursionError, OverflowError) as error:
        raise BadPattern(f"its pattern is not valid here: {error}") from None
    if groups > _MAX_GROUPS:
        raise BadPattern(f"its pattern has more than {_MAX_GROUPS} groups")
    used = [int(found) for found in re.findall(r"\$(\d+)", target)]
    if any(not 1 <= number <= groups for number in used):
        raise BadPattern("its new address names a group its pattern does not have")
    return Pattern(expression, target, is_regex=True)
