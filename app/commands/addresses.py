"""What the command line takes for the address of an old blog."""

from typing import Any
from urllib.parse import urlsplit

import click


class OldAddress(click.ParamType[str]):
    """An http or https address; the blog may lie in a folder there."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        try:
            parts = urlsplit(text)
            is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_one = False
        if not is_one:
            self.fail(f"{text!r} is no http or https address, like https://old.example", param, ctx)
        return text


OLD_ADDRESS = OldAddress()
