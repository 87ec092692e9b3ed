"""The command line as a whole: finds the command, and turns every expected error into one line."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from app.errors import WaypostError

# name -> module that has `command`; hidden ones begin with "_"
COMMANDS = {
    "serve": "serve",
    "import": "import_blog",
    "media": "media",
    "user": "user",
    "status": "status",
    "doctor": "doctor",
    "serve-app": "serve_app",
}
HIDDEN = frozenset({"serve-app"})
HELP = """Waypost: a blog in one process, on SQLite files that are always backed up.

Example: waypost serve, then in another terminal: waypost import my-old-blog.xml
"""


class Commands(click.Group):
    """Loads a command's module when it is asked for (click's documentation, "Lazily loading subcommands")."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = importlib.import_module(f"app.commands.{COMMANDS[name]}").command
        assert isinstance(command, click.Command)
        return command


cli = Commands("waypost", help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Expected errors are one line on stderr, never a traceback."""
    try:
        result = cli.main(list(arguments), prog_name="waypost", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 0
    except click.UsageError as error:
        return fail(_usage(error), 2)
    except click.Abort:
        return fail("stopped by you", 130)
    except WaypostError as error:
        return fail(str(error), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return fail(f"{error.filename or 'system'}: {error.strerror}", 1)
    return result if isinstance(result, int) else 0


def fail(message: str, code: int) -> int:
    click.echo(f"waypost: {message}", err=True)
    return code


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "waypost"
    return f"{error.format_message().rstrip('.')}; see '{path} --help'".replace("\n", " ")
