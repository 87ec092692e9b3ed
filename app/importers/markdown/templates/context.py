"""What a template may ask about the site it stands in, and what it could not be given."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.importers.markdown.templates.mask import Mask

Resolve = Callable[[str], str | None]


@dataclass(slots=True)
class Context:
    """One body's surroundings."""

    variables: dict[str, Any] = field(default_factory=dict)
    find_post: Resolve = lambda name: None  # a post's or page's name or file -> its address
    find_file: Callable[[str], bool] = lambda address: False  # whether the tree has the file
    include: Resolve = lambda name: None  # the text of a partial template
    base: str = ""
    site_url: str = ""
    whole: bool = False  # whether templates are read inside code, too, as Jekyll does with {% highlight %}
    mask: Mask = field(default_factory=Mask)
    unknown: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    indent: str = ""  # of the line the shortcode at hand begins on

    def note(self, name: str) -> None:
        """Count a piece of template language that stays as text."""
        self.unknown[name] += 1
