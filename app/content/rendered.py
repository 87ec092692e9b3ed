"""What rendering yields, and what the rest of the program may hand in."""

from collections.abc import Callable
from dataclasses import dataclass

Rewrite = Callable[[str], str]  # gets an address as written, gives the one to use


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML with what it says.

    `text` is what a reader sees, one line per block. `removed` names what was taken out ("script element",
    "onclick attribute", "javascript: address"), each once, sorted; known embeds became cards and are not in it.
    """

    html: str
    text: str
    removed: tuple[str, ...] = ()
