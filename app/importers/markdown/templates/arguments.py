"""Arguments of tags and shortcodes: words, quoted texts, `name=value`, `name: value`."""

import re
from dataclasses import dataclass, field

_ARGUMENT = re.compile(
    r"""(?:(?P<name>[A-Za-z_@][\w.:-]*?)\s*(?P<sign>=|:(?=\s|["']))\s*)?"""
    r"""(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s,"'`=][^\s,]*))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([\"'\\])")


@dataclass(slots=True)
class Arguments:
    """`bare` names hold values that stood there without quotes: in Liquid these are variables."""

    listed: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)

    def get(self, *names: str, at: int | None = None) -> str:
        """Return the first of these that is given, else the one at a position, else ""."""
        for name in names:
            if self.named.get(name):
                return self.named[name]
        return self.listed[at] if at is not None and at < len(self.listed) else ""


def parse(text: str) -> Arguments:
    """This never raises: what is no argument is left out."""
    found = Arguments()
    for match in _ARGUMENT.finditer(text):
        value = _value(match)
        if match["name"]:
            name = match["name"].lower()
            found.named[name] = value
            if match["bare"] is not None:
                found.bare.add(name)
        else:
            found.listed.append(value)
    return found


def _value(match: re.Match[str]) -> str:
    if match["raw"] is not None:
        return match["raw"]
    if match["bare"] is not None:
        return match["bare"]
    quoted = match["double"] if match["double"] is not None else match["single"]
    return _ESCAPE.sub(r"\1", quoted)
