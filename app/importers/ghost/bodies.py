"""What one post says: the source its author can go on with, and the HTML its readers saw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from app.importers.ghost import dialect, lexical, mobiledoc
from app.importers.ghost.gating import without_gated
from app.importers.ghost.markup import tag
from app.importers.ghost.markup import text as escaped
from app.importers.ghost.notes import Notes
from app.importers.ghost.published import tidied
from app.importers.ghost.values import Row, text


@dataclass(frozen=True, slots=True)
class Body:
    source: str
    source_format: Literal["markdown", "html"]
    html: str | None  # None: the source is all there is


@dataclass(frozen=True, slots=True)
class _Editor:
    column: str
    render: Callable[[object, Notes], str]
    only_markdown: Callable[[object], str | None]


# The newest first: a post that was opened in Ghost 5 has its old mobiledoc beside the Lexical that counts.
_EDITORS = (
    _Editor("lexical", lexical.render_lexical, lexical.only_markdown),
    _Editor("mobiledoc", mobiledoc.render_mobiledoc, mobiledoc.only_markdown),
)


def body_of(row: Row, notes: Notes) -> Body:
    """Ghost's HTML is preferred for readers; the source comes from the editor's own document where that is whole."""
    html = tidied(text(row.get("html")), notes) if text(row.get("html")).strip() else None
    for editor in _EDITORS:
        if text(row.get(editor.column)).strip():
            found = _from_document(editor, text(row.get(editor.column)), html, notes)
            if found:
                return found
    if text(row.get("markdown")).strip():  # Ghost 0.x
        return Body(_markdown(text(row["markdown"]), notes), "markdown", html)
    if html is not None:
        return Body(html, "html", html)
    plain = text(row.get("plaintext")).strip()
    if plain:
        notes.add("only its plain text was found; it has lost its formatting")
    paragraphs = (tag("p", None, escaped(part)) for part in plain.split("\n\n") if part.strip())
    return Body("\n".join(paragraphs), "html", None)


def _from_document(editor: _Editor, document: str, html: str | None, notes: Notes) -> Body | None:
    """None where the document gives nothing, so that an older one or the HTML has to do."""
    try:
        state = msgspec.json.decode(document)
    except (msgspec.DecodeError, RecursionError):
        notes.add(f"its {editor.column} document is not readable JSON; " + _instead(html))
        return None
    markdown = editor.only_markdown(state)
    if markdown is not None:
        return Body(_markdown(markdown, notes), "markdown", html)
    notes.incomplete = False
    source = without_gated(editor.render(state, notes), notes)
    if notes.incomplete and html is not None:
        return Body(html, "html", html)
    return Body(source, "html", html) if source else None


def _markdown(written: str, notes: Notes) -> str:
    return dialect.settled(without_gated(written, notes))


def _instead(html: str | None) -> str:
    return "the HTML Ghost made of it was taken" if html else "what else the export has was taken"
