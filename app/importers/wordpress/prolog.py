"""What stands before the root element: refused where it is dangerous, dropped where it is dirt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.importers.items import Unreadable

MAX_BYTES = 1024 * 1024
_ROOT = re.compile(rb"<(?:rss|rdf:RDF|channel)(?=[\s>/])", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\s")
_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Prolog:
    """What is known of the beginning, token by token, as an XML parser would see it."""

    start: int | None = None  # of the last XML declaration
    root: int | None = None
    doctype: bool = False


def after_prolog(name: str, chunks: Iterator[bytes], notes: dict[str, None]) -> Iterator[bytes]:
    """Yield the UTF-8 document from its XML declaration on, adding to `notes` what was dropped before it.

    Raises: Unreadable: it has a DOCTYPE (entities could read files or explode), or is no RSS at all.
    """
    head, prolog = _read_head(chunks)
    if prolog.root is None:
        raise Unreadable(_why(name, head, prolog))
    start = prolog.root if prolog.start is None else prolog.start
    dirt = head[:start].removeprefix(_MARK)
    if dirt.strip():
        notes[f"{len(dirt)} bytes before the XML were dropped; they begin {_shown(dirt)!r}"] = None
    elif dirt:
        notes["blank lines before the XML were dropped"] = None
    yield from chain((head[start:],), chunks)


def _read_head(chunks: Iterator[bytes]) -> tuple[bytes, _Prolog]:
    head = b""
    for chunk in chunks:
        head += chunk
        prolog = _scan(head)
        if prolog.root is not None or prolog.doctype or len(head) > MAX_BYTES:
            return head, prolog
    return head, _scan(head + b" ")


def _scan(head: bytes) -> _Prolog:
    prolog = _Prolog()
    at = head.find(b"<")
    while at >= 0:
        after = at + 1
        if head.startswith(b"<!--", at):
            after = _past(head, b"-->", at + 4)
        elif head.startswith(b"<?", at):
            prolog.start = at if _XML.match(head, at) else prolog.start
            after = _past(head, b"?>", at + 2)
        elif _DECLARATION.match(head, at):
            prolog.doctype = True
            return prolog
        elif _ROOT.match(head, at):
            prolog.root = at
            return prolog
        at = head.find(b"<", after)
    return prolog


def _past(head: bytes, end: bytes, start: int) -> int:
    at = head.find(end, start)
    return len(head) if at < 0 else at + len(end)


def _shown(dirt: bytes) -> str:
    return " ".join(dirt.decode("utf-8", "replace").split())[:80]


def _why(name: str, head: bytes, prolog: _Prolog) -> str:
    start = head[:2000].lstrip().lower()
    if not head.strip():
        return f"{name} is empty; export the blog again"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"{name} is a web page, not an export; perhaps you were signed out when it was saved"
    if prolog.doctype:
        return (
            f"{name} has a DOCTYPE, which no WordPress export has and which can be used to attack an importer; "
            "remove it if you trust the file"
        )
    return f"{name} is no WordPress export: it has no <rss> element; make one under Tools, Export, All content"
