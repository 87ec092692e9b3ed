"""The commands: one module each, loaded only when it is called, so that the supervisor of `serve` stays small."""

from app.commands.cli import run

__all__ = ["run"]
