"""What is edited of an item that came from elsewhere: its source must yield what readers see, or it is not the source.

An import keeps what the author wrote, and readers see it with other addresses of files; or it keeps what the old system
had rendered, which nobody can make again from the source.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from app.content import Rendered, render_html, render_markdown
from app.services.drafts.models import Draft, SourceFormat

_ADDRESSES = ("href", "src", "srcset", "poster", "cite")


def rendered(source: str, source_format: str) -> Rendered:
    return render_html(source) if source_format == "html" else render_markdown(source)


def editable(draft: Draft) -> tuple[str, SourceFormat]:
    """A source that yields what readers see: as written, else with the addresses of today, else the HTML itself."""
    written = draft.source.replace("\r\n", "\n").replace("\r", "\n")  # as a form sends it back
    made = rendered(written, draft.source_format).html
    if made == draft.html:
        return written, draft.source_format
    source = written
    for old, new in sorted(_moved(made, draft.html).items(), key=lambda pair: -len(pair[0])):
        source = source.replace(old, new)
    if source != written and rendered(source, draft.source_format).html == draft.html:
        return source, draft.source_format
    return draft.html.replace("\r", ""), "html"


def rerendered(draft: Draft, source: str, source_format: str) -> tuple[str, str]:
    """(html, text); what readers see stays as it is, to the letter, where the source has not been changed."""
    if (source, source_format) == editable(draft):
        return draft.html, draft.text
    made = rendered(source, source_format)
    return made.html, made.text


def _moved(made: str, shown: str) -> dict[str, str]:
    """Address in one -> address in its place in the other; none where they differ in more than addresses."""
    pairs = list(zip(_addresses(made), _addresses(shown), strict=False))
    return {old: new for old, new in pairs if old != new and len(old) > 1}


def _addresses(html: str) -> Iterator[str]:
    for node in LexborHTMLParser(html, is_fragment=True).css("[href],[src],[srcset],[poster],[cite]"):
        for name in _ADDRESSES:
            if value := node.attributes.get(name):
                yield value
