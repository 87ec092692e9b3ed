"""The command line as a whole: finds the command, and turns every error into one line."""

import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import click

from app import __version__
from app.errors import WaypostError

# name -> module that has `command`
COMMANDS = {
    "serve": "serve",
    "import": "import_blog",
    "export": "export_site",
    "media": "media",
    "user": "user",
    "backup": "backup",
    "status": "status",
    "doctor": "doctor",
    "serve-app": "serve_app",
}
HIDDEN = frozenset({"serve-app"})
HELP = """Waypost: a blog in one process, on SQLite files that are always backed up.

Example: waypost serve

Then, in another terminal: waypost import my-old-blog.xml
"""
MISTAKE = 70  # the exit code for an error nobody expected (EX_SOFTWARE of sysexits.h)


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
cli = click.version_option(__version__, message="waypost %(version)s")(cli)


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Every error is one line on stderr, never a traceback."""
    try:
        result = cli.main(list(arguments), prog_name="waypost", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 0
    except click.UsageError as error:
        return fail(_usage(error), 2)
    except click.ClickException as error:
        return fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return fail("stopped by you", 130)
    except WaypostError as error:
        return fail(str(error), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return fail(f"{error.filename or 'system'}: {error.strerror or error}", 1)
    except Exception as error:
        return fail(_mistake(error), MISTAKE)
    return result if isinstance(result, int) else 0


def fail(message: str, code: int) -> int:
    click.echo(f"waypost: {' '.join(message.split())}", err=True)
    return code


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "waypost"
    return f"{error.format_message().rstrip('.')}; see '{path} --help'"


def _mistake(error: Exception) -> str:
    """Keep the traceback for whoever mends it."""
    with tempfile.NamedTemporaryFile("w", prefix="waypost-mistake-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    return f"a mistake in Waypost ({type(error).__name__}: {error}); please report it with the file {file.name}"
