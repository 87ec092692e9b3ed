"""What a person should know of one post's conversion, each thing once."""

from collections.abc import Iterator


class Notes:
    """`incomplete` says that a renderer met something it does not know: better use what Ghost rendered."""

    def __init__(self) -> None:
        self._messages: dict[str, None] = {}
        self.incomplete = False

    def add(self, message: str) -> None:
        self._messages[message] = None

    def lost(self, message: str) -> None:
        self.incomplete = True
        self.add(message)

    def __iter__(self) -> Iterator[str]:
        return iter(self._messages)
