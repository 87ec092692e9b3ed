"""Next.js, Astro, Gatsby and their like: texts with JSX in folders, addresses a program makes."""

import re

from app.importers.markdown.documents import Document, Role
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.tree import is_text

_CONTENT = re.compile(r"^(?:src/)?(?:content|pages|app|data|posts|_posts)/")


class Script(Generator):
    name = "javascript"
    templates = "none"
    static_roots = ("public", "static", "assets", "src/assets", "src", "")

    def role(self, path: str) -> Role | None:
        parts = path.split("/")
        if not is_text(path) or any(part.startswith(".") for part in parts) or parts[-1].startswith("_"):
            return None
        return "entry"

    def place(self, document: Document) -> None:
        """`src/content/blog/x.md` and `pages/blog/x.mdx` were /blog/x."""
        document.inner = _CONTENT.sub("", document.ref)
