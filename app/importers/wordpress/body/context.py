"""What a body may refer to, and what is to be said about it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.importers.wordpress.uploads import Attachment


@dataclass(slots=True)
class Notes:
    """Each name once, in the order met."""

    dropped_blocks: dict[str, None] = field(default_factory=dict)
    unknown_shortcodes: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)  # sentences about things that are not in the export

    def sentences(self) -> list[str]:
        found = []
        if self.dropped_blocks:
            found.append("blocks that only WordPress could fill were left out: " + ", ".join(self.dropped_blocks))
        if self.unknown_shortcodes:
            names = ", ".join(f"[{name}]" for name in self.unknown_shortcodes)
            found.append(f"shortcodes of plugins stand in the text as they are: {names}")
        return [*found, *self.missing]


@dataclass(frozen=True, slots=True)
class Context:
    """`attachments` and `blocks` are by id; `own` are the attachments of the post itself, in their order."""

    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    own: tuple[Attachment, ...] = ()
    footnotes: tuple[Mapping[str, Any], ...] = ()
    notes: Notes = field(default_factory=Notes)
