"""What supervisor and app say to each other over their socket pair: one JSON object a line."""

import json
from typing import Any

Message = dict[str, Any]


def encode(message: Message) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


class Lines:
    """Puts the pieces a socket gives back together into messages."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> list[Message]:
        *whole, self._rest = (self._rest + piece).split(b"\n")
        return [json.loads(line) for line in whole]
