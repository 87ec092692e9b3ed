"""What the parts of the web layer tell one another about one request, kept in its ASGI scope."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from app.db import Revision

_KEY = "waypost"


class Exchange:
    """`path` is the address as it was asked for, decoded; Litestar's own loses slashes."""

    __slots__ = ("_parameters", "_query", "gone", "head", "path", "read", "revisions")

    def __init__(self, path: str, query: bytes) -> None:
        self.path = path
        self.gone = False  # whoever asked has hung up before the whole request was here
        self.head = False  # HEAD was asked for: nobody will read the body
        self.revisions: dict[str, Revision] | None = None  # of the files read; None: the answer may not be kept
        self.read: set[str] = set()  # the parameters the answer depends on
        self._query = query
        self._parameters: Mapping[str, str] | None = None

    def parameter(self, name: str) -> str:
        """Give a query parameter, the first where there are several, "" where there is none."""
        self.read.add(name)
        return self.asked(name)

    def asked(self, name: str) -> str:
        """Look at a parameter without the answer depending on it."""
        if self._parameters is None:
            self._parameters = parse_query(self._query)
        return self._parameters.get(name, "")

    def depends_on(self, revisions: Mapping[str, Revision]) -> None:
        """Note what the answer was made from. The first revision seen of a file stays: it is the older one."""
        self.revisions = {**revisions, **(self.revisions or {})}


def exchange_of(scope: Any) -> Exchange:
    """Find the request's exchange in its ASGI scope; the first to ask makes it."""
    found: Exchange | None = scope.get(_KEY)
    if found is None:
        found = scope[_KEY] = Exchange(scope["path"], scope.get("query_string", b""))
    return found


def parse_query(query: bytes) -> dict[str, str]:
    """Decode a query string; of several values of a name the first one counts. Never raises."""
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=100)
    except ValueError:  # more than a hundred
        return {}
    return dict(reversed(pairs))
