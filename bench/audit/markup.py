"""The Nu HTML checker on pages as they are sent."""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

_WRITTEN = ".prose,.said,.entry h2,.entry .what p,figcaption"


def check(tools: Path, folder: Path, pages: Mapping[str, bytes]) -> Iterable[tuple[str, str]]:
    """Yield (page, error). One run for all: starting it takes longer than checking."""
    folder.mkdir(exist_ok=True)
    names = {}
    for number, (name, body) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_bytes(body)
        names[path.name] = name
    jar = tools / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    said = subprocess.run([*command, *(str(folder / name) for name in names)], check=True, capture_output=True)
    for message in json.loads(said.stdout)["messages"]:
        if message["type"] == "error":
            name = names[message["url"].rsplit("/", 1)[-1]]
            extract = re.sub(r"\s+", " ", message.get("extract", ""))
            yield name, f"{message['message']} ({extract!r})"


def without_content(body: bytes) -> bytes:
    """The page with the words of the old blog taken out: what is left is the theme's."""
    tree = LexborHTMLParser(body.decode())
    for node in tree.css(_WRITTEN):
        for child in list(node.iter(include_text=True)):
            child.decompose()
        node.insert_child("x")
    return b"<!doctype html>" + (tree.html or "").removeprefix("<!DOCTYPE html>").encode()
