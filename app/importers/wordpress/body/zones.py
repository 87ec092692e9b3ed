"""Parts of a body that nothing may be changed in: code, scripts, comments."""

import re
from collections.abc import Callable, Iterator

_RAW = ("pre", "code", "script", "style", "textarea")
_START = re.compile(rf"<!--|<({'|'.join(_RAW)})(?=[\s>/])", re.IGNORECASE)
_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _RAW}


class Zones:
    """Finds where such a part ends. What is never closed is none; that is looked up once for each kind of part."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._unclosed: set[str] = set()

    def end_of(self, name: str, start: int) -> int | None:
        """Return where the part called `name` ("" for a comment) that begins at `start` ends; None: nowhere."""
        if name in self._unclosed:
            return None
        if not name:
            at = self._text.find("-->", start)
            end = at + 3 if at >= 0 else None
        else:
            match = _END[name].search(self._text, start)
            end = match.end() if match else None
        if end is None:
            self._unclosed.add(name)
        return end


def outside(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what is no such part."""
    return "".join(change(piece) if is_free else piece for is_free, piece in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    zones, at, seen = Zones(text), 0, 0
    while match := _START.search(text, seen):
        end = zones.end_of((match[1] or "").lower(), match.end())
        seen = match.end()
        if end is not None:
            yield True, text[at : match.start()]
            yield False, text[match.start() : end]
            at = seen = end
    yield True, text[at:]
